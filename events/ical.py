"""Events as iCalendar (RFC 5545, RFC 7986): events in, bytes out.

Instants are written in UTC: a named zone would be read with whatever zone data the reader has, and many still believe
that Morocco is on GMT+1. Days are written as days. A time that is not known is never written: what begins «in the
evening» is a day here, and its words stand in the description. What has no day is in no calendar.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.encoding import iri_to_uri
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from events.enums import EventStatus, InstitutionRole, PlaceKind
from events.loading_parts import rows_of
from events.parts import EVENT, names
from portal.lib.content_lines import line, moment, text
from portal.lib.date_text import range_text
from portal.lib.moment import Moment, Precision
from portal.lib.translated import Text, answer
from portal.lib.zone import MOROCCO

PARTS = ("involvements", "venues", "changes", "topics")  # what ``calendar`` reads of each event
COLUMNS = (*EVENT, *names("place_words"), "online_url", "sequence", "modified_at")
REFRESH = "PT1H"
ORGANIZERS = (InstitutionRole.ORGANIZER, InstitutionRole.JOINT_ORGANIZER)
NOT_ON_THAT_DAY = {EventStatus.CANCELLED: "CANCELLED", EventStatus.POSTPONED: "TENTATIVE"}
COMMA = {"ar": "، ", "fr": ", ", "en": ", ", "zgh": ", "}
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
ISOLATES = str.maketrans("", "", FIRST_STRONG_ISOLATE + POP_ISOLATE)  # for those who take a line for itself


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


@dataclass(frozen=True)
class Host:
    """An organizer as the entries of a calendar name it."""

    name: str
    contact: str
    organizer: str  # empty for a body without a page of its own


def calendar(events: Iterable[Any], heading: Heading) -> bytes:
    """A calendar of those of ``events`` that have a day, loaded with ``PARTS``. No query."""
    with override(heading.language):
        lines = _headed(heading)
        hosts: dict[int, Host] = {}  # a few bodies hold most events
        for event in events:
            if slot := slot_of(event):
                lines.extend(_entry(event, slot, heading, hosts))
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


# When -------------------------------------------------------------------------------------------------
def slot_of(event: Any) -> Slot | None:
    """None where the day is not known. What is postponed stays, marked, on the day it will not take place."""
    start, end = event.start, event.end
    if not start.is_exact_day and event.status == EventStatus.POSTPONED:
        start, end = _former(event)
    return _slot(start, end, event.time_zone) if start.is_exact_day else None


def _former(event: Any) -> tuple[Moment, Moment | None]:
    """The dates that were announced before it was postponed, the latest of them."""
    for change in reversed(rows_of(event, "changes")):
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
def _headed(heading: Heading) -> list[str]:
    return [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Hakama//Security Governance Portal//{heading.language.upper()}",
        "CALSCALE:GREGORIAN",
        line("NAME", text(heading.name), LANGUAGE=heading.language),
        line("X-WR-CALNAME", text(heading.name)),
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        line("SOURCE", iri_to_uri(heading.source), VALUE="URI"),
        line("URL", iri_to_uri(heading.page)),
        f"X-PUBLISHED-TTL:{REFRESH}",
        f"X-WR-TIMEZONE:{MOROCCO}",
    ]


def _entry(event: Any, slot: Slot, heading: Heading, known: dict[int, Host]) -> Iterator[str]:
    language, changed = heading.language, moment(event.modified_at)
    hosts, address = _hosts(event, heading, known), _address(event, heading)
    yield "BEGIN:VEVENT"
    yield line("SUMMARY", text(title(event, language)), LANGUAGE=language)
    yield _at("DTSTART", slot.start)
    if slot.end:
        yield _at("DTEND", slot.end)
    yield f"DTSTAMP:{changed}"  # without METHOD, the same as LAST-MODIFIED (RFC 5545 §3.8.7.2)
    yield line("UID", uid(event.pk, heading.host))
    yield f"SEQUENCE:{event.sequence}"
    yield from _words(event, heading, hosts, address)
    yield from _place(event, language, changed)
    if hosts and hosts[0].organizer:  # only one is allowed; CONTACT names them all
        yield hosts[0].organizer
    if event.super_event_id and event.super_event.is_public:
        yield line("RELATED-TO", uid(event.super_event_id, heading.host))
    yield f"STATUS:{NOT_ON_THAT_DAY.get(event.status, 'CONFIRMED')}"
    yield "TRANSP:TRANSPARENT"  # a public event does not make its subscribers busy
    yield line("URL", address)
    yield "END:VEVENT"


def _at(name: str, value: date | datetime) -> str:
    return f"{name}:{moment(value)}" if isinstance(value, datetime) else f"{name};VALUE=DATE:{moment(value)}"


def uid(event_id: int, host: str) -> str:
    """The same for ever, whatever becomes of the event's title, date and address."""
    return f"event-{event_id}@{host}"


