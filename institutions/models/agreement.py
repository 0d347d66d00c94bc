from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from institutions.enums import AgreementKind
from institutions.fields import AddressField, DerivedChar, DerivedText
from institutions.models.base import Named, Publishable, arabic_or_french, has_text
from institutions.models.institution import Institution
from institutions.models.person import Person
from institutions.models.translated import Translated
from institutions.querysets import AgreementQuerySet
from institutions.rich_text import RichTextField
from portal.lib.record_address import record_address


class Agreement(Named, Publishable):
    """A convention between two or more parties, and what it covers.

    Two parties are columns, so that both databases refuse an agreement with one party; more are rows.
    """

    name = models.CharField(_("title"), max_length=300)
    kind = models.CharField(
        _("kind"), max_length=20, choices=AgreementKind, default=AgreementKind.PARTNERSHIP
    )
    first_party = models.ForeignKey(
        Institution, models.PROTECT, related_name="agreements_as_first", verbose_name=_("first party")
    )
    second_party = models.ForeignKey(
        Institution, models.PROTECT, related_name="agreements_as_second", verbose_name=_("second party")
    )
    further_parties = models.ManyToManyField(
        Institution,
        through="AgreementParty",
        related_name="agreements_as_further",
        verbose_name=_("further parties"),
    )
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    ends_on = models.DateField(_("in force until"), null=True, blank=True)
    term = models.CharField(
        _("term"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("As written, for example «three years»."),
    )
    description = RichTextField(_("description"), blank=True, default="")
    text_url = models.URLField(_("address of the text"), blank=True, default="")
    slug = AddressField(_("address"))
    search_text = DerivedText(derive="derive_search_text", default="")
    sort_key = DerivedChar(derive="derive_sort_key", max_length=120, default="")

    objects = AgreementQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        indexes = [models.Index(fields=["-signed_on", "-id"], name="agreement_by_date")]
        constraints = [
            *Publishable.Meta.constraints,
            arabic_or_french("name", "agreement_has_a_title_in_arabic_or_french"),
            models.CheckConstraint(
                condition=~Q(first_party=F("second_party")),
                name="agreement_has_two_different_parties",
                violation_error_message=_("An agreement needs two different parties."),
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("signed_on")),
                name="agreement_ends_after_it_is_signed",
                violation_error_message=_("The agreement cannot end before it is signed."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return record_address("agreement", self.slug)

    @property
    def parties(self) -> list[Institution]:
        """All parties, always in the same order; a query unless ``for_list`` loaded the further ones."""
        further = sorted(self.further_parties.all(), key=lambda party: party.pk)
        return [self.first_party, self.second_party, *further]


class AgreementParty(models.Model):
    """A third or later party."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="+", verbose_name=_("agreement"))
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("institution")
    )

    class Meta:
        verbose_name = _("further party")
        verbose_name_plural = _("further parties")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "institution"],
                name="agreement_further_party_is_listed_once",
                violation_error_message=_("This institution is already a party."),
            )
        ]

    def __str__(self) -> str:
        return str(self.institution)

    def clean(self) -> None:
        agreement = self.agreement
        if self.institution_id in (agreement.first_party_id, agreement.second_party_id):
            raise ValidationError({"institution": _("This institution is already a party.")})


class AgreementArea(Translated):
    """A field of cooperation that the agreement names."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="areas", verbose_name=_("agreement")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    text = models.CharField(_("area"), max_length=400)

    class Meta:
        verbose_name = _("area of cooperation")
        verbose_name_plural = _("areas of cooperation")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=has_text("text"),
                name="agreement_area_has_a_text",
                violation_error_message=_("Give the text in Arabic or in French."),
            ),
        ]

    def __str__(self) -> str:
        return self.text or ""


class Signatory(Translated):
    """Who signed, in the capacity of that day."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="signatories", verbose_name=_("agreement")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="signatures", verbose_name=_("person")
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="signatories", verbose_name=_("on behalf of")
    )
    title = models.CharField(_("function that day"), max_length=300, blank=True, default="")
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "person"],
                name="person_signs_an_agreement_once",
                violation_error_message=_("This person already signs the agreement."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | has_text("title"),
                name="signatory_has_a_person_or_a_function",
                violation_error_message=_("Name the person or give the function."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.title)
