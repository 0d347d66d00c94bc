from django.db import models
from django.utils.translation import gettext_lazy as _

from events.querysets import SeriesQuerySet
from institutions.fields import AddressField, DerivedChar, DerivedText
from institutions.models import Institution, Publishable
from institutions.models.base import Named, arabic_or_french
from institutions.rich_text import RichTextField
from portal.lib.record_address import record_address


class EventSeries(Named, Publishable):
    """What repeats: open days, a yearly seminar (schema.org EventSeries)."""

    name = models.CharField(_("name"), max_length=300)
    description = RichTextField(_("description"), blank=True, default="")
    organizer = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="series", verbose_name=_("organiser")
    )
    slug = AddressField(_("address"))
    search_text = DerivedText(derive="derive_search_text", default="")
    sort_key = DerivedChar(derive="derive_sort_key", max_length=120, default="")

    objects = SeriesQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")
        constraints = [
            *Publishable.Meta.constraints,
            arabic_or_french("name", "series_has_a_name_in_arabic_or_french"),
        ]

    def get_absolute_url(self) -> str:
        return record_address("events:series_detail", self.slug)


class Occasion(Named):
    """What an event marks: the anniversary of an institution, an international day."""

    name = models.CharField(_("name"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("year of the first"), null=True, blank=True)

    class Meta:
        verbose_name = _("occasion")
        verbose_name_plural = _("occasions")
        constraints = [arabic_or_french("name", "occasion_has_a_name_in_arabic_or_french")]
