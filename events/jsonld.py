"""Events in the vocabulary of schema.org: an event loaded ``for_page()`` in, dict out. No query.

What is not known is not said: a day without an hour is a date, an event without a day has no start. Somebody who may
not be named is not in it at all: a function with a place and a date can be a name.
"""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.text import capfirst

from events.enums import EventStatus, PlaceKind, PressItemKind, RecordingKind, SpeakerRole
from events.ical import COMMA, ORGANIZERS
from institutions.jsonld import country, organization, place
from portal.lib.jsonld import CONTEXT, Node, Telling, document, node
from portal.lib.moment import Moment, Precision
from portal.lib.zone import wall_clock_to_utc

STATUSES = {
    EventStatus.RESCHEDULED: "EventRescheduled",
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.MOVED_ONLINE: "EventMovedOnline",
    EventStatus.CANCELLED: "EventCancelled",
}
PARTS_OF_PEOPLE = {SpeakerRole.ATTENDED: "attendee", SpeakerRole.SIGNATORY: "contributor"}
NEWS = (PressItemKind.REPORT, PressItemKind.AGENCY)
RECORDED_AS = {RecordingKind.AUDIO: "AudioObject"}


def event_page(event: Any, telling: Telling, images: list[str]) -> Node:
    """The structured data of an event's page. ``images``: absolute addresses, the card of the event first."""
    page = node(
        "WebPage",
        telling.address(event.get_absolute_url()),
        inLanguage=telling.language,
        dateModified=event.modified_at.isoformat(timespec="seconds"),
    )
    told = _brief(event, telling)
    more = node(
        "Event",
        eventStatus=f"{CONTEXT}/{_status(event)}",
        eventAttendanceMode=_attendance(event),
        previousStartDate=former_dates(event),
        location=_locations(event, telling),
        alternateName=[row.text for row in event.other_names.all()],
        description=telling.text(event, "abstract"),
        inLanguage=[row.slug for row in event.spoken_languages.all()],
        about=[node("Thing", name=telling.name(row)) for row in event.topics.all()],
        audience=[node("Audience", audienceType=telling.name(row)) for row in event.audiences.all()],
        image=[*images, *_photos(event, telling)],
        superEvent=_above(event, telling),
        subEvent=[
            *(_brief(row, telling) for row in event.sub_events.all()),
            *(_session(row, event, telling) for row in event.sessions.all()),
        ],
        subjectOf=[*_press(event), *_documents(event, telling)],
        recordedIn=_recordings(event, telling),
        mainEntityOfPage=page,
    )
    return document(told | _parts_taken(event, telling) | more)


def _brief(event: Any, telling: Telling) -> Node:
    """An event as others refer to it."""
    return node(
        "Event",
        telling.address(reverse("short_link", args=[event.pk])),
        name=telling.name(event),
        url=telling.address(event.get_absolute_url()),
        keywords=str(capfirst(event.get_kind_display())) if event.kind else "",
        eventStatus=f"{CONTEXT}/{STATUSES.get(event.status, 'EventScheduled')}",
        location=place(event.territory, telling) if event.territory else None,
        **dates(event),
    )


# When -------------------------------------------------------------------------------------------------
def dates(event: Any) -> dict[str, str]:
    """``startDate`` and ``endDate``, as precise as they are known; the last day is included, as the standard has it."""
    start, end = event.start, event.end
    if not start.is_exact_day:
        return {}
    said = {"startDate": _instant(start, event.time_zone)}
    if end and end.is_exact_day:
        said["endDate"] = _instant(end, event.time_zone)
    return said


def _instant(moment: Moment, zone: str) -> str:
    if moment.on and moment.at and moment.precision is Precision.MINUTE:
        return _at(moment.on, moment.at, zone)
    return moment.on.isoformat() if moment.on else ""


def _at(day: date, clock: time, zone: str) -> str:
    return wall_clock_to_utc(day, clock, zone).astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")


def former_dates(event: Any) -> list[str]:
    """Days on which it was to begin, and did not, in the order in which plans changed."""
    former = (change.previous_start for change in event.changes.all())
    return list(dict.fromkeys(_instant(start, event.time_zone) for start in former if start.is_exact_day))


def _status(event: Any) -> str:
    """What has been held on another day than announced stays rescheduled."""
    moved = former_dates(event) and event.status not in STATUSES
    return "EventRescheduled" if moved else STATUSES.get(event.status, "EventScheduled")


# Where ------------------------------------------------------------------------------------------------
def _attendance(event: Any) -> str:
    is_online = event.place_kind == PlaceKind.ONLINE or event.status == EventStatus.MOVED_ONLINE
    if is_online or event.online_url:
        both = event.online_url and not is_online and event.place_kind == PlaceKind.PLACE
        return f"{CONTEXT}/{'Mixed' if both else 'Online'}EventAttendanceMode"
    return f"{CONTEXT}/OfflineEventAttendanceMode" if event.place_kind == PlaceKind.PLACE else ""


