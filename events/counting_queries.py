"""The words of the queries that count, written once: each counts one facet among the events of a table ``FOUND``.

Rows (facet, value as text, how many). Grouped by the database; events are never read one by one.
"""

from functools import cache, lru_cache
from typing import Any

from django.db import connections
from django.db.models import CharField, F, Func, Value

from events.filters import HAS
from events.kept_queries import AT, KeptQuery, plain
from events.models import Event, EventAgreement, EventSeries, Involvement, Speaker
from events.querysets import VAGUE_IN_SQL, parts_meant
from events.reaching import TERMS
from institutions.models import Agreement, Institution, Person, Territory

FOUND = "found_events"
COLUMNS = ("kind", "status", "scope", "access")
OF_EVENTS = (*COLUMNS, "id", "series_id", "super_event_id", "territory_id", "first_day", "last_day")
READ = (*OF_EVENTS, "starts_precision")  # what FOUND holds of each event
COVERS, SIZE, ALL, FIRST_YEAR = "covers", "size", "all", "first year"
MONTH_OF = {"sqlite": "substr(%s, 1, 7)", "postgresql": "to_char(%s, 'YYYY-MM')"}


class MonthOf(Func):
    """«2026-05» of a day, in the words of either database: no function of Python is called for each row."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template=MONTH_OF["sqlite"] % "%(expressions)s", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = MONTH_OF["postgresql"] % "%(expressions)s"
        return self.as_sql(compiler, connection, template=template, **extra)


def table(model: Any) -> str:
    return str(model._meta.db_table)


# Columns of the event -----------------------------------------------------------------------------------
@cache
def of_column(name: str, _using: str) -> KeptQuery:
    return KeptQuery(f"SELECT '{name}', {name}, COUNT(*) FROM {FOUND} WHERE {name} <> '' GROUP BY {name}")  # noqa: S608


@cache
def of_above(name: str, using: str) -> KeptQuery:
    """What an event is an edition or a part of, where that is public."""
    model, column = (EventSeries, "series_id") if name == "series" else (Event, "super_event_id")
    counted = KeptQuery(
        f"SELECT {column} AS found_key, COUNT(*) AS number FROM {FOUND} WHERE {column} IS NOT NULL GROUP BY {column}"  # noqa: S608
    )
    return _told(name, counted, model.objects.public(AT), using)


@cache
def of_place(name: str, _using: str) -> KeptQuery:
    """By path."""
    return KeptQuery(
        f"SELECT '{name}', path, number FROM (SELECT territory_id AS found_id, COUNT(*) AS number FROM {FOUND} "  # noqa: S608
        f"WHERE territory_id IS NOT NULL GROUP BY territory_id) grouped JOIN {table(Territory)} ON id = found_id"
    )


@cache
def of_covered_places(_using: str) -> KeptQuery:
    """«number of the event, path of its own place or -, path of one that it covers»."""
    covered, place = table(Event.covered_territories.through), table(Territory)
    return KeptQuery(
        f"SELECT '{COVERS}', CAST({FOUND}.id AS text) || ' ' || COALESCE(own.path, '-') || ' ' || place.path, 1 "  # noqa: S608
        f"FROM {FOUND} JOIN {covered} ON event_id = {FOUND}.id JOIN {place} place ON place.id = {covered}.territory_id "
        f"LEFT JOIN {place} own ON own.id = {FOUND}.territory_id"
    )


# Time ---------------------------------------------------------------------------------------------------
DATED = "first_day IS NOT NULL AND last_day IS NOT NULL"


def of_tense(on: Any) -> KeptQuery:
    """As the conditions of ``filters.spans``; ``on``: the day as the database takes it."""
    tense = "CASE WHEN first_day > %s THEN 'upcoming' WHEN last_day < %s THEN 'past' ELSE 'ongoing' END"
    words = f"SELECT 'when', {tense} AS tense, COUNT(*) FROM {FOUND} WHERE {DATED} GROUP BY tense"  # noqa: S608
    return KeptQuery(words, (on, on))


@cache
def of_span(name: str, using: str) -> KeptQuery:
    """«2022-12 2023-01»: first and last month; a word more where the month is not known."""
    first, last = (MONTH_OF[connections[using].vendor] % column for column in ("first_day", "last_day"))
    span = f"{first} || ' ' || {last} || CASE WHEN starts_precision IN ({VAGUE_IN_SQL}) THEN ' -' ELSE '' END"
    return KeptQuery(f"SELECT '{name}', {span} AS span, COUNT(*) FROM {FOUND} WHERE {DATED} GROUP BY span")  # noqa: S608


# Rows that hang on the event ----------------------------------------------------------------------------
def _tally(name: str, rows: Any, key: Any, using: str, public: Any = None) -> KeptQuery:
    """Events of FOUND by the key that ``rows`` lead to from them, each once.

    Pairs are put together and counted, which is sooner done than counting DISTINCT. FOUND is joined: among the rows
    of an IN PostgreSQL expects two hundred events, and looks each of thousands up.
    """
    links = plain(rows).order_by().annotate(found_key=key).values_list("found_key", "event_id")
    pairs = (
        f"SELECT DISTINCT found_key, event_id FROM ({{}}) links JOIN {FOUND} ON {FOUND}.id = links.event_id"  # noqa: S608
    )
    counted = f"SELECT found_key, COUNT(*) AS number FROM ({pairs}) pairs GROUP BY found_key"  # noqa: S608
    return _told(name, KeptQuery.of(links, using).within(counted), public, using)


def _told(name: str, counted: KeptQuery, public: Any, using: str) -> KeptQuery:
    """The keys that are counted; where ``public`` says which may be told, these alone.

    Each is asked for after the counting: the databases would make a list of all that are public.
    """
    told = counted.within(f"SELECT '{name}', CAST(found_key AS text), number FROM ({{}}) counted")  # noqa: S608
    if public is None:
        return told
    known = KeptQuery.of(plain(public).order_by().values("id"), using)
    return told.followed_by(" WHERE EXISTS (SELECT 1 FROM ({}) known WHERE known.id = found_key)", known)


@cache
def of_term(name: str, using: str) -> KeptQuery:
    relation, column = TERMS[name]
    return _tally(name, getattr(Event, relation).through.objects, F(column), using)


@lru_cache(maxsize=200)
def of_institution(roles: tuple[str, ...], using: str) -> KeptQuery:
    links = Involvement.objects.filter(role__in=roles) if roles else Involvement.objects
    return _tally("institution", links, F("institution_id"), using, Institution.objects.public(AT))


@cache
def of_speaker(name: str, using: str) -> KeptQuery:
    links = Speaker.objects.filter(name_is_public=True, person__isnull=False)
    return _tally(name, links, F("person_id"), using, Person.objects.named())


@cache
def of_agreement(name: str, using: str) -> KeptQuery:
    return _tally(name, EventAgreement.objects, F("agreement_id"), using, Agreement.objects.public(AT))


@cache
def of_what_it_has(value: str, using: str) -> KeptQuery:
    return _tally("has", parts_meant(Event, value), Value(value, CharField()), using)


HAVING = tuple(value for value, _label in HAS)


# Roles of the institutions asked for --------------------------------------------------------------------
def of_role_of(institutions: Any, using: str) -> KeptQuery:
    return _tally("role", Involvement.objects.filter(institution__in=institutions), F("role"), using)


def of_role_alone(role: str) -> KeptQuery:
    """A role alone narrows nothing."""
    return KeptQuery(f"SELECT 'role', CAST(%s AS text), COUNT(*) FROM {FOUND}", (role,))  # noqa: S608


# The whole record ---------------------------------------------------------------------------------------
@lru_cache(maxsize=8)
def of_all(at_most: int, using: str) -> KeptQuery:
    """Of the whole record, as far as it is counted."""
    public = plain(Event.objects.public(AT)).order_by().values_list(F("pk"))[:at_most]
    return KeptQuery.of(public, using).within(f"SELECT '{ALL}', '', COUNT(*) FROM ({{}}) every_event")  # noqa: S608


@cache
def first_year(using: str) -> KeptQuery:
    """Of the whole record."""
    dated = plain(Event.objects.public(AT)).filter(first_day__isnull=False)
    year = MONTH_OF[connections[using].vendor] % "first_day"
    words = f"SELECT '{FIRST_YEAR}', substr({year}, 1, 4), 1 FROM ({{}}) first_event"  # noqa: S608
    return KeptQuery.of(dated.oldest_first().values_list("first_day")[:1], using).within(words)
