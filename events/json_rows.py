"""Rows that the database hands over as JSON, and the model instances they become again.

A row is an array of values in an order both sides know (a ``Shape``), not an object: names are not sent, read
and looked up again for every row. JSON functions: SQLite json1, PostgreSQL jsonb.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import models
from django.db.models import F, Func, Subquery
from django.db.models.base import ModelState

Shared = dict[tuple[int, int], Any]  # by the identity of a shape and the number of a row
NOT_LOADED = {"search_text", "sort_key", "created_at", "modified_at", "translation_marks", "translation_gaps"}


class JsonRow(Func):
    """Columns of a row as a JSON array."""

    output_field = models.JSONField()

    def __init__(self, *columns: str) -> None:
        super().__init__(*map(F, columns))

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_array", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="jsonb_build_array", **extra)


class JsonRows(Subquery):
    """The rows of a queryset of ``values(part=JsonRow(…))`` as one JSON array; NULL or [] when there is none."""

    output_field = models.TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = '(SELECT json_group_array(json("part")) FROM (%(subquery)s) "parts")'
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = '(SELECT jsonb_agg("part")::text FROM (%(subquery)s) "parts")'
        return self.as_sql(compiler, connection, template=template, **extra)


def stored_fields(model: type[models.Model]) -> list[models.Field]:
    """Columns worth loading: not the search copies, not the base columns that modeltranslation shadows."""
    columns = {f.name for f in model._meta.concrete_fields}
    return [
        f for f in model._meta.concrete_fields if f.name not in NOT_LOADED and f"{f.name}_ar" not in columns
    ]


@dataclass(frozen=True)
class Shape:
    """How some columns of ``model`` stand in a JSON row: one after the other from ``first`` on."""

    model: type[models.Model]
    names: tuple[str, ...]
    first: int
    converters: tuple[tuple[str, Callable[[Any], Any]], ...]
    key: int

    @classmethod
    def of(
        cls, model: type[models.Model], names: Iterable[str], first: int = 0, *, is_json: bool = True
    ) -> "Shape":
        """``is_json`` off: of rows that Django has read, whose values are what they should be."""
        columns = {f.attname: f for f in model._meta.concrete_fields}
        names = tuple(names)
        found = ((name, converter_of(columns[name]) if is_json else None) for name in names)
        needed = tuple((name, converter) for name, converter in found if converter)
        return cls(model, names, first, needed, first + names.index("id"))

    def instance(self, row: Sequence[Any]) -> Any:
        """As from the database, without the ceremony of ``Model.__init__``; what was not loaded is deferred."""
        made = self.model.__new__(self.model)
        columns = made.__dict__
        state = columns["_state"] = ModelState()
        state.adding, state.db, state.fields_cache = False, "default", {}
        columns.update(zip(self.names, row[self.first : self.first + len(self.names)], strict=True))
        for name, converter in self.converters:
            if columns[name] is not None:
                columns[name] = converter(columns[name])
        return made


@dataclass(frozen=True)
class RowReader:
    """Turns JSON rows into instances of ``shape.model`` with the foreign keys loaded beside them."""

    shape: Shape
    beside: tuple[tuple[str, str, str, Shape], ...]  # path, path of its owner («» is the row itself), key

    @classmethod
    def of(
        cls,
        model: type[models.Model],
        own: tuple[str, ...],
        related: dict[str, Any],
        *,
        is_json: bool = True,
    ) -> "RowReader":
        shape, beside, first = Shape.of(model, own, is_json=is_json), [], len(own)
        models_at = {"": model}
        for path, columns in related.items():
            above, _, key = path.rpartition("__")
            target: Any = models_at[above]._meta.get_field(key).related_model
            models_at[path] = target
            beside.append((path, above, key, Shape.of(target, columns, first, is_json=is_json)))
            first += len(columns)
        return cls(shape, tuple(beside))

    def instances(self, rows: str, shared: Shared) -> list[Any]:
        return [self.instance(row, shared) for row in json.loads(rows)]

    def instance(self, row: Sequence[Any], shared: Shared) -> Any:
        """``shared``: what foreign keys lead to is made once for all rows that are read with it."""
        made = {"": self.shape.instance(row)}
        for path, above, key, shape in self.beside:
            owner, number = made[above], row[shape.key]
            found = None
            if owner and number is not None:
                found = shared.get((id(shape), number))
                if found is None:
                    found = shared[id(shape), number] = shape.instance(row)
            made[path] = found
            if owner:
                owner._state.fields_cache[key] = found
        return made[""]


def lean_rows(rows: models.QuerySet, related: dict[str, tuple[str, ...]]) -> list[Any]:
    """The rows of a queryset with what ``related`` names of their foreign keys, and no more of these.

    Django's own ``values_list``, because modeltranslation's reads rows one by one.
    """
    own = tuple(column.attname for column in stored_fields(rows.model))
    reader = RowReader.of(rows.model, own, related, is_json=False)
    beside = (f"{path}__{name}" for path, names in related.items() for name in names)
    shared: Shared = {}
    return [reader.instance(row, shared) for row in models.QuerySet.values_list(rows, *own, *beside)]


# Values ---------------------------------------------------------------------------------------------
def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)  # SQLite keeps instants in UTC without saying so
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _from_json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value  # SQLite: JSON inside JSON is text


AS_IT_IS = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey, models.FileField)
CONVERTERS: tuple[tuple[type[models.Field], Callable[[Any], Any]], ...] = (
    (models.BooleanField, bool),
    (models.DateTimeField, _moment),
    (models.DateField, date.fromisoformat),
    (models.TimeField, time.fromisoformat),
    (models.JSONField, _from_json),
)


def converter_of(column: models.Field) -> Callable[[Any], Any] | None:
    """What makes of a JSON value that of ``column``; None where they are the same."""
    if isinstance(column, AS_IT_IS):
        return None
    return next((found for kind, found in CONVERTERS if isinstance(column, kind)), column.to_python)
