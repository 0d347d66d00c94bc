"""Loading events' parts of all kinds in one query, written once.

Each kind is a JSON array that the database builds in a correlated subquery. Django takes some forty milliseconds
to put the thirty subqueries into words, and always into the same words: they are kept, and only the events and
the instant change. The rows become ordinary instances that fill Django's prefetch cache, so that
``event.counts.all()`` costs nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.utils import timezone

from events.enums import FollowUpStatus
from events.json_rows import Shared
from events.kept_queries import AMONG, AT, KeptQuery, among, answered
from events.parts import PARENTS, PARTS, ROWS, Part

Kinds = tuple[str, ...]
ALL = ROWS | PARENTS | PARTS


def load_parts(events: Sequence[Any], kinds: Kinds, at: datetime | None, using: str) -> None:
    """Fill the prefetch caches of ``events`` with what the public sees at ``at`` of these kinds. One query."""
    found = _read([event.pk for event in events], kinds, at, using) if kinds else {}
    shared: Shared = {}
    for event in events:
        _attach(event, kinds, found.get(event.pk) or [None] * len(kinds), shared)


def load_events(keys: Sequence[int], row: str, kinds: Kinds, at: datetime | None, using: str) -> list[Any]:
    """The events of these numbers, in this order, as ``row`` describes them, with these kinds of parts. One query."""
    found, shared, events = _read(keys, (row, *kinds), at, using), Shared(), []
    for key in keys:
        if key in found:  # or it was deleted since its number was read
            own, *parts = found[key]
            (event,) = ALL[row].reader.instances(own, shared)
            _attach(event, kinds, parts, shared)
            events.append(event)
    return events


def _read(keys: Sequence[int], kinds: Kinds, at: datetime | None, using: str) -> dict[int, list[Any]]:
    """By event: the JSON of each kind."""
    if not keys:
        return {}
    connection, query = connections[using], _query(kinds, using)
    asked = query.parameters(connection, at or timezone.now())
    return {key: rows for key, *rows in answered(connection, query.sql, [*asked, among(using, list(keys))])}


@cache
def _query(kinds: Kinds, using: str) -> KeptQuery:
    connection = connections[using]
    events = apps.get_model("events.Event")
    columns = {f"{kind}_rows": ALL[kind].rows(AT) for kind in kinds}
    rows = models.QuerySet(events, using=using).order_by().annotate(**columns).values_list("pk", *columns)
    key = f"{connection.ops.quote_name(events._meta.db_table)}.{connection.ops.quote_name('id')}"
    return KeptQuery.of(rows, using).within(f"{{}} WHERE {key} {AMONG[connection.vendor]}")


# Attaching --------------------------------------------------------------------------------------------
def _attach(event: Any, kinds: Kinds, rows: Sequence[str | None], shared: Shared) -> None:
    """Turn the JSON of each kind into instances and fill the prefetch cache of ``event`` with them."""
    loaded = {
        kind: ALL[kind].reader.instances(text, shared) if text and text != "[]" else []
        for kind, text in zip(kinds, rows, strict=True)
    }
    for kind, found in loaded.items():
        part = ALL[kind]
        if part.itself:
            for row in found:
                event._state.fields_cache.update(row._state.fields_cache)
        elif part.into:
            _attach_below(loaded[part.into[0]], found, part)
        else:
            _attach_to_event(event, kind, part, found)
    _read_statuses(loaded.get("recommendations", []))


def _attach_to_event(event: Any, kind: str, part: Part, rows: list[Any]) -> None:
    if not part.through and part.link != "super_event":
        for row in rows:
            row._state.fields_cache[part.link] = event
    fill(event, kind, [getattr(row, part.through) for row in rows] if part.through else rows)


def _attach_below(owners: list[Any], rows: list[Any], part: Part) -> None:
    _kind, column, attribute = part.into or ("", "", "")
    grouped: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(getattr(row, part.through) if part.through else row)
    for owner in owners:
        fill(owner, attribute, grouped[owner.pk])


def fill(owner: Any, attribute: str, rows: list[Any]) -> None:
    """What Django's own prefetch_related leaves behind: a queryset that already has its rows."""
    model: Any = type(owner)
    shape = _loaded_shape(model, attribute)
    if shape is None:
        setattr(owner, attribute, rows)
        return
    columns = owner.__dict__
    if "_prefetched_objects_cache" not in columns:
        columns["_prefetched_objects_cache"] = {}
    columns["_prefetched_objects_cache"][attribute] = shape.holding(rows, owner, attribute)


def rows_of(row: Any, relation: str) -> Any:
    """Rows already loaded, without the manager that Django would make to hand them over."""
    known = row.__dict__
    if relation in known:
        return known[relation]
    loaded = known.get("_prefetched_objects_cache", {}).get(relation)
    if loaded is not None and loaded._result_cache is not None:
        return loaded._result_cache
    rows = getattr(row, relation)
    return rows.all() if hasattr(rows, "all") else rows


class Loaded:
    """Mixin of querysets that have their rows; the query they stand for is written only if it is refined."""

    _query: Any
    _owner: models.Model
    _attribute: str

    @classmethod
    def holding(cls, rows: list[Any], owner: models.Model, attribute: str) -> Any:
        made: Any = cls.__new__(cls)
        made.__dict__.update(cls._blank)  # type: ignore[attr-defined]
        made.__dict__.update(
            _query=None, _hints={}, _known_related_objects={}, _prefetch_related_lookups=(),
            _result_cache=rows, _prefetch_done=True, _owner=owner, _attribute=attribute,
        )  # fmt: skip
        return made

    @property
    def query(self) -> Any:
        if self._query is None:
            loaded: Any = self._owner.__dict__["_prefetched_objects_cache"]
            kept = loaded.pop(self._attribute)
            try:
                self._query = getattr(self._owner, self._attribute).get_queryset().query
            finally:
                loaded[self._attribute] = kept
        return self._query

    @query.setter
    def query(self, query: Any) -> None:
        models.QuerySet.query.fset(self, query)  # type: ignore[attr-defined]


@cache
def _loaded_shape(model: type[models.Model], attribute: str) -> Any:
    """The queryset of the relation ``attribute``, as a class of ``Loaded``; None where there is no relation."""
    if not hasattr(model, attribute):
        return None
    relation: Any = getattr(model(pk=0), attribute).get_queryset()
    blank = {name: value for name, value in relation.__dict__.items() if name not in ("_query", "_hints")}
    return type(f"Loaded{type(relation).__name__}", (Loaded, type(relation)), {"_blank": blank})


def _read_statuses(recommendations: list[Any]) -> None:
    """Same rule as ``RecommendationQuerySet.with_status``, on rows already loaded."""
    for recommendation in recommendations:
        steps = rows_of(recommendation, "follow_ups")
        recommendation.status = steps[len(steps) - 1].status if steps else FollowUpStatus.RECORDED
