"""Events that may be the same one, entered twice.

``sketch_of`` keeps of an event, saved or still being typed, what tells it from others; ``lookalikes`` asks the
database for what happened around the same days and places, in a number of queries that does not grow, and
weighs each. Nothing here decides: a person looks at both, side by side.

How it weighs. Each fact that both sides state gives a part of its weight, from 0 (they contradict each other) to 1
(they agree); a fact that one side leaves out weighs nothing. ``DOUBT`` stands in the divisor, so that little
agreement on little knowledge is little. Titles weigh most, but reports of one event disagree on its title (one
gives its headline), so that shared speakers take most of that weight away. ``THRESHOLD`` was set on the labelled
pairs of ``tests/events/test_lookalikes.py``: the lowest
true pair there has 0.65, the highest false one 0.62 (a day and a town, nothing else).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects

from events.enums import EventKind, InstitutionRole
from events.models import DistinctPair, Event
from events.querysets import EventQuerySet
from events.titles_compared import likeness
from institutions.models import Territory
from portal.lib.moment import moment_problem
from portal.lib.text import sort_key

THRESHOLD = 0.64
MOST_WEIGHED = 200  # candidates: the nearest in time; a day of a whole country has far fewer
MOST_SHOWN = 5

PARTS = ("involvements__institution", "speakers__person", "other_names", "covered_territories")
DOUBT = 25
WEIGHTS = {"date": 20, "place": 20, "title": 40, "organizer": 15, "kind": 12, "speakers": 25}
TITLE_BESIDE_SHARED_SPEAKERS = 15
ANOTHER_PLACE = 0.65  # the same campaign in another town is another event
SIBLING = 0.75  # parts of one event share its days, place and organiser
ANOTHER_HOUR = 0.9
ANOTHER_DAY = 0.85  # the next day, under another title: the same people meet again

KINDRED = [
    {EventKind.SEMINAR, EventKind.STUDY_DAY, EventKind.CONFERENCE, EventKind.LECTURE},
    {EventKind.COMMUNITY_MEETING, EventKind.OPEN_MEETING, EventKind.COORDINATION_MEETING},
    {EventKind.TRAINING, EventKind.AWARENESS_CAMPAIGN},
]
ORGANIZING = {InstitutionRole.ORGANIZER, InstitutionRole.JOINT_ORGANIZER, InstitutionRole.HOST}


@dataclass(frozen=True)
class Sketch:
    """What is known of an event that tells it from others; empty where nothing is known."""

    pk: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    is_exact: bool = False
    starts_at: time | None = None
    places: frozenset[str] = frozenset()  # paths of territories
    titles: frozenset[tuple[str, str]] = frozenset()  # language, text
    kind: str = ""
    institutions: dict[int, str] = field(default_factory=dict)  # role by institution
    above: dict[int, int] = field(default_factory=dict)  # the body that each of them is a unit of
    speakers: frozenset[int] = frozenset()  # people
    series: int | None = None
    edition: int | None = None
    super_event: int | None = None


@dataclass(frozen=True)
class LookAlike:
    """An event that may be the one sketched; ``reasons`` are the facts that agree, the weightiest first."""

    event: Event
    score: float
    reasons: tuple[str, ...]


def lookalikes(event: Event | Sketch, *, visible: QuerySet[Event]) -> list[LookAlike]:
    """Those among ``visible`` that may be ``event``, the likeliest first; a number of queries that does not grow."""
    sketch = event if isinstance(event, Sketch) else sketch_of(event)
    rows = _candidates(sketch, visible)
    known_apart = _known_apart(sketch.pk, rows)
    found = [weighed for row in rows if row.pk not in known_apart and (weighed := _weigh(sketch, row))]
    return sorted(found, key=lambda alike: (-alike.score, alike.event.pk))[:MOST_SHOWN]


def sketch_of(event: Event) -> Sketch:
    """The sketch of a row and its parts, loaded before or fetched here: a query for each kind of parts."""
    if event.pk:
        prefetch_related_objects([event], *PARTS)
    involvements = list(event.involvements.all()) if event.pk else []
    covered = list(event.covered_territories.all()) if event.pk else []
    places = [place for place in (event.territory, *covered) if place]
    names = [(row.language, row.text) for row in event.other_names.all()] if event.pk else []
    people = [row.person_id for row in event.speakers.all()] if event.pk else []
    return replace(
        plain_sketch(event),
        places=frozenset(place.path for place in places),
        titles=frozenset([*titles_of(event), *names]),
        institutions={row.institution_id: row.role for row in involvements},
        above={row.institution_id: row.institution.parent_id or 0 for row in involvements},
        speakers=frozenset(filter(None, people)),
    )


def plain_sketch(event: Event) -> Sketch:
    """What the columns of a row say, without its parts and without a query; a date that makes no sense is none."""
    start, end = event.start, event.end or event.start
    is_sound = moment_problem(start) is None and moment_problem(end) is None
    return Sketch(
        pk=event.pk,
        first_day=start.first_day if is_sound else None,
        last_day=end.last_day if is_sound else None,
        is_exact=start.is_exact_day,
        starts_at=event.starts_at,
        titles=frozenset(titles_of(event)),
        kind=event.kind,
        series=event.series_id,
        edition=event.edition_number,
        super_event=event.super_event_id,
    )


def titles_of(event: Event) -> list[tuple[str, str]]:
    named = [(language, getattr(event, f"name_{language}") or "") for language in ("ar", "fr", "en")]
    return [(language, text) for language, text in named if text]


def remember_different(one: Event, other: Event, *, by: Any) -> None:
    """These two are not the same: nobody is asked again."""
    first, second = sorted((one, other), key=lambda event: event.pk)
    DistinctPair.objects.get_or_create(first=first, second=second, defaults={"decided_by": by})


# Candidates ---------------------------------------------------------------------------------------


def _candidates(sketch: Sketch, visible: QuerySet[Event]) -> list[Event]:
    near = _near_in_time(sketch)
    if near is None:
        return []
    rows: EventQuerySet = visible.filter(near & _near_otherwise(sketch))  # type: ignore[assignment]
    if sketch.pk:
        linked = Q(links_from__to_event=sketch.pk) | Q(links_to__from_event=sketch.pk)
        rows = rows.exclude(pk=sketch.pk).exclude(super_event=sketch.pk)
        rows = rows.exclude(pk__in=Event.objects.filter(linked).values("pk"))
    if sketch.super_event:
        rows = rows.exclude(pk=sketch.super_event)
    nearest = rows.select_related("territory").order_by("-first_day", "-pk")
    return list(nearest.prefetch_related(*PARTS)[:MOST_WEIGHED])


def _near_in_time(sketch: Sketch) -> Q | None:
    """A day before to a day after; without a date, only the same title counts."""
    named = Q(sort_key__in=[sort_key(text)[:120] for _language, text in sketch.titles])
    if sketch.first_day and sketch.last_day:
        day = timedelta(days=1 if sketch.is_exact else 0)
        window = Q(first_day__lte=sketch.last_day + day, last_day__gte=sketch.first_day - day)
        return window | (named & Q(first_day__isnull=True))
    return named if sketch.titles else None


def _near_otherwise(sketch: Sketch) -> Q:
    """Around the same place, of the same bodies or with the same people; a row that names no place stays."""
    if not sketch.places:
        return Q()
    around = Q(territory__isnull=True)
    for path in sketch.places:
        around |= Q(territory__path__startswith=path) | Q(territory__path__in=_paths_above(path))
        around |= Q(covered_territories__path=path)
    shared = Q(involvements__institution__in=sketch.institutions) | Q(speakers__person__in=sketch.speakers)
    return Q(pk__in=Event.objects.filter(around | shared).values("pk"))


def _paths_above(path: str) -> list[str]:
    return Territory(path=path).ancestors_paths()


def _known_apart(pk: int | None, rows: Iterable[Event]) -> set[int]:
    if not pk:
        return set()
    pairs = DistinctPair.objects.filter(Q(first=pk) | Q(second=pk)).values_list("first_id", "second_id")
    return {key for pair in pairs for key in pair} - {pk}


# Weighing -----------------------------------------------------------------------------------------


def _weigh(sketch: Sketch, row: Event) -> LookAlike | None:
    score, agreements = compare(sketch, sketch_of(row))
    if score < THRESHOLD:
        return None
    reasons = sorted((name for name, part in agreements.items() if part >= 0.6), key=lambda n: -WEIGHTS[n])
    return LookAlike(row, round(score, 2), tuple(reasons))


def compare(one: Sketch, other: Sketch) -> tuple[float, dict[str, float]]:
    """How alike two sketches are, from 0 to 1, and how far each fact agrees that both state."""
    if _are_other_editions(one, other) or _are_apart_in_time(one, other):
        return 0.0, {}
    compared = {
        "date": _dates(one, other),
        "place": _places(one, other),
        "title": likeness(one.titles, other.titles),
        "organizer": _organizers(one, other),
        "kind": _kinds(one, other),
        "speakers": _speakers(one, other),
    }
    stated = {name: part for name, part in compared.items() if part is not None}
    weights = dict(WEIGHTS)
    if stated.get("speakers", 0) > 0 and stated.get("title", 1) < 0.5:
        weights["title"] = TITLE_BESIDE_SHARED_SPEAKERS
    agreed = sum(weights[name] * part for name, part in stated.items())
    score = agreed / (DOUBT + sum(weights[name] for name in stated))
    return score * _tempering(one, other, stated), stated


def _tempering(one: Sketch, other: Sketch, stated: dict[str, float]) -> float:
    factor = 1.0
    if stated.get("place") == 0:
        factor *= ANOTHER_PLACE
    if one.super_event and one.super_event == other.super_event:
        factor *= SIBLING
    if one.is_exact and other.is_exact and stated.get("date") != 1 and stated.get("title", 1) < 0.3:
        factor *= ANOTHER_DAY
    if one.starts_at and other.starts_at and abs(one.starts_at.hour - other.starts_at.hour) >= 3:
        factor *= ANOTHER_HOUR
    return factor


def _are_other_editions(one: Sketch, other: Sketch) -> bool:
    same_series = one.series is not None and one.series == other.series
    return same_series and None not in (one.edition, other.edition) and one.edition != other.edition


def _are_apart_in_time(one: Sketch, other: Sketch) -> bool:
    if not (one.first_day and one.last_day and other.first_day and other.last_day):
        return False
    day = timedelta(days=1)
    return one.first_day > other.last_day + day or other.first_day > one.last_day + day


def _dates(one: Sketch, other: Sketch) -> float | None:
    if not (one.first_day and one.last_day and other.first_day and other.last_day):
        return None
    if not (one.is_exact and other.is_exact):
        longest = max((x.last_day - x.first_day).days for x in (one, other) if x.last_day and x.first_day)
        return 0.7 if longest <= 31 else 0.3
    if one.first_day == other.first_day:
        return 1.0 if one.last_day == other.last_day else 0.7
    return 0.75 if abs((one.first_day - other.first_day).days) == 1 else 0.4


def _places(one: Sketch, other: Sketch) -> float | None:
    if not one.places or not other.places:
        return None
    if one.places & other.places:
        return 1.0
    within = [
        min(path.count("/"), place.count("/"))
        for path in one.places
        for place in other.places
        if path.startswith(place) or place.startswith(path)
    ]
    if not within:
        return 0.0
    return (
        0.8 if max(within) >= 3 else 0.4
    )  # a prefecture or a province says more than a region or the country


def _organizers(one: Sketch, other: Sketch) -> float | None:
    if not one.institutions or not other.institutions:
        return None
    if _organizes(one, other) or _organizes(other, one):
        return 1.0
    above = {*one.above.values()} & {*other.institutions} | {*other.above.values()} & {*one.institutions}
    return 0.6 if above else 0.0


def _organizes(one: Sketch, other: Sketch) -> bool:
    """An organiser of one has a part in the other: roles differ by source. Instructions come from everywhere."""
    taking_part = {key for key, role in other.institutions.items() if role != InstitutionRole.INSTRUCTED_BY}
    return any(role in ORGANIZING and key in taking_part for key, role in one.institutions.items())


def _kinds(one: Sketch, other: Sketch) -> float | None:
    if not one.kind or not other.kind:
        return None
    if one.kind == other.kind:
        return 1.0
    return 0.6 if any(one.kind in kindred and other.kind in kindred for kindred in KINDRED) else 0.0


def _speakers(one: Sketch, other: Sketch) -> float | None:
    if not one.speakers or not other.speakers:
        return None
    return len(one.speakers & other.speakers) / min(len(one.speakers), len(other.speakers))
