"""Changes of plan: postponed, given a new date, moved, cancelled. The former date and place stay visible."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.enums import EventStatus, PlaceKind, Precision
from events.models import Event, EventChange, EventVenue, Room, Venue
from events.places import place_words
from events.services.deciding import deciding, locked
from events.workflow import DecisionVerb, check_plan
from institutions.models import Territory
from portal.lib.zone import today

Texts = Mapping[str, str]  # by language: {"ar": "…", "fr": "…"}
LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True)
class Dates:
    """When an event begins and ends; the precision is taken from what is given."""

    starts_on: date | None = None
    starts_at: time | None = None
    starts_half_day: str = ""
    ends_on: date | None = None
    ends_at: time | None = None
    ends_half_day: str = ""
    when_words: str = ""


@dataclass(frozen=True)
class Place:
    """Where an event goes: to a city and its venue, or online."""

    territory: Territory | None = None
    venue: Venue | None = None
    room: Room | None = None
    words: Texts = field(default_factory=dict)
    online_url: str = ""


def postpone_event(*, event: Event, by: Any, reason: Texts, when_words: str = "") -> None:
    """Not on the date announced; the new one is not known, or only in words («later this year»)."""
    words = when_words.strip() or "إلى موعد لاحق"
    _replan(event, DecisionVerb.POSTPONED, EventStatus.POSTPONED, by, reason, Dates(when_words=words))


def reschedule_event(*, event: Event, by: Any, reason: Texts, dates: Dates) -> None:
    """On another date."""
    if dates.starts_on is None:
        raise ValidationError({"starts_on": _("Give the new date.")})
    _replan(event, DecisionVerb.RESCHEDULED, EventStatus.RESCHEDULED, by, reason, dates)


@transaction.atomic
def cancel_event(*, event: Event, by: Any, reason: Texts, with_sub_events: bool = False) -> list[Event]:
    """It will not take place; the public still reads that it was to. What was cancelled, the event first."""
    _replan(event, DecisionVerb.CANCELLED, EventStatus.CANCELLED, by, reason)
    cancelled = [event]
    if with_sub_events:
        for sub_event in event.sub_events.exclude(status__in=(EventStatus.CANCELLED, EventStatus.HELD)):
            cancelled += cancel_event(event=sub_event, by=by, reason=reason, with_sub_events=True)
    return cancelled


@transaction.atomic
def move_event(*, event: Event, by: Any, reason: Texts, place: Place) -> None:
    """To another place, or online."""
    if not (place.territory or place.online_url):
        raise ValidationError({"territory": _("Give the new city or the online address.")})
    goes_online = place.territory is None
    status = EventStatus.MOVED_ONLINE if goes_online else EventStatus.MOVED
    with locked(event):
        check_plan(DecisionVerb.MOVED, event.status)
        _refuse_the_same_place(event, place)
        change = _change(event, status, reason)
        for language in ("ar", "fr"):
            setattr(change, f"previous_place_{language}", place_words(event, language)[:300])
        with deciding(event, DecisionVerb.MOVED, by=by, reason=_reason(reason)):
            event.place_kind = PlaceKind.ONLINE if goes_online else PlaceKind.PLACE
            event.territory, event.online_url = place.territory, place.online_url
            for language in (*LANGUAGES, "zgh"):
                setattr(event, f"place_words_{language}", place.words.get(language, ""))
            event.venues.all().delete()
            if place.venue or place.room:
                _save(EventVenue(event=event, venue=place.venue, room=place.room))
            _announce(event, status, change)


def _replan(
    event: Event,
    verb: DecisionVerb,
    status: EventStatus,
    by: Any,
    reason: Texts,
    dates: Dates | None = None,
) -> None:
    with locked(event):
        check_plan(verb, event.status)
        change = _change(event, status, reason)
        if dates is not None:
            _refuse_the_same_dates(event, dates)
            for column in ("starts_on", "starts_at", "starts_half_day", "starts_precision", "ends_on"):
                setattr(change, f"previous_{column}", getattr(event, column))
        with deciding(event, verb, by=by, reason=_reason(reason)):
            if dates is not None:
                _set_dates(event, dates)
            _announce(event, status, change)


def _change(event: Event, status: EventStatus, reason: Texts) -> EventChange:
    """The change with its reason; not yet saved."""
    change = EventChange(event=event, kind=status, announced_on=today())
    if not any(reason.get(language, "").strip() for language in ("ar", "fr")):
        raise ValidationError({"reason_ar": _("Give the reason in Arabic or in French.")})
    for language in LANGUAGES:
        setattr(change, f"reason_{language}", reason.get(language, "").strip())
    return change


def _set_dates(event: Event, dates: Dates) -> None:
    for column, value in asdict(dates).items():
        setattr(event, column, value)
    event.starts_weekday, event.hijri_words = None, ""
    event.starts_precision = event.ends_precision = Precision.UNKNOWN  # inferred from the dates


def _refuse_the_same_dates(event: Event, dates: Dates) -> None:
    if all(getattr(event, column) == value for column, value in asdict(dates).items()):
        raise ValidationError({"starts_on": _("This is the date announced already.")})


def _refuse_the_same_place(event: Event, place: Place) -> None:
    if place.territory is None:
        same = event.place_kind == PlaceKind.ONLINE and event.online_url == place.online_url
    else:
        used = [(row.venue_id, row.room_id) for row in event.venues.all()]
        given = [(place.venue and place.venue.pk, place.room and place.room.pk)]
        worded = all((getattr(event, f"place_words_{x}") or "") == place.words.get(x, "") for x in LANGUAGES)
        same = (
            event.territory_id == place.territory.pk
            and used == (given if place.venue or place.room else [])
            and worded
        )
    if same:
        raise ValidationError({"territory": _("This is the place announced already.")})


def _announce(event: Event, status: EventStatus, change: EventChange) -> None:
    """Saves the new plan beside the former one; calendars learn of it by the sequence (RFC 5545 §3.8.7.4)."""
    event.status = status
    event.sequence += 1
    event.full_clean()
    event.save()
    _save(change)


def _save(part: EventChange | EventVenue) -> None:
    part.full_clean()
    part.save()


def _reason(reason: Texts) -> str:
    """One of the texts for the decision, the Arabic one first."""
    return next((reason[x].strip() for x in LANGUAGES if reason.get(x, "").strip()), "")
