"""How many events each choice of a filter would leave, under the other filters in force.

What is a column of the event is read in one pass and counted here; what hangs on it is counted by the database, one
UNION for all. The number of queries is the same whatever is asked and found.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, QuerySet, Value, When
from django.db.models.functions import Cast
from modeltranslation.manager import MultilingualQuerySet

from events.filters import HAS
from events.models import Event, EventAgreement, Involvement, Speaker
from events.querysets import VAGUE
from institutions.models import Agreement, Institution
from institutions.querysets import public_condition
from portal.lib.zone import today

Rows = Any
Counts = dict[str, Counter[Any]]
COLUMNS = {  # a facet each, all read in one pass over the events
    "kind": "kind",
    "status": "status",
    "scope": "scope",
    "access": "access",
    "series": "public_series",
    "parent": "public_parent",
    "territory": "territory__path",
}
DAYS = ("first_day", "last_day", "starts_precision")
IN_TIME = ("when", "year", "month")
LINKED = {  # rows of these models say which events have the value of which column
    "topic": (Event.topics.through, "topic_id"),
    "audience": (Event.audiences.through, "audience_id"),
    "accessibility": (Event.accessibility.through, "accessibilityprovision_id"),
    "language": (Event.spoken_languages.through, "spokenlanguage_id"),
    "institution": (Involvement, "institution_id"),
    "speaker": (Speaker, "person_id"),
    "agreement": (EventAgreement, "agreement_id"),
}
BY_LINK = (*LINKED, "role", "has")
ALL, PLACES = "all", "places"  # of the whole record; where something was held or covers


def counts(found: Any) -> Counts:
    """By parameter, then by value (places by path, rows by number). Four queries."""
    others_of = _Others(found)
    tallies: Counts = defaultdict(Counter)
    _count_columns(others_of, tallies)
    first, *others = [part for name in BY_LINK for part in _parts(name, others_of[name], found)]
    for name, key, number in first.union(*others, all=True):
        tallies[name][key] += number
    covered = _covered(others_of["territory"])
    held = {path for _own, paths in covered.values() for path in paths}
    tallies[PLACES] = tallies["territory"] + Counter(held)
    tallies["territory"] = _within(tallies["territory"], covered)
    tallies[ALL][""] = Event.objects.public().count()
    return tallies


def _count_columns(others_of: Any, tallies: Counts) -> None:
    """Facets that nobody asked for share their events; these are read once, column by column. One query."""
    sharing: dict[int, list[str]] = defaultdict(list)
    for name in (*COLUMNS, *IN_TIME):
        sharing[id(others_of[name])].append(name)
    first, *others = [_columns(",".join(names), others_of[names[0]]) for names in sharing.values()]
    read: dict[str, list[Any]] = defaultdict(list)
    for names, *values in first.union(*others, all=True) if others else first:
        read[names].append(values)
    for names, rows in read.items():
        columns = dict(zip((*COLUMNS, *DAYS), zip(*rows, strict=True), strict=True))
        days = Counter(zip(*(columns[name] for name in DAYS), strict=True))
        for name in names.split(","):
            tallies[name] = _in_time(name, days) if name in IN_TIME else _given(columns[name])


def _columns(names: str, rows: Rows) -> QuerySet:
    """Rows (facets, value of each column, days)."""
    plain = rows.order_by().rewrite(False)  # modeltranslation would shuffle the columns of a UNION
    told = plain.annotate(
        facets=Value(names, CharField()),
        public_series=Case(When(public_condition(None, "series__"), then="series_id")),
        public_parent=Case(When(public_condition(None, "super_event__"), then="super_event_id")),
    )
    return told.values_list("facets", *COLUMNS.values(), *DAYS)


def _given(values: Iterable[Any]) -> Counter[Any]:
    return Counter(str(value) for value in values if value not in (None, ""))


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
    plain = rows.rewrite(False) if isinstance(rows, MultilingualQuerySet) else rows
    named = plain.order_by().annotate(facet=Value(name, CharField()), key=Cast(key, CharField()))
    grouped = named.values("facet", "key").annotate(number=number or Count("pk"))
    return grouped.values_list("facet", "key", "number")


def _parts(name: str, rows: Rows, found: Any) -> Iterator[QuerySet]:
    if name in LINKED:
        model, column = LINKED[name]
        yield _tally(name, _links(model, rows, found), column, Count("event_id", distinct=True))
    elif name == "role":
        yield from _roles(rows, found)
    else:
        for value, _label in HAS:
            yield _tally(name, rows.having([value]), Value(value))


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
def spans_of(rows: Rows) -> Counter[Any]:
    """How many events have the same days and precision. One query."""
    return Counter(rows.order_by().rewrite(False).values_list(*DAYS))


def _in_time(name: str, days: Counter[Any]) -> Counter[Any]:
    """By «upcoming», «ongoing», «past»; by year; by month of any year."""
    on = today()
    if name == "when":
        return touching(days, lambda first, last: _tenses(first, last, on))
    if name == "year":
        return touching(days, years_between)
    return touching(
        known_to_the_month(days),
        lambda first, last: {number % 12 + 1 for number in months_between(first, last)[:12]},
    )


def known_to_the_month(days: Counter[Any]) -> Counter[Any]:
    """As the condition of the querysets."""
    return Counter({key: number for key, number in days.items() if key[2] not in VAGUE})


def touching(days: Counter[Any], touched: Callable[[date, date], Iterable[Any]]) -> Counter[Any]:
    """Events by each value that ``touched`` finds between their first and last day."""
    tally: Counter[Any] = Counter()
    for (first, last, _precision), number in days.items():
        if first and last:
            for value in touched(first, last):
                tally[value] += number
    return tally


def _tenses(first: date, last: date, on: date) -> list[str]:
    """As the conditions of ``filters.spans``."""
    return ["upcoming"] if first > on else ["past"] if last < on else ["ongoing"]


def years_between(first: date, last: date) -> range:
    return range(first.year, last.year + 1)


def months_between(first: date, last: date) -> range:
    """As months since the year 0."""
    return range(first.year * 12 + first.month - 1, last.year * 12 + last.month)


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
