from django.db import models
from django.utils.translation import gettext_lazy as _

from institutions import translations
from institutions.fields import DerivedChar, DerivedJSON


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
