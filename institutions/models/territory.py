from django.db import models
from django.utils.translation import gettext_lazy as _

from institutions.enums import TerritoryKind, TextLanguage
from institutions.fields import AddressField, DerivedChar, DerivedText, PathField
from institutions.models.base import Named, arabic_or_french
from institutions.querysets import TerritoryQuerySet
from portal.lib.record_address import record_address
from portal.lib.text import normalize


class Territory(Named):
    """A place of Morocco's administrative map, from the country down to a neighbourhood.

    Names and codes: Haut-Commissariat au Plan, RGPH 2024, CC BY 4.0 (credited on the about page).
    """

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=40, choices=TerritoryKind, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("lies within")
    )
    slug = AddressField(_("address"))
    path = PathField(derive="derive_path", max_length=400, db_index=True, default="")
    hcp_code = models.CharField(_("HCP code"), max_length=20, null=True, blank=True, unique=True)
    iso_code = models.CharField(_("ISO 3166-2 code"), max_length=8, blank=True, default="")
    search_text = DerivedText(derive="derive_search_text", default="")
    sort_key = DerivedChar(derive="derive_sort_key", max_length=120, default="", db_index=True)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")
        constraints = [
            arabic_or_french("name", "territory_has_a_name_in_arabic_or_french"),
            models.CheckConstraint(
                condition=models.Q(kind__in=TerritoryKind.values), name="territory_kind_is_known"
            ),
        ]

    def get_absolute_url(self) -> str:
        return record_address("territory", self.slug)

    def derive_path(self) -> str:
        """Codes from the country down, each closed by «/», so that a prefix is an ancestor."""
        step = self.hcp_code or self.slug
        return f"{self.parent.path if self.parent else ''}{step}/"

    def ancestors_paths(self) -> list[str]:
        steps = self.path.split("/")[:-1]
        return ["/".join(steps[:n]) + "/" for n in range(1, len(steps) + 1)]


class TerritoryAlias(models.Model):
    """Another spelling of a place, as the press or people write it; searchable, never displayed as its name."""

    territory = models.ForeignKey(
        Territory, models.CASCADE, related_name="aliases", verbose_name=_("territory")
    )
    text = models.CharField(_("spelling"), max_length=200)
    language = models.CharField(_("language"), max_length=3, choices=TextLanguage)
    search_text = DerivedText(derive="derive_search_text", default="")

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "text", "language"], name="territory_alias_is_listed_once"
            )
        ]

    def __str__(self) -> str:
        return self.text

    def derive_search_text(self) -> str:
        return normalize(self.text)
