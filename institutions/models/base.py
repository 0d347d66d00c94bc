"""What publishable and translated rows have in common."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from institutions.enums import PublicationState
from institutions.models.translated import Translated
from portal.lib.text import normalize
from portal.lib.text import sort_key as sort_key_of
from portal.lib.translated import LANGUAGES, Text, answer

PUBLISHED = PublicationState.PUBLISHED


def has_text(field: str) -> Q:
    """Condition: the translated ``field`` is filled in Arabic or in French (SQL's NULL never passes)."""
    return Q(**{f"{field}_ar__isnull": False, f"{field}_ar__gt": ""}) | Q(
        **{f"{field}_fr__isnull": False, f"{field}_fr__gt": ""}
    )


def arabic_or_french(field: str, name: str) -> models.CheckConstraint:
    """Constraint: a record needs its ``field`` in Arabic or in French; other languages are optional."""
    return models.CheckConstraint(
        condition=has_text(field),
        name=name,
        violation_error_message=_("Give the name in Arabic or in French."),
    )


class Named(Translated):
    """A row that has a translated ``name``, and keeps normalised copies of its words to search and sort by."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return str(answer(self, "name", get_language() or "ar"))

    def name_in(self, language: str) -> Text:
        """The name in ``language`` or, where missing, in the language that answers instead."""
        return answer(self, "name", language)

    def address_words(self) -> list[str | None]:
        """Names from which the address is made, the most readable in ASCII first."""
        return [getattr(self, f"name_{language}", None) for language in ("fr", "en", "ar", "zgh")]

    def searchable_words(self) -> list[str | None]:
        """Texts of this row that a search must find it by."""
        return [getattr(self, f"name_{language}", None) for language in LANGUAGES]

    def derive_search_text(self) -> str:
        return normalize(" ".join(filter(None, self.searchable_words())))

    def derive_sort_key(self) -> str:
        return sort_key_of(str(answer(self, "name", "ar")))[:120]


class Publishable(models.Model):
    """A row with a publication state of its own, private until somebody publishes it."""

    publication_state = models.CharField(
        _("publication state"),
        max_length=12,
        choices=PublicationState,
        default=PublicationState.DRAFT,
        db_index=True,
        help_text=_("Only what is published can be read by the public."),
    )
    publish_from = models.DateTimeField(
        _("publish from"), null=True, blank=True, help_text=_("Left empty: at once.")
    )
    publish_until = models.DateTimeField(
        _("publish until"), null=True, blank=True, help_text=_("Left empty: for ever.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    modified_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(publish_from__isnull=True)
                | Q(publish_until__isnull=True)
                | Q(publish_until__gt=F("publish_from")),
                name="%(app_label)s_%(class)s_publication_ends_after_it_starts",
                violation_error_message=_("The end of publication must come after its start."),
            ),
            models.CheckConstraint(
                condition=Q(publication_state__in=PublicationState.values),
                name="%(app_label)s_%(class)s_publication_state_is_known",
            ),
        ]

    def is_public_at(self, at: datetime | None = None) -> bool:
        """The gate of ``public_condition`` for one row already loaded; ``at`` is now when left out."""
        return (
            self.publication_state == PUBLISHED
            and (self.publish_from is None or self.publish_from <= (at or timezone.now()))
            and (self.publish_until is None or self.publish_until > (at or timezone.now()))
        )

    @property
    def is_public(self) -> bool:
        return self.is_public_at()
