from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.enums import InstitutionKind, NameKind, TextLanguage
from institutions.fields import AddressField, DerivedChar, DerivedText
from institutions.models.base import Named, Publishable, arabic_or_french
from institutions.models.territory import Territory
from institutions.querysets import InstitutionQuerySet
from institutions.rich_text import RichTextField
from portal.lib.record_address import record_address
from portal.lib.text import normalize


class Institution(Named, Publishable):
    """A body that organises, takes part, signs or is addressed; or one of its units."""

    name = models.CharField(_("official name"), max_length=300)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=40, choices=InstitutionKind, db_index=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        default="MA",
        blank=True,
        help_text=_(
            "Two letters (ISO 3166-1): Algeria's DGSN and CNDH bear the very same names as Morocco's."
        ),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("unit of")
    )
    members = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="joint_bodies",
        verbose_name=_("bodies acting as one"),
        help_text=_("For a party made of several bodies, such as the DGSN-DGST pole."),
    )
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="institutions",
        verbose_name=_("territory"),
    )
    description = RichTextField(_("description"), blank=True, default="")
    website = models.URLField(_("website"), blank=True, default="")
    is_asked_before_publication = models.BooleanField(
        _("is asked before publication"),
        default=False,
        help_text=_("What it organises with others is published only after it has agreed."),
    )
    slug = AddressField(_("address"))
    search_text = DerivedText(derive="derive_search_text", default="")
    sort_key = DerivedChar(derive="derive_sort_key", max_length=120, default="", db_index=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        constraints = [
            *Publishable.Meta.constraints,
            arabic_or_french("name", "institution_has_a_name_in_arabic_or_french"),
            models.CheckConstraint(
                condition=Q(kind__in=InstitutionKind.values), name="institution_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="institution_is_not_its_own_unit",
                violation_error_message=_("An institution cannot be a unit of itself."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return record_address("institution", self.slug)

    def address_words(self) -> list[str | None]:
        return [self.acronym, *super().address_words()]

    def searchable_words(self) -> list[str | None]:
        return [*super().searchable_words(), self.acronym]


class InstitutionName(models.Model):
    """A former name, short form or misnomer. All are searched, only the official name is displayed."""

    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="other_names", verbose_name=_("institution")
    )
    text = models.CharField(_("name"), max_length=300)
    language = models.CharField(_("language"), max_length=3, choices=TextLanguage)
    kind = models.CharField(_("kind"), max_length=12, choices=NameKind)
    valid_from = models.DateField(_("in use from"), null=True, blank=True)
    valid_until = models.DateField(_("in use until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    search_text = DerivedText(derive="derive_search_text", default="")

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "text", "kind"], name="institution_other_name_is_listed_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="institution_name_ends_after_it_starts",
                violation_error_message=_("The name cannot go out of use before it came into use."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def derive_search_text(self) -> str:
        return normalize(self.text)
