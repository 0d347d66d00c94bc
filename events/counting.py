"""How many events each choice of a filter would leave, under the other filters in force.

Every facet is one SELECT, all of them one UNION: the number of queries is the same whatever is asked.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast, ExtractMonth, ExtractYear
from modeltranslation.manager import MultilingualQuerySet

from events.filters import HAS, WHEN, spans
from events.models import Event, EventAgreement, EventSeries, Involvement, Speaker
from institutions.models import Agreement, Institution
from portal.lib.zone import today

Rows = Any
Counts = dict[str, Counter[Any]]
COLUMNS = {
    "kind": "kind",
    "status": "status",
    "scope": "scope",
    "access": "access",
    "series": "series_id",
    "parent": "super_event_id",
    "territory": "territory__path",
}
LINKED = {  # rows of these models say which events have the value of which column
    "topic": (Event.topics.through, "topic_id"),
    "audience": (Event.audiences.through, "audience_id"),
    "accessibility": (Event.accessibility.through, "accessibilityprovision_id"),
    "language": (Event.spoken_languages.through, "spokenlanguage_id"),
    "institution": (Involvement, "institution_id"),
    "speaker": (Speaker, "person_id"),
    "agreement": (EventAgreement, "agreement_id"),
}
COUNTED = (*COLUMNS, *LINKED, "role", "when", "has", "year", "month")
ALL, PLACES = "all", "places"  # of the whole record; where something was held or covers


def counts(found: Any) -> Counts:
    """By parameter, then by value (places by path, rows by number). Two queries."""
    others_of = _Others(found)
    parts = [part for name in COUNTED for part in _parts(name, others_of[name], found)]
    first, *others = parts
    tallies: Counts = {name: Counter() for name in (*COUNTED, ALL)}
    for name, key, number in first.union(*others, _tally(ALL, Event.objects.public(), Value("")), all=True):
        tallies[name][key] += number
    covered = _covered(others_of["territory"])
    held = {path for _own, paths in covered.values() for path in paths}
    tallies[PLACES] = tallies["territory"] + Counter(held)
    tallies["territory"] = _within(tallies["territory"], covered)
    tallies["year"] = _spread(tallies["year"], _years)
    tallies["month"] = _spread(tallies["month"], _months)
    return tallies


class _Others(dict[str, Any]):
    """By parameter: public events under every filter but it. Where it is not asked for, that is all filters."""

    def __init__(self, found: Any) -> None:
        self.found, self.asked = found, found.form.cleaned_data
        super().__init__()

    def __missing__(self, name: str) -> Any:
        if name and not (self.asked.get(name) or (name == "role" and self.asked.get("institution"))):
            return self[""]
        rows = self.found.queryset
        for other, value in self.asked.items():
            if other == "institution" and name == "role":  # the institution, in whatever role
                rows = rows.with_institution(value) if value else rows
            elif other not in (name, "ordering"):
                rows = self.found.filters[other].filter(rows, value)
        self[name] = rows.order_by()
        return self[name]


def _tally(name: str, rows: Rows, key: Any, number: Any = None) -> QuerySet:
    """Rows (parameter, value, how many)."""
    if isinstance(rows, MultilingualQuerySet):
        rows = rows.rewrite(False)  # it would shuffle the columns
    named = rows.order_by().annotate(facet=Value(name, CharField()), key=Cast(key, CharField()))
    grouped = named.values("facet", "key").annotate(number=number or Count("pk"))
    return grouped.values_list("facet", "key", "number")


def _parts(name: str, rows: Rows, found: Any) -> Iterator[QuerySet]:
    if name in COLUMNS:
        yield _tally(name, _having_one(name, rows), COLUMNS[name])
    elif name in LINKED:
        model, column = LINKED[name]
        yield _tally(name, _links(model, rows, found), column, Count("event_id", distinct=True))
    elif name == "role":
        yield from _roles(rows, found)
    elif name == "when":
        for value, _label in WHEN:
            yield _tally(name, rows.filter(spans(today())[value]), Value(value))
    elif name == "has":
        for value, _label in HAS:
            yield _tally(name, rows.having([value]), Value(value))
    else:
        known = rows.known_to_the_month() if name == "month" else rows
        yield _tally(name, known.filter(first_day__isnull=False), _ends(name))


def _having_one(name: str, rows: Rows) -> Rows:
    if name == "series":
        return rows.filter(series__in=EventSeries.objects.public().values("pk"))
    if name == "parent":
        return rows.filter(super_event__in=Event.objects.public().values("pk"))
    return rows.filter(territory__isnull=False) if name == "territory" else rows


def _links(model: Any, rows: Rows, found: Any) -> Rows:
    links = model.objects.filter(event__in=rows.values("pk"))
    if model is Speaker:
        return links.filter(name_is_public=True, person__name_is_public=True)
    if model is EventAgreement:
        return links.filter(agreement__in=Agreement.objects.public().values("pk"))
    if model is Involvement:
        roles = found.form.cleaned_data.get("role")
        links = links.filter(role__in=roles) if roles else links
        return links.filter(institution__in=Institution.objects.public().values("pk"))
    return links


def _roles(rows: Rows, found: Any) -> Iterator[QuerySet]:
    """Of the institutions asked for. A role alone narrows nothing."""
    asked = found.form.cleaned_data
    if chosen := asked.get("institution"):
        links = Involvement.objects.filter(event__in=rows.values("pk"), institution__in=chosen)
        yield _tally("role", links, "role", Count("event_id", distinct=True))
    else:
        for role in asked.get("role") or ():
            yield _tally("role", rows, Value(role))


# Time: an event counts for every year and month it touches --------------------------------------------
def _ends(name: str) -> Any:
    """First and last year, or month since the year 0, as one number."""
    if name == "year":
        return ExtractYear("first_day") * 100_000 + ExtractYear("last_day")
    first = ExtractYear("first_day") * 12 + ExtractMonth("first_day") - 1
    last = ExtractYear("last_day") * 12 + ExtractMonth("last_day") - 1
    return first * 100_000 + last


def _years(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


def _months(first: int, last: int) -> set[int]:
    return {number % 12 + 1 for number in range(first, min(last, first + 11) + 1)}


def _spread(tally: Counter[Any], touched: Callable[[int, int], set[int]]) -> Counter[Any]:
    spread: Counter[Any] = Counter()
    for key, number in tally.items():
        for value in touched(*divmod(int(key), 100_000)):
            spread[value] += number
    return spread


# Place: an event counts for every place around its own and around those it covers ---------------------
def _covered(rows: Rows) -> dict[int, tuple[str, set[str]]]:
    """By event that covers other places: the path of its own, and theirs."""
    through = Event.covered_territories.through.objects.filter(event__in=rows.values("pk"))
    found: dict[int, tuple[str, set[str]]] = {}
    for event, own, path in through.values_list("event_id", "event__territory__path", "territory__path"):
        found.setdefault(event, (own or "", set()))[1].add(path)
    return found


def _within(direct: Counter[str], covered: dict[int, tuple[str, set[str]]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for path, number in direct.items():
        for place in around(path):
            total[place] += number
    for own, paths in covered.values():
        further = {place for path in paths for place in around(path)} - set(around(own))
        total.update(further)
    return total


def around(path: str) -> list[str]:
    """The place itself and those it lies in, as paths: «MA/», «MA/03/»…"""
    steps = path.split("/")[:-1]
    return ["/".join(steps[:number]) + "/" for number in range(1, len(steps) + 1)]
