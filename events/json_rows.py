"""Rows that the database hands over as JSON, and the model instances they become again.

JSON functions: SQLite json1, PostgreSQL jsonb.
"""

import json
from datetime import UTC, datetime
from functools import reduce
from typing import Any

from django.db import models
from django.db.models import Subquery

NOT_LOADED = {"search_text", "sort_key", "created_at", "modified_at", "translation_marks", "translation_gaps"}


class JsonRows(Subquery):
    """The rows of a queryset of ``values(part=JSONObject(…))`` as one JSON array."""

    output_field = models.JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = '(SELECT json_group_array(json("part")) FROM (%(subquery)s) "parts")'
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = '(SELECT jsonb_agg("part") FROM (%(subquery)s) "parts")'
        return self.as_sql(compiler, connection, template=template, **extra)


def stored_fields(model: type[models.Model]) -> list[models.Field]:
    """Columns worth loading: not the search copies, not the base columns that modeltranslation shadows."""
    columns = {f.name for f in model._meta.concrete_fields}
    return [
        f for f in model._meta.concrete_fields if f.name not in NOT_LOADED and f"{f.name}_ar" not in columns
    ]


def instance_of(
    model: type[models.Model], row: dict[str, Any], related: dict[str, tuple[str, ...]]
) -> models.Model:
    """A model instance from a JSON row, with its loaded foreign keys; what was not loaded is deferred."""
    own = {name: value for name, value in row.items() if "__" not in name}
    instance = _from_columns(model, own)
    for path, columns in related.items():
        *steps, foreign_key = path.split("__")
        owner = reduce(getattr, steps, instance)
        if owner is not None:
            values = {name: row[f"{path}__{name}"] for name in columns}
            target: Any = owner._meta.get_field(foreign_key).related_model
            setattr(owner, foreign_key, _from_columns(target, values) if values["id"] is not None else None)
    return instance


def _from_columns(model: type[models.Model], columns: dict[str, Any]) -> models.Model:
    fields = {f.attname: f for f in model._meta.concrete_fields}
    ordered = [name for name in fields if name in columns]
    values = [_python_value(fields[name], columns[name]) for name in ordered]
    return model.from_db("default", ordered, values)


def _python_value(column: models.Field, value: Any) -> Any:
    if isinstance(column, models.JSONField) and isinstance(value, str):
        return json.loads(value)  # SQLite hands over JSON inside JSON as text
    value = column.to_python(value)
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)  # SQLite keeps instants in UTC without saying so
    return value
