"""Plain links that put events into the calendars people use; no script, nothing is sent before they are followed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from events import ical

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


@dataclass(frozen=True)
class EventLinks:
    """One event, once: a file for every calendar, or a form filled in for those that live in the browser."""

    file: str
    google: str
    outlook: str


@dataclass(frozen=True)
class ListLinks:
    """A list that stays up to date: an address that calendars ask again, and a feed; ``asked`` for further ways."""

    asked: str
    calendar: str
    google: str
    feed: str


def event_links(event: Any, heading: ical.Heading) -> EventLinks | None:
    """None where the event has no day, or will not take place on it."""
    slot = ical.slot_of(event)
    if slot is None or event.status in ical.NOT_ON_THAT_DAY:
        return None
    return EventLinks(
        file=reverse("events:event_ics", args=[event.slug]),
        google=f"{GOOGLE}?{urlencode(_for_google(event, slot, heading))}",
        outlook=f"{OUTLOOK}?{urlencode(_for_outlook(event, slot, heading))}",
    )


def list_links(site: str, asked: str) -> ListLinks:
    """``asked``: the filters in force, as they stand in an address."""
    calendar = f"webcal://{site.partition('://')[2]}{reverse('events:event_calendar')}{asked}"
    return ListLinks(
        asked=asked,
        calendar=calendar,
        google=f"{GOOGLE}?{urlencode({'cid': calendar})}",
        feed=reverse("events:event_feed") + asked,
    )


def _for_google(event: Any, slot: ical.Slot, heading: ical.Heading) -> dict[str, str]:
    return {
        "action": "TEMPLATE",
        "text": ical.title(event, heading.language),
        "dates": f"{_compact(slot.start)}/{_compact(slot.end or slot.start)}",
        "details": _details(event, heading),
        "location": ical.place(event, heading.language),
    }


def _for_outlook(event: Any, slot: ical.Slot, heading: ical.Heading) -> dict[str, str]:
    return {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": ical.title(event, heading.language),
        "startdt": _extended(slot.start),
        "enddt": _extended(slot.end or slot.start),
        "allday": "true" if slot.is_all_day else "false",
        "body": _details(event, heading),
        "location": ical.place(event, heading.language),
    }


def _details(event: Any, heading: ical.Heading) -> str:
    return f"{ical.when(event, heading.language)}\n{heading.page}"


def _compact(moment: date | datetime) -> str:
    """20260517, 20260517T090000Z"""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return f"{moment:%Y%m%d}"


def _extended(moment: date | datetime) -> str:
    """2026-05-17, 2026-05-17T09:00:00Z"""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.isoformat()