def _locations(event: Any, telling: Telling) -> list[Node]:
    where = [_venue(used, event, telling) for used in event.venues.all()]
    if not where and event.territory:
        where = [place(event.territory, telling)]
    if event.place_kind == PlaceKind.NATIONWIDE:
        where.append(country(telling))
    where += [place(row, telling) for row in event.covered_territories.all()]
    if _attendance(event).endswith(("/OnlineEventAttendanceMode", "/MixedEventAttendanceMode")):
        page = telling.address(event.get_absolute_url())
        where.append(node("VirtualLocation", url=event.online_url or page))
    return where


def _venue(used: Any, event: Any, telling: Telling) -> Node:
    venue, room = used.venue, used.room
    territory = (venue.territory if venue else None) or event.territory
    within = place(territory, telling) if territory else {}
    names = [telling.name(row) for row in (room, venue) if row]
    address = within.get("address", {}) | node(
        "PostalAddress", streetAddress=telling.text(venue, "address") if venue else ""
    )
    geo = None
    if venue and venue.latitude is not None and venue.longitude is not None:
        geo = node("GeoCoordinates", latitude=float(venue.latitude), longitude=float(venue.longitude))
    return node(
        "Place", name=COMMA[telling.language].join(names), address=address, geo=geo, containedInPlace=within
    )


# Who --------------------------------------------------------------------------------------------------
def _parts_taken(event: Any, telling: Telling) -> Node:
    """Bodies by their role; those people who may be named, in the capacity of that day."""
    said: Node = {}
    for row in event.involvements.all():
        part = "organizer" if row.role in ORGANIZERS else "contributor"
        said.setdefault(part, []).append(organization(row.institution, telling))
    for speaker in event.speakers.all():
        if person := _person(speaker, telling):
            said.setdefault(PARTS_OF_PEOPLE.get(speaker.role, "performer"), []).append(person)
    return said


def _person(speaker: Any, telling: Telling) -> Node | None:
    name = speaker.public_name(telling.language)
    if not name:
        return None
    return node(
        "Person",
        name=name.value,
        url=telling.address(speaker.person.get_absolute_url()),
        jobTitle=telling.text(speaker, "title"),
        affiliation=organization(speaker.institution, telling) if speaker.institution else None,
    )


# What belongs to it -----------------------------------------------------------------------------------
def _above(event: Any, telling: Telling) -> list[Node]:
    above = []
    if event.super_event_id and event.super_event.is_public:
        above.append(_brief(event.super_event, telling))
    if event.series_id and event.series.is_public:
        page = telling.address(event.series.get_absolute_url())
        above.append(node("EventSeries", page, name=telling.name(event.series), url=page))
    return above


def _session(session: Any, event: Any, telling: Telling) -> Node:
    day = session.on or (event.start.on if event.start.is_exact_day and not event.end else None)
    clocks = {"startDate": session.starts_at, "endDate": session.ends_at}
    times = {name: _at(day, clock, event.time_zone) for name, clock in clocks.items() if day and clock}
    if day and "startDate" not in times:
        times["startDate"] = day.isoformat()
        times.pop("endDate", None)
    speakers = [row for row in event.speakers.all() if row.session_id == session.pk]
    named = [person for row in speakers if (person := _person(row, telling))]
    return node("Event", name=telling.text(session, "name"), performer=named, **times)


def _photos(event: Any, telling: Telling) -> list[Node]:
    return [
        node(
            "ImageObject",
            url=telling.address(photo.sources[-1].renditions[-1].address),
            caption=telling.text(photo, "caption") or telling.text(photo, "alt"),
            creditText=photo.credit,
        )
        for photo in event.photos.all()
        if photo.renditions
    ]


def _press(event: Any) -> list[Node]:
    return [
        node(
            "NewsArticle" if item.kind in NEWS else "Article",
            headline=item.title,
            url=item.url,
            datePublished=item.published_on.isoformat() if item.published_on else "",
            inLanguage=item.language,
            publisher=node("Organization", name=item.outlet) if item.outlet else None,
        )
        for item in event.press_items.all()
    ]


def _documents(event: Any, telling: Telling) -> list[Node]:
    return [
        node(
            "DigitalDocument",
            name=telling.text(row, "title"),
            url=telling.address(row.file.url) if row.file else row.url,
            inLanguage=row.language,
            datePublished=row.published_on.isoformat() if row.published_on else "",
        )
        for row in event.documents.all()
    ]


def _recordings(event: Any, telling: Telling) -> list[Node]:
    return [
        node(
            RECORDED_AS.get(row.kind, "VideoObject"),
            name=telling.text(row, "title"),
            url=row.url,
            inLanguage=row.language,
        )
        for row in event.recordings.all()
    ]