def _words(event: Any, heading: Heading, hosts: list[Host], address: str) -> Iterator[str]:
    kind = [capfirst(str(event.get_kind_display()))] if event.kind else []
    topics = [row.name_in(heading.language).value for row in rows_of(event, "topics")]
    if words := [text(word) for word in (*kind, *topics)]:
        yield line("CATEGORIES", ",".join(words))
    if event.online_url:  # RFC 7986 §5.11
        yield line("CONFERENCE", iri_to_uri(event.online_url), VALUE="URI")
    for host in hosts:
        yield host.contact
    yield line(
        "DESCRIPTION", text(_description(event, heading.language, hosts, address)), LANGUAGE=heading.language
    )


def _place(event: Any, language: str, changed: str) -> Iterator[str]:
    """With the lines whose names stand between its two: names come in the order of the alphabet."""
    for used in rows_of(event, "venues"):
        if used.venue and used.venue.latitude is not None and used.venue.longitude is not None:
            yield f"GEO:{float(used.venue.latitude)};{float(used.venue.longitude)}"
            break
    yield f"LAST-MODIFIED:{changed}"
    if words := place(event, language):
        yield line("LOCATION", text(words), LANGUAGE=language)


def _hosts(event: Any, heading: Heading, known: dict[int, Host]) -> list[Host]:
    found = []
    for body in _organizers(event):
        host = known.get(body.pk) or known.setdefault(body.pk, _host(body, heading))
        found.append(host)
    return found


def _host(body: Any, heading: Heading) -> Host:
    """ORGANIZER takes any URI: its page, as nobody's e-mail is made up here."""
    name = body.name_in(heading.language)
    said = _said(name, heading.language)
    page = iri_to_uri(heading.site + body.get_absolute_url()) if body.is_public else ""
    return Host(
        name=said,
        contact=line("CONTACT", text(said), **({"ALTREP": page} if page else {})),
        organizer=line("ORGANIZER", page, CN=name.value.replace('"', "'")) if page else "",
    )


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
    rooms = [row for used in rows_of(event, "venues") for row in (used.room, used.venue) if row]
    words = [answer(row, "name", language) for row in rooms]
    words.append(answer(event, "place_words", language))
    if event.territory:
        words.append(event.territory.name_in(language))
    return COMMA[language].join(_said(text, language) for text in words if text)


def _description(event: Any, language: str, hosts: list[Host], address: str) -> str:
    hosted = COMMA[language].join(host.name for host in hosts)
    lines = [
        when(event, language),
        *(_change(change, language) for change in rows_of(event, "changes")),
        f"{gettext('Organised by')}{gettext(': ')}{hosted}" if hosted else "",
        _said(answer(event, "abstract", language), language),
        address,
    ]
    return "\n".join(line for line in lines if line)


def _change(change: Any, language: str) -> str:
    reason = answer(change, "reason", language)
    label = str(capfirst(change.get_kind_display()))
    return f"{label}{gettext(': ')}{isolated(reason.value)}" if reason else label


def _organizers(event: Any) -> list[Any]:
    return [row.institution for row in rows_of(event, "involvements") if row.role in ORGANIZERS]


def _address(event: Any, heading: Heading) -> str:
    return str(iri_to_uri(heading.site + event.get_absolute_url()))


def _said(text: Text, language: str) -> str:
    """The text; set apart where it answers in another language than the calendar's."""
    return text.value if text.language == language else isolated(text.value)


def isolated(text: str) -> str:
    """Between marks that keep its direction from moving its neighbours (Unicode UAX #9)."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if text else ""
