"""What the pages of events show beside the rows themselves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import get_language

from events import figures, ical
from events.enums import CountUnit, FollowUpStatus, InstitutionRole, SpeakerRole
from events.map_links import map_links
from events.models import Citation, Event, Recommendation
from events.month_grid import DAY, stay_of
from events.related import related_to
from portal.lib.zone import today

ORGANIZERS = (InstitutionRole.ORGANIZER, InstitutionRole.JOINT_ORGANIZER)
OTHERS = 20
MOST_DOORS = 7
CITED_PARTS = ("involvements", "speakers", "sessions", "recommendations", "counts", "answers")


def event_context(event: Event) -> dict[str, Any]:
    """Everything the page of an event needs; four queries at most, beside the two made for the event."""
    involvements = list(event.involvements.all())
    speakers = list(event.speakers.all())
    citations = citations_of(event)
    return {
        "event": event,
        "organizers": [row for row in involvements if row.role in ORGANIZERS],
        "involvements": involvements,
        "speakers": [row for row in speakers if row.role != SpeakerRole.ATTENDED],
        "attendees": [row for row in speakers if row.role == SpeakerRole.ATTENDED],
        "sessions": sessions_of(event, speakers),
        "counts": counts_by_unit(event),
        "contradictions": contradictions(citations),
        "sources": sources(citations),
        "edition": day_by_day(event),
        "related": related_to(event),
        "is_over": bool(event.last_day and event.last_day < today()),
        "maps": map_links(event, ical.place(event, get_language() or "ar").translate(ical.ISOLATES)),
        "short_url": settings.SITE_URL.rstrip("/") + reverse("short_link", args=[event.pk]),
    }


def citations_of(event: Event) -> list[Citation]:
    """Sources of the event's facts and of its parts'; none about somebody who may not be named."""
    parts = chain.from_iterable(getattr(event, kind).all() for kind in CITED_PARTS)
    told = [part for part in parts if not getattr(part, "person_id", None) or part.may_be_named]
    return Citation.objects.about(event, *told)


@dataclass(frozen=True)
class Programme:
    session: Any
    speakers: list[Any]


def sessions_of(event: Event, speakers: list[Any]) -> list[Programme]:
    by_session: dict[int | None, list[Any]] = defaultdict(list)
    for speaker in speakers:
        by_session[speaker.session_id].append(speaker)
    return [Programme(session, by_session[session.pk]) for session in event.sessions.all()]


@dataclass(frozen=True)
class Figures:
    """All figures of one unit: the editor's choice first, then what other sources say."""

    label: str
    chosen: Any
    others: list[Any]


def counts_by_unit(event: Event) -> list[Figures]:
    by_unit: dict[str, list[Any]] = defaultdict(list)
    for count in event.counts.all():
        by_unit[count.unit].append(count)
    figures = []
    for unit, counts in by_unit.items():
        ordered = sorted(counts, key=lambda count: not count.is_chosen)
        figures.append(Figures(str(CountUnit(unit).label), ordered[0], ordered[1:]))
    return figures


@dataclass(frozen=True)
class Contradiction:
    """Sources that disagree about one fact, the ones the record follows first."""

    field: str
    citations: list[Citation]


def contradictions(citations: list[Citation]) -> list[Contradiction]:
    by_fact: dict[tuple[int, int, str], list[Citation]] = defaultdict(list)
    for citation in citations:
        if citation.field and citation.wording:
            by_fact[citation.content_type_id, citation.object_id, citation.field].append(citation)
    return [
        Contradiction(field, cited)
        for (_type, _id, field), cited in by_fact.items()
        if len({citation.wording for citation in cited}) > 1 and not all(row.is_chosen for row in cited)
    ]


def sources(citations: list[Citation]) -> list[Any]:
    """The sources cited, each once, in the order of their first citation."""
    return list({citation.source_id: citation.source for citation in citations}.values())


@dataclass(frozen=True)
class Day:
    """One day in the programme of an edition; ``number``: of the edition's days, where all of them stand."""

    on: date | None
    events: list[Event]
    number: int | None = None

    @property
    def is_today(self) -> bool:
        return self.on == today()


@dataclass(frozen=True)
class DayByDay:
    """The parts of an edition: those that last several days, then each day; ``doors``: the days to leap to."""

    throughout: list[Event]
    days: list[Day]

    @property
    def doors(self) -> list[Day]:
        return [day for day in self.days if day.number]


def day_by_day(event: Event) -> DayByDay:
    """Every day of a short edition, also one without a part of its own; of a longer one the days that have some."""
    throughout, by_day = [], defaultdict(list)
    for part in event.sub_events.all():
        stay = stay_of(part)
        if stay and stay.days > 1:
            throughout.append(part)
        else:
            by_day[part.starts_on if stay else None].append(part)
    if not (throughout or by_day):
        return DayByDay([], [])
    whole = _days_of_a_short(event)
    known = sorted({*whole, *(on for on in by_day if on)})
    days = [Day(on, by_day[on], whole.index(on) + 1 if on in whole else None) for on in known]
    return DayByDay(throughout, days + ([Day(None, by_day[None])] if by_day[None] else []))


def _days_of_a_short(event: Event) -> list[date]:
    stay = stay_of(event)
    if stay is None or not 1 < stay.days <= MOST_DOORS:
        return []
    return [stay.first + number * DAY for number in range(stay.days)]


def follow_up_totals(rows: Any = None) -> list[tuple[FollowUpStatus, int]]:
    """How many public requests and recommendations, all or those of ``rows``, stand at each step of follow-up."""
    if rows is None:
        totals = figures.of_record("follow-up", lambda: _by_status(Recommendation.objects.public()))
    else:
        totals = _by_status(rows)
    return [(status, totals.get(status.value, 0)) for status in FollowUpStatus]


def _by_status(rows: Any) -> dict[str, int]:
    return dict(rows.with_status().order_by().values_list("status").annotate(Count("pk")))


def recommendation_context(recommendation: Any) -> dict[str, Any]:
    """What the page of a request shows beside it: its sources, and what else was asked that day."""
    citations = Citation.objects.about(recommendation)
    others = Recommendation.objects.public().filter(event=recommendation.event_id)
    return {
        "recommendation": recommendation,
        "contradictions": contradictions(citations),
        "sources": sources(citations),
        "others": others.exclude(pk=recommendation.pk).for_list()[:OTHERS],
    }


@dataclass(frozen=True)
class Edition:
    """An edition in the comparison of its series."""

    event: Any
    figures: list[Figures]


def series_context(series: Any) -> dict[str, Any]:
    """The editions of a series, the latest first, with their figures; two queries."""
    events = Event.objects.public().filter(series=series).newest_first()
    loaded = events.with_parts("place_and_series", "involvements", "counts")
    editions = [Edition(event, counts_by_unit(event)) for event in loaded]
    return {"series": series, "editions": editions}
