from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.enums import Gender, TextLanguage
from institutions.fields import AddressField, DerivedChar, DerivedText
from institutions.models.base import Named, arabic_or_french, has_text
from institutions.models.institution import Institution
from institutions.models.translated import Translated
from institutions.querysets import PersonQuerySet
from portal.lib.record_address import record_address
from portal.lib.text import normalize


class Person(Named):
    """Somebody who spoke, chaired, signed or attended.

    What the person was that day stands with the appearance, never here: posts change, the record does not.
    A person has no publication state: the public meets the name only through a public event or agreement.
    """

    name = models.CharField(_("name"), max_length=200, help_text=_("Arabic spelling, then Latin spelling."))
    family_name_only = models.BooleanField(_("only the family name is known"), default=False)
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, default=Gender.UNKNOWN)
    distinction = models.CharField(
        _("not to be confused with"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("A word that tells this person from a namesake."),
    )
    name_is_public = models.BooleanField(
        _("the name may be published"),
        default=True,
        help_text=_("Unticked: the function is shown without the name, everywhere (serving officers)."),
    )
    slug = AddressField(_("address"))
    search_text = DerivedText(derive="derive_search_text", default="")
    sort_key = DerivedChar(derive="derive_sort_key", max_length=120, default="", db_index=True)
    modified_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [arabic_or_french("name", "person_has_a_name_in_arabic_or_french")]

    def get_absolute_url(self) -> str:
        return record_address("speaker", self.slug)


class PersonName(models.Model):
    """Another spelling of a name, in any script; searchable."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="other_names", verbose_name=_("person"))
    text = models.CharField(_("spelling"), max_length=200)
    language = models.CharField(_("language"), max_length=3, choices=TextLanguage)
    search_text = DerivedText(derive="derive_search_text", default="")

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [
            models.UniqueConstraint(fields=["person", "text"], name="person_other_name_is_listed_once")
        ]

    def __str__(self) -> str:
        return self.text

    def derive_search_text(self) -> str:
        return normalize(self.text)


class Position(Translated):
    """A post held over a time. Dates may be unknown; appearances keep their own wording of the day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="positions", verbose_name=_("person"))
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("institution"),
    )
    title = models.CharField(_("function"), max_length=300)
    rank = models.CharField(_("rank"), max_length=200, blank=True, default="")
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                condition=has_text("title"),
                name="position_has_a_title_in_arabic_or_french",
                violation_error_message=_("Give the function in Arabic or in French."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="position_ends_after_it_starts",
                violation_error_message=_("The post cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or ""
