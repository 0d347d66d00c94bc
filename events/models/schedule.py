"""What surrounds the main date of an event: opening hours, changes of plan, other titles."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.enums import Access, EventStatus, HalfDay, Precision
from events.models.event import Event
from events.moments import moment_of
from events.querysets import EventPartQuerySet
from institutions.enums import TextLanguage
from institutions.fields import DerivedText
from institutions.models.translated import Translated
from portal.lib.moment import Moment
from portal.lib.text import normalize


class EventDay(Translated):
    """Opening hours of one local day; a private opening may fall before the public days."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="days", verbose_name=_("event"))
    on = models.DateField(_("day"))
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(_("closes at"), null=True, blank=True)
    access = models.CharField(_("access"), max_length=20, choices=Access, default=Access.OPEN)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours by day")
        ordering = ["on", "opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="event_day_closes_after_it_opens",
                violation_error_message=_("Closing time must come after opening time."),
            )
        ]

    def __str__(self) -> str:
        return str(self.on)


class EventChange(Translated):
    """A change of plan and what it replaced: the old date or place stays visible."""

    KINDS = [
        choice
        for choice in EventStatus.choices
        if choice[0] not in (EventStatus.SCHEDULED, EventStatus.CONFIRMED, EventStatus.HELD)
    ]

    event = models.ForeignKey(Event, models.CASCADE, related_name="changes", verbose_name=_("event"))
    kind = models.CharField(_("change"), max_length=20, choices=KINDS)
    announced_on = models.DateField(_("announced on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True, default="")
    previous_starts_on = models.DateField(_("former start date"), null=True, blank=True)
    previous_starts_at = models.TimeField(_("former start time"), null=True, blank=True)
    previous_starts_precision = models.CharField(
        _("former start known"), max_length=20, choices=Precision, default=Precision.UNKNOWN
    )
    previous_starts_half_day = models.CharField(
        _("former part of the day"), max_length=10, choices=HalfDay, blank=True, default=""
    )
    previous_ends_on = models.DateField(_("former end date"), null=True, blank=True)
    previous_place = models.CharField(_("former place"), max_length=300, blank=True, default="")
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of plan")
        verbose_name_plural = _("changes of plan")
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def previous_start(self) -> Moment:
        return moment_of(self, "previous_starts")

    @property
    def previous_end(self) -> Moment | None:
        """The former last day; None where the event was to last one."""
        return Moment(self.previous_ends_on) if self.previous_ends_on else None


class EventName(models.Model):
    """A title other than the official one, with the language it was written in."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="other_names", verbose_name=_("event"))
    text = models.CharField(_("title"), max_length=400)
    language = models.CharField(
        _("language"), max_length=3, choices=TextLanguage, default=TextLanguage.ARABIC
    )
    source = models.ForeignKey(
        "PressItem", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    search_text = DerivedText(derive="derive_search_text", default="")

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("other title")
        verbose_name_plural = _("other titles")
        constraints = [
            models.UniqueConstraint(fields=["event", "text"], name="event_other_title_is_listed_once")
        ]

    def __str__(self) -> str:
        return self.text

    def derive_search_text(self) -> str:
        return normalize(self.text)
