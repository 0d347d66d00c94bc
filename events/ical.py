"""Events as iCalendar (RFC 5545, RFC 7986): events in, bytes out.

Instants are written in UTC: a named zone would be read with whatever zone data the reader has, and many still believe
that Morocco is on GMT+1. Days are written as days. A time that is not known is never written: what begins «in the
evening» is a day here, and its words stand in the description. What has no day is in no calendar.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.encoding import iri_to_uri
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from icalendar import Calendar, vCalAddress, vDDDTypes, vText, vUri
from icalendar import Event as Entry

from events.enums import EventStatus, InstitutionRole, PlaceKind
from portal.lib.date_text import range_text
from portal.lib.moment import Moment, Precision
from portal.lib.translated import Text, answer
from portal.lib.zone import MOROCCO

PARTS = ("involvements", "venues", "changes", "topics")  # what ``calendar`` reads of each event
REFRESH = timedelta(hours=1)
ORGANIZERS = (InstitutionRole.ORGANIZER, InstitutionRole.JOINT_ORGANIZER)
NOT_ON_THAT_DAY = {EventStatus.CANCELLED: "CANCELLED", EventStatus.POSTPONED: "TENTATIVE"}
COMMA = {"ar": "، ", "fr": ", ", "en": ", ", "zgh": ", "}
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
ISOLATES = str.maketrans("", "", FIRST_STRONG_ISOLATE + POP_ISOLATE)  # for those who take a line for itself
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Heading:
    """What a calendar says of itself. ``site`` is the portal's address without a final slash."""

    name: str
    language: str
    site: str
    page: str
    source: str

    @property
    def host(self) -> str:
        return self.site.partition("://")[2]


@dataclass(frozen=True)
class Slot:
    """The room an event takes in a calendar: days or UTC instants; ``end`` is excluded, None where not known."""

    start: date | datetime
    end: date | datetime | None

    @property
    def is_all_day(self) -> bool:
        return not isinstance(self.start, datetime)


def calendar(events: Iterable[Any], heading: Heading) -> bytes:
    """A calendar of those of ``events`` that have a day, loaded with ``PARTS``. No query."""
    with override(heading.language):
        made = _headed(heading)
        for event in events:
            if slot := slot_of(event):
                made.add_component(_entry(event, slot, heading))
    return made.to_ical()


# When -------------------------------------------------------------------------------------------------
def slot_of(event: Any) -> Slot | None:
    """None where the day is not known. What is postponed stays, marked, on the day it will not take place."""
    start, end = event.start, event.end
    if not start.is_exact_day and event.status == EventStatus.POSTPONED:
        start, end = _former(event)
    return _slot(start, end, event.time_zone) if start.is_exact_day else None


def _former(event: Any) -> tuple[Moment, Moment | None]:
    """The dates that were announced before it was postponed, the latest of them."""
    for change in reversed(event.changes.all()):
        if change.kind == EventStatus.POSTPONED and change.previous_start.is_exact_day:
            return change.previous_start, change.previous_end
    return event.start, event.end


def _slot(start: Moment, end: Moment | None, zone: str) -> Slot:
    first = start.on or date.min
    last = end.on if end and end.on and end.is_exact_day else first
    begins = start.earliest(zone) if start.precision is Precision.MINUTE else None
    ends = end.latest(zone) if end and end.precision is Precision.MINUTE else None
    if begins and (ends or last == first):
        return Slot(begins, ends if ends and ends > begins else None)
    return Slot(first, max(first, last) + timedelta(days=1))


