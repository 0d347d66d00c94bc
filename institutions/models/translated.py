from functools import cache
from typing import Any

from django.db import models
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from institutions import translations
from institutions.fields import DerivedChar, DerivedJSON


@cache
def _labels(field: models.Field) -> dict[Any, Any]:
    return dict(field.flatchoices)


class Translated(models.Model):
    """A row with texts in several languages that knows which translations it lacks (``institutions.translations``)."""

    translation_marks = DerivedJSON(derive="derive_translation_marks", default=dict)
    translation_gaps = DerivedChar(
        _("missing and stale translations"), derive="derive_translation_gaps", max_length=80, default=""
    )

    class Meta:
        abstract = True

    def derive_translation_marks(self) -> translations.Marks:
        return translations.marks_of(self)

    def derive_translation_gaps(self) -> str:
        return translations.gaps_of(self)

    def _get_FIELD_display(self, field: models.Field) -> Any:  # noqa: N802  (Django's name)
        """Behind each ``get_…_display``. Django's own translates every choice of the field to find the one."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)
