from django.db import models
from django.utils.translation import gettext_lazy as _

from events.enums import PressItemKind
from events.models.event import Event
from events.querysets import PressItemQuerySet
from institutions.enums import TextLanguage
from institutions.fields import DerivedText
from portal.lib.text import normalize


class PressItem(models.Model):
    """What was published about events: the source of the facts.

    Its own words (title, outlet) are kept in the language they were written in and never translated.
    """

    title = models.CharField(_("title"), max_length=400, blank=True, default="")
    outlet = models.CharField(_("outlet"), max_length=200, blank=True, default="")
    language = models.CharField(
        _("language"), max_length=3, choices=TextLanguage, default=TextLanguage.ARABIC
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PressItemKind, default=PressItemKind.REPORT)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_words = models.CharField(_("publication date in words"), max_length=200, blank=True, default="")
    url = models.URLField(_("address"), max_length=500, blank=True, default="")
    same_dispatch_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("copy of the same dispatch"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True, default="")
    events = models.ManyToManyField(
        Event, through="PressItemEvent", related_name="press_items", verbose_name=_("events reported")
    )
    search_text = DerivedText(derive="derive_search_text", default="")

    objects = PressItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("press item")
        verbose_name_plural = _("press items")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title="") | ~models.Q(outlet="") | ~models.Q(url=""),
                name="press_item_says_what_it_is",
                violation_error_message=_("Give at least a title, an outlet or an address."),
            ),
            models.UniqueConstraint(
                fields=["url"],
                condition=~models.Q(url=""),
                name="press_item_address_is_listed_once",
                violation_error_message=_("A press item with this address already exists."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.outlet or self.url

    def derive_search_text(self) -> str:
        return normalize(f"{self.title} {self.outlet}")


class PressItemEvent(models.Model):
    """One item may report several events, and several items one event."""

    pressitem = models.ForeignKey(
        PressItem, models.CASCADE, related_name="event_links", verbose_name=_("press item")
    )
    event = models.ForeignKey(Event, models.CASCADE, related_name="press_links", verbose_name=_("event"))

    class Meta:
        verbose_name = _("press coverage")
        verbose_name_plural = _("press coverage")
        constraints = [
            models.UniqueConstraint(fields=["pressitem", "event"], name="press_item_reports_an_event_once")
        ]

    def __str__(self) -> str:
        return str(self.pressitem)