# The calendar and its entries ---------------------------------------------------------------------------
def _headed(heading: Heading) -> Calendar:
    made = Calendar()
    made.add("VERSION", "2.0")
    made.add("PRODID", f"-//Hakama//Security Governance Portal//{heading.language.upper()}")
    made.add("CALSCALE", "GREGORIAN")
    language = {"LANGUAGE": heading.language}
    made.add("NAME", _text(heading.name), parameters=language)
    made.add("X-WR-CALNAME", _text(heading.name))
    made.add("X-WR-TIMEZONE", _text(MOROCCO))
    made.add("URL", vUri(iri_to_uri(heading.page)))
    made.add("SOURCE", vUri(iri_to_uri(heading.source)), parameters={"VALUE": "URI"})
    made.add("REFRESH-INTERVAL", vDDDTypes(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", vDDDTypes(REFRESH))
    return made


def _entry(event: Any, slot: Slot, heading: Heading) -> Entry:
    entry = Entry()
    entry.add("UID", uid(event.pk, heading.host))
    entry.add("DTSTAMP", event.modified_at)  # without METHOD, the same as LAST-MODIFIED (RFC 5545 §3.8.7.2)
    entry.add("LAST-MODIFIED", event.modified_at)
    entry.add("SEQUENCE", event.sequence)
    entry.add("DTSTART", slot.start)
    if slot.end:
        entry.add("DTEND", slot.end)
    entry.add("STATUS", NOT_ON_THAT_DAY.get(event.status, "CONFIRMED"))
    entry.add("TRANSP", "TRANSPARENT")  # a public event does not make its subscribers busy
    entry.add("URL", vUri(_address(event, heading)))
    _add_texts(entry, event, heading)
    _add_place(entry, event, heading.language)
    if event.super_event_id and event.super_event.is_public:
        entry.add("RELATED-TO", _text(uid(event.super_event_id, heading.host)))
    return entry


def uid(event_id: int, host: str) -> str:
    """The same for ever, whatever becomes of the event's title, date and address."""
    return f"event-{event_id}@{host}"


def _add_texts(entry: Entry, event: Any, heading: Heading) -> None:
    language = {"LANGUAGE": heading.language}
    entry.add("SUMMARY", _text(title(event, heading.language)), parameters=language)
    entry.add("DESCRIPTION", _text(_description(event, heading)), parameters=language)
    kind = [capfirst(str(event.get_kind_display()))] if event.kind else []
    topics = [row.name_in(heading.language).value for row in event.topics.all()]
    if words := [_text(word) for word in (*kind, *topics)]:
        entry.add("CATEGORIES", words)
    _add_organizers(entry, event, heading)
    if event.online_url:  # RFC 7986 §5.11
        entry.add("CONFERENCE", vUri(iri_to_uri(event.online_url)), parameters={"VALUE": "URI"})


def _add_organizers(entry: Entry, event: Any, heading: Heading) -> None:
    """The first with its page as its address: ORGANIZER takes any URI, and nobody's e-mail is made up here.

    Only one ORGANIZER is allowed; a body without a page of its own cannot be it. CONTACT names them all.
    """
    bodies = _organizers(event)
    for body in (body for body in bodies[:1] if body.is_public):
        name = {"CN": body.name_in(heading.language).value.replace('"', "'")}
        entry.add(
            "ORGANIZER", vCalAddress(iri_to_uri(heading.site + body.get_absolute_url())), parameters=name
        )
    for body in bodies:
        page = {"ALTREP": iri_to_uri(heading.site + body.get_absolute_url())}
        name_said = _text(_said(body.name_in(heading.language), heading.language))
        entry.add("CONTACT", name_said, parameters=page if body.is_public else {})


def _add_place(entry: Entry, event: Any, language: str) -> None:
    if words := place(event, language):
        entry.add("LOCATION", _text(words), parameters={"LANGUAGE": language})
    for used in event.venues.all():
        if used.venue and used.venue.latitude is not None and used.venue.longitude is not None:
            entry.add("GEO", (float(used.venue.latitude), float(used.venue.longitude)))
            break


# Words --------------------------------------------------------------------------------------------------
def title(event: Any, language: str) -> str:
    """The name, after a word of warning where the event does not take place then."""
    name = event.name_in(language)
    if event.status not in NOT_ON_THAT_DAY:
        return _said(name, language)
    return f"{capfirst(event.get_status_display())}{gettext(': ')}{isolated(name.value)}"


def when(event: Any, language: str) -> str:
    """The date as it is known, in local time, which is said."""
    words = range_text(event.start, event.end, language)
    if Precision.MINUTE not in {event.start.precision, event.end.precision if event.end else None}:
        return words
    if event.time_zone == MOROCCO:
        return gettext("%(when)s (Moroccan time)") % {"when": words}
    return gettext("%(when)s (local time, %(zone)s)") % {"when": words, "zone": isolated(event.time_zone)}


def place(event: Any, language: str) -> str:
    """«قاعة الندوات، قصر المؤتمرات، فاس»"""
    if event.place_kind == PlaceKind.ONLINE:
        return gettext("Online")
    if event.place_kind == PlaceKind.NATIONWIDE:
        return gettext("Nationwide")
    rooms = [row for used in event.venues.all() for row in (used.room, used.venue) if row]
    words = [answer(row, "name", language) for row in rooms]
    words.append(answer(event, "place_words", language))
    if event.territory:
        words.append(event.territory.name_in(language))
    return COMMA[language].join(_said(text, language) for text in words if text)


def _description(event: Any, heading: Heading) -> str:
    language = heading.language
    names = COMMA[language].join(_said(row.name_in(language), language) for row in _organizers(event))
    lines = [
        when(event, language),
        *(_change(change, language) for change in event.changes.all()),
        f"{gettext('Organised by')}{gettext(': ')}{names}" if names else "",
        _said(answer(event, "abstract", language), language),
        _address(event, heading),
    ]
    return "\n".join(line for line in lines if line)


def _change(change: Any, language: str) -> str:
    reason = answer(change, "reason", language)
    label = str(capfirst(change.get_kind_display()))
    return f"{label}{gettext(': ')}{isolated(reason.value)}" if reason else label


def _organizers(event: Any) -> list[Any]:
    return [row.institution for row in event.involvements.all() if row.role in ORGANIZERS]


def _address(event: Any, heading: Heading) -> str:
    return str(iri_to_uri(heading.site + event.get_absolute_url()))


def _said(text: Text, language: str) -> str:
    """The text; set apart where it answers in another language than the calendar's."""
    return text.value if text.language == language else isolated(text.value)


def isolated(text: str) -> str:
    """Between marks that keep its direction from moving its neighbours (Unicode UAX #9)."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if text else ""


def _text(value: str) -> vText:
    return vText(CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))
