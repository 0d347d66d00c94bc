from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.constraints import EVENT_CONSTRAINTS
from events.enums import Access, EventKind, EventScope, EventStatus, HalfDay, PlaceKind, Precision, Weekday
from events.indexes import LENGTH, CoveringOrder, NewestFirst
from events.models.series import EventSeries, Occasion
from events.moments import infer_precision, moment_errors, moment_of
from events.querysets import VAGUE, EventQuerySet
from events.titles import composed_name
from institutions.fields import AddressField, DerivedChar, DerivedDate, DerivedDateTime, DerivedText
from institutions.models import Publishable, Territory
from institutions.models.base import Named
from institutions.rich_text import RichTextField
from portal.lib.moment import Moment
from portal.lib.record_address import record_address
from portal.lib.text import sort_key as sort_key_of
from portal.lib.translated import Text, answer
from portal.lib.zone import MOROCCO, is_zone

# What the filter form counts by: read from the index alone, because the rows themselves are long.
COUNTED = (
    *("publication_state", "publish_from", "publish_until", "kind", "status", "scope", "access"),
    *("series", "super_event", "territory", "last_day", "starts_precision"),
)


class Event(Named, Publishable):
    """Something that brought police, institutions and the public together, or will.

    Wall-clock time, zone and precision are the truth; ``first_day``…``ends_utc`` are derived from them at each
    save and again by ``manage.py recompute_instants`` when zone data change.
    """

    # Identity and structure (schema.org/Event)
    name = models.CharField(
        _("official title"),
        max_length=400,
        blank=True,
        default="",
        help_text=_("Leave empty when the event has none: it is shown as kind, place and date."),
    )
    slogan = models.CharField(
        _("slogan"), max_length=300, blank=True, default="", help_text=_("A slogan is not a title.")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=EventKind, blank=True, default="")
    kind_wording = models.CharField(
        _("kind as worded"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("For example «national seminar»; shown instead of the kind."),
    )
    scope = models.CharField(_("scope"), max_length=20, choices=EventScope, blank=True, default="")
    abstract = models.TextField(_("summary"), blank=True, default="", help_text=_("Two or three sentences."))
    description = RichTextField(_("description"), blank=True, default="")
    series = models.ForeignKey(
        EventSeries, models.PROTECT, null=True, blank=True, related_name="editions", verbose_name=_("series")
    )
    edition_number = models.PositiveIntegerField(_("edition number"), null=True, blank=True)
    super_event = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_events", verbose_name=_("part of")
    )
    occasion = models.ForeignKey(
        Occasion, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("occasion")
    )
    occasion_ordinal = models.PositiveSmallIntegerField(
        _("which one"), null=True, blank=True, help_text=_("67 for the 67th anniversary.")
    )
    slug = AddressField(_("address"))

    # When
    starts_precision = models.CharField(
        _("start known"), max_length=20, choices=Precision, default=Precision.UNKNOWN
    )
    starts_on = models.DateField(
        _("start date"),
        null=True,
        blank=True,
        help_text=_("For a month or a year, its first day; for a school year, 1 September."),
    )
    starts_at = models.TimeField(_("start time"), null=True, blank=True)
    starts_half_day = models.CharField(
        _("part of the day"), max_length=10, choices=HalfDay, blank=True, default=""
    )
    starts_weekday = models.PositiveSmallIntegerField(
        _("weekday"),
        choices=Weekday,
        null=True,
        blank=True,
        help_text=_("When only «a Thursday of…» is known."),
    )
    ends_precision = models.CharField(
        _("end known"), max_length=20, choices=Precision, default=Precision.UNKNOWN
    )
    ends_on = models.DateField(_("end date"), null=True, blank=True)
    ends_at = models.TimeField(_("end time"), null=True, blank=True)
    ends_half_day = models.CharField(
        _("part of the last day"), max_length=10, choices=HalfDay, blank=True, default=""
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default=MOROCCO)
    when_words = models.CharField(
        _("date in the words of the source"), max_length=200, blank=True, default=""
    )
    hijri_words = models.CharField(_("Hijri date as printed"), max_length=100, blank=True, default="")
    first_day = DerivedDate(derive="derive_first_day", null=True)
    last_day = DerivedDate(derive="derive_last_day", null=True)
    starts_utc = DerivedDateTime(derive="derive_starts_utc", null=True)
    ends_utc = DerivedDateTime(derive="derive_ends_utc", null=True)

    # Does it take place?
    status = models.CharField(_("status"), max_length=20, choices=EventStatus, default=EventStatus.SCHEDULED)
    sequence = models.PositiveIntegerField(_("revision number (iCalendar)"), default=0, editable=False)

    # Where
    place_kind = models.CharField(
        _("place known"),
        max_length=12,
        choices=PlaceKind,
        blank=True,
        default="",
        help_text=_(
            "A published event says whether it has a place, is nationwide, online or of unknown place."
        ),
    )
    territory = models.ForeignKey(
        Territory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("city or district"),
    )
    covered_territories = models.ManyToManyField(
        Territory, blank=True, related_name="covering_events", verbose_name=_("other places covered")
    )
    place_words = models.CharField(
        _("place in words"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("What the venue field cannot say, or the place of the occasion."),
    )
    online_url = models.URLField(_("online address"), blank=True, default="")

    # For whom
    topics = models.ManyToManyField("Topic", blank=True, related_name="events", verbose_name=_("topics"))
    audiences = models.ManyToManyField(
        "Audience", blank=True, related_name="events", verbose_name=_("audiences")
    )
    access = models.CharField(_("access"), max_length=20, choices=Access, default=Access.UNKNOWN)
    registration = models.CharField(_("registration"), max_length=300, blank=True, default="")
    registration_url = models.URLField(_("registration address"), blank=True, default="")
    accessibility = models.ManyToManyField(
        "AccessibilityProvision",
        blank=True,
        related_name="events",
        verbose_name=_("accessibility provisions"),
    )
    spoken_languages = models.ManyToManyField(
        "SpokenLanguage", blank=True, related_name="events", verbose_name=_("spoken languages")
    )

    search_text = DerivedText(derive="derive_search_text", default="")
    sort_key = DerivedChar(derive="derive_sort_key", max_length=120, default="", db_index=True)

    objects = EventQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["-first_day", "-id"], name="event_newest_first"),
            CoveringOrder(fields=["-first_day", "-id", *COUNTED], name="event_counted"),
            models.Index(fields=["last_day"], name="event_last_day"),
            models.Index(fields=["kind", "-first_day"], name="event_by_kind"),
            models.Index(fields=["status", "-first_day"], name="event_by_status"),
            NewestFirst(fields=["territory", "kind", "-first_day", "-id"], name="event_of_place"),
            models.Index(fields=["series", "-first_day"], name="event_by_series"),
            models.Index(fields=["starts_utc"], name="event_by_instant"),
            models.Index(fields=["-modified_at", "-id"], name="event_last_changed"),
            models.Index(fields=["scope", "-first_day"], name="event_by_scope"),
            models.Index(fields=["access", "-first_day"], name="event_by_access"),
            models.Index(fields=["sort_key", "id"], name="event_by_title"),
            models.Index(LENGTH, condition=~models.Q(starts_precision__in=VAGUE), name="event_by_length"),
        ]
        constraints = [*Publishable.Meta.constraints, *EVENT_CONSTRAINTS]

    def __str__(self) -> str:
        from django.utils.translation import get_language

        return str(self.name_in(get_language() or "ar"))

    def get_absolute_url(self) -> str:
        return record_address("events:event_detail", self.slug)

    def name_in(self, language: str) -> Text:
        """The official title or, for an event without one, its kind, place and date in ``language``."""
        return answer(self, "name", language) or composed_name(self, language)

    @property
    def start(self) -> Moment:
        return moment_of(self, "starts")

    @property
    def end(self) -> Moment | None:
        """None where no end is known: the event is taken to last a day."""
        return moment_of(self, "ends") if self.ends_on else None

    def derive_first_day(self) -> date | None:
        return self.start.first_day

    def derive_last_day(self) -> date | None:
        """The last local day on which the event may still go on."""
        return (self.end or self.start).last_day

    def derive_starts_utc(self) -> datetime | None:
        return self.start.earliest(self.time_zone)

    def derive_ends_utc(self) -> datetime | None:
        return (self.end or self.start).latest(self.time_zone)

    def derive(self) -> None:
        """Fill the derived columns, as saving does."""
        self.first_day, self.last_day = self.derive_first_day(), self.derive_last_day()
        self.starts_utc, self.ends_utc = self.derive_starts_utc(), self.derive_ends_utc()

    def derive_sort_key(self) -> str:
        return sort_key_of(str(self.name_in("ar")))[:120]

    def address_words(self) -> list[str | None]:
        year = str(self.starts_on.year) if self.starts_on else ""
        named = [name for name in super().address_words() if name]
        if not named:
            place = (self.territory.name_fr or self.territory.name_ar) if self.territory else ""
            return [f"{self.kind.replace('_', '-')} {place} {self.starts_on or ''}"]
        return [f"{name} {year}" for name in named]

    def searchable_words(self) -> list[str | None]:
        own = [getattr(self, f"{f}_{x}", None) for f in ("slogan", "abstract") for x in ("ar", "fr", "en")]
        place = self.territory.searchable_words() if self.territory else []
        return [*super().searchable_words(), *own, *place, self.when_words]

    def clean(self) -> None:
        infer_precision(self, "starts")
        infer_precision(self, "ends")
        errors = {**moment_errors(self, "starts"), **moment_errors(self, "ends")}
        if not is_zone(self.time_zone):
            errors["time_zone"] = _("This time zone does not exist. Morocco's is Africa/Casablanca.")
        if self._would_contain_itself():
            errors["super_event"] = _("An event cannot be a part of itself.")
        if errors:
            raise ValidationError(errors)
        self.derive()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            # Forms leave out constraints on columns that they do not show, as these derived ones.
            raise ValidationError({"ends_on": _("The event cannot end before it starts.")})

    def _would_contain_itself(self) -> bool:
        above, seen = self.super_event, set()
        while above and above.pk not in seen:
            if above.pk == self.pk and self.pk:
                return True
            seen.add(above.pk)
            above = above.super_event
        return False
