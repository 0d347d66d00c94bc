"""How many events each choice of a filter would leave, under the other filters in force.

The events found stand in a table of the query itself, at most 10,001 of them, the latest first; everything is counted
there by one UNION. Where more are found, the choices are those of the latest, and every year of the record; their
numbers are not told: what a page costs does not grow with the record.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Value
from django.db.models.functions import Concat
from django.utils import timezone

from events import counting_queries as queries
from events.counting_queries import ALL, COVERS, FIRST_YEAR, FOUND, HAVING, READ, SIZE, MonthOf
from events.kept_queries import KeptQuery, plain
from events.querysets import VAGUE
from events.reaching import TERMS, involving
from portal.lib.paging import MOST_COUNTED
from portal.lib.zone import today

Rows = Any
LATEST = 2_000  # of more than are counted, so many say what can be chosen
IN_TIME = ("year", "month")
PLACES = "places"  # where something was held or covers
NAMES = (
    *("kind", "status", "scope", "access", "series", "parent", "territory", "when", "year", "month"),
    *("topic", "audience", "accessibility", "language", "institution", "speaker", "agreement", "role", "has"),
)


@dataclass
class Counts:
    """By parameter, then by value (places by path, rows by number); which parameters are not counted to the end."""

    by_name: dict[str, Counter[Any]] = field(default_factory=lambda: defaultdict(Counter))
    endless: set[str] = field(default_factory=set)
    found: int = 0

    def __getitem__(self, name: str) -> Counter[Any]:
        return self.by_name[name]

    def told(self, name: str, value: Any) -> int | None:
        """How many; None where that is not known to the end."""
        return None if name in self.endless else self.by_name[name][value]


def counts(found: Any, *, every_choice: bool = False) -> Counts:
    """One query, whatever is asked and found. ``every_choice``: also those that none of the latest events has."""
    using = found.queryset.db
    others_of = _Others(found)
    asked = [name for name in NAMES if others_of[name] is not others_of[""]]
    table_of = {name: f"{FOUND}_but_{name}" if name in asked else FOUND for name in ("", *NAMES)}
    query = _Union(using, timezone.now())
    for name in ("", *asked):
        query.add_table(table_of[name], others_of[name], every_choice=every_choice)
    query.add(queries.of_all(MOST_COUNTED + 1, using), "")
    query.add(queries.first_year(using), "")
    for name in NAMES:
        for part in _parts(name, found, using):
            query.add(part, table_of[name])
    tally = query.asked()
    sizes = tally.by_name.pop(SIZE)
    tally.endless = {name for name, table in table_of.items() if sizes[table] > MOST_COUNTED}
    if tally[ALL][""] > MOST_COUNTED:
        tally.endless.add(ALL)
    tally.found = sizes[table_of[""]]
    _put_in_time(tally)
    _put_in_places(tally)
    return tally


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
                rows = rows.filter(involving(value)) if value else rows
            elif other not in (name, "ordering"):
                rows = self.found.filters[other].filter(rows, value)
        self[name] = rows
        return self[name]


class _Union:
    """One query: the tables of events found, and what is counted in each."""

    def __init__(self, using: str, at: datetime) -> None:
        self.connection, self.using, self.at = connections[using], using, at
        self.tables: list[str] = []
        self.parts: list[str] = []
        self.of_tables: list[Any] = []
        self.of_parts: list[Any] = []

    def add_table(self, name: str, rows: Rows, *, every_choice: bool) -> None:
        """What is found; and how much that is."""
        ordered = plain(rows).newest_first()[: MOST_COUNTED + 1].values_list(*READ)
        try:
            sql, parameters = ordered.query.get_compiler(self.using).as_sql()
        except EmptyResultSet:
            none = plain(rows.model.objects.filter(pk__lt=0)).values_list(*READ)
            sql, parameters = none.query.get_compiler(self.using).as_sql()
        columns, whole = ", ".join(READ), name if every_choice else f"{name}_whole"
        self.tables.append(f"{whole} ({columns}) AS MATERIALIZED ({sql})")
        self.of_tables += parameters
        self.parts.append(f"SELECT '{SIZE}', '{name}', COUNT(*) FROM {whole}")  # noqa: S608  (a name of ours)
        if whole != name:
            # Not by a LIMIT of so many or so many: of that PostgreSQL expects a tenth, and joins row by row.
            size = f"(SELECT COUNT(*) FROM {whole})"  # noqa: S608
            latest = f"SELECT {columns} FROM {whole} ORDER BY first_day DESC NULLS LAST, id DESC LIMIT %s"  # noqa: S608
            self.tables.append(
                f"{name} ({columns}) AS MATERIALIZED (SELECT {columns} FROM {whole} WHERE {size} <= %s "  # noqa: S608
                f"UNION ALL SELECT {columns} FROM ({latest}) latest WHERE {size} > %s)"  # as ``newest_first``
            )
            self.of_tables += [MOST_COUNTED, LATEST, MOST_COUNTED]

    def add(self, part: KeptQuery, table: str) -> None:
        self.parts.append(part.sql.replace(FOUND, table))
        self.of_parts += part.parameters(self.connection, self.at)

    def asked(self) -> Counts:
        tally = Counts()
        with self.connection.cursor() as cursor:
            sql = f"WITH {', '.join(self.tables)} {' UNION ALL '.join(self.parts)}"
            cursor.execute(sql, [*self.of_tables, *self.of_parts])
            for name, key, number in cursor.fetchall():
                tally.by_name[name][key] += number
        return tally


def _parts(name: str, found: Any, using: str) -> Iterator[KeptQuery]:
    if name in queries.COLUMNS:
        yield queries.of_column(name, using)
    elif name in TERMS:
        yield queries.of_term(name, using)
    elif name in IN_TIME:
        yield queries.of_span(name, using)
    else:
        yield from OTHERWISE[name](name, found, using)


def _of_places(name: str, _found: Any, using: str) -> Iterator[KeptQuery]:
    yield queries.of_place(name, using)
    yield queries.of_covered_places(using)


def _of_tense(_name: str, _found: Any, using: str) -> Iterator[KeptQuery]:
    yield queries.of_tense(connections[using].ops.adapt_datefield_value(today()))


def _of_institutions(_name: str, found: Any, using: str) -> Iterator[KeptQuery]:
    yield queries.of_institution(tuple(sorted(found.form.cleaned_data.get("role") or ())), using)


def _of_roles(_name: str, found: Any, using: str) -> Iterator[KeptQuery]:
    asked = found.form.cleaned_data
    if chosen := asked.get("institution"):
        yield queries.of_role_of(chosen, using)
    else:
        yield from map(queries.of_role_alone, asked.get("role") or ())


def _of_what_it_has(_name: str, _found: Any, using: str) -> Iterator[KeptQuery]:
    for value in HAVING:
        yield queries.of_what_it_has(value, using)


OTHERWISE: dict[str, Callable[[str, Any, str], Iterator[KeptQuery]]] = {
    "series": lambda name, _found, using: iter([queries.of_above(name, using)]),
    "parent": lambda name, _found, using: iter([queries.of_above(name, using)]),
    "speaker": lambda name, _found, using: iter([queries.of_speaker(name, using)]),
    "agreement": lambda name, _found, using: iter([queries.of_agreement(name, using)]),
    "territory": _of_places,
    "when": _of_tense,
    "institution": _of_institutions,
    "role": _of_roles,
    "has": _of_what_it_has,
}


# Time: an event counts for every year and month it touches --------------------------------------------
@dataclass(frozen=True)
class Span:
    """The first and the last month of an event, since the year 0; whether months are known at all."""

    first: int
    last: int
    is_vague: bool

    @staticmethod
    @lru_cache(maxsize=10_000)
    def read(text: str) -> "Span":
        first, last, *vague = text.split()
        return Span(_number(first), _number(last), bool(vague))

    @property
    def years(self) -> range:
        return range(self.first // 12, self.last // 12 + 1)

    @property
    def months(self) -> range:
        """No month where a year alone is known."""
        return range(0) if self.is_vague else range(self.first, self.last + 1)

    @property
    def months_of_any_year(self) -> set[int]:
        return {number % 12 + 1 for number in self.months[:12]}


def _number(month: str) -> int:
    year, _, number = month.partition("-")
    return int(year) * 12 + int(number) - 1


def spans_of(rows: Rows) -> Counter[Span]:
    """How many events have the same first and last month. One query."""
    vague, dated = [precision.value for precision in VAGUE], rows.filter(first_day__isnull=False)
    spans = plain(dated.filter(last_day__isnull=False)).order_by()
    named = spans.annotate(span=Concat(MonthOf("first_day"), Value(" "), MonthOf("last_day")))
    tally: Counter[Span] = Counter()
    counted = named.values_list("span", "starts_precision").annotate(Count("pk"))
    for span, precision, number in counted:
        tally[Span.read(f"{span} -" if precision in vague else span)] += number
    return tally


def touching(spans: Mapping[Span, int], touched: Callable[[Span], Iterable[Any]]) -> Counter[Any]:
    """Events by each value that ``touched`` finds in their span."""
    tally: dict[Any, int] = defaultdict(int)  # a Counter asks Python for each key that is new
    for span, number in spans.items():
        for value in touched(span):
            tally[value] += number
    return Counter(tally)


def _put_in_time(tally: Counts) -> None:
    """By year; by month of any year."""
    touched_by = {"year": lambda span: span.years, "month": lambda span: span.months_of_any_year}
    for name, touched in touched_by.items():
        spans = {Span.read(text): number for text, number in tally[name].items()}
        tally.by_name[name] = touching(spans, touched)
    years, months = tally["year"], tally["month"]
    first = int(next(iter(tally.by_name.pop(FIRST_YEAR, ())), 0))
    if "year" in tally.endless and years:
        years.update(dict.fromkeys(range(first, max(years)), 0))
    if "month" in tally.endless:
        months.update(dict.fromkeys(range(1, 13), 0))


# Place: an event counts for every place around its own and around those it covers ---------------------
def _put_in_places(tally: Counts) -> None:
    covered: dict[str, tuple[str, set[str]]] = {}
    for text in tally.by_name.pop(COVERS, ()):
        event, own, path = text.split(" ")
        covered.setdefault(event, ("" if own == "-" else own, set()))[1].add(path)
    held = Counter(path for _own, paths in covered.values() for path in paths)
    tally.by_name[PLACES] = Counter(tally["territory"])
    tally.by_name[PLACES].update(held)
    tally.by_name["territory"] = _within(tally["territory"], covered)


def _within(direct: Counter[str], covered: dict[str, tuple[str, set[str]]]) -> Counter[str]:
    above: dict[str, int] = defaultdict(int)
    for path, number in direct.items():
        for place in around(path):
            above[place] += number
    total = Counter(above)
    for own, paths in covered.values():
        further = {place for path in paths for place in around(path)} - set(around(own))
        total.update(further)
    return total


@lru_cache(maxsize=10_000)
def around(path: str) -> tuple[str, ...]:
    """The place itself and those it lies in, as paths: «MA/», «MA/03/»…"""
    steps = path.split("/")[:-1]
    return tuple("/".join(steps[:number]) + "/" for number in range(1, len(steps) + 1))
