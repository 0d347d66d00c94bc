"""Indexes that either database has in its own words."""

from typing import Any

from django.db import models
from django.db.models import F


class CoveringOrder(models.Index):
    """The order of its first two columns, downwards and without a value last; the others can be read from it alone.

    PostgreSQL reads an index in its own order only, and puts NULL first when it goes down: the order is spelled out,
    and the other columns are included. SQLite puts NULL last by itself, cannot say so of an index, and includes none.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **kwargs)
        (first, _), (second, _), *others = self.fields_orders
        order = (F(first).desc(nulls_last=True), F(second).desc())
        covering = models.Index(*order, name=self.name, include=[name for name, _ in others])
        return covering.create_sql(model, schema_editor, using, **kwargs)


class NewestFirst(models.Index):
    """What a list is of, and its order: by its last two columns, downwards and without a value last."""

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **kwargs)
        *of, (first, _), (second, _) = self.fields_orders
        order = (F(first).desc(nulls_last=True), F(second).desc())
        index = models.Index(*(F(name).asc() for name, _ in of), *order, name=self.name)
        return index.create_sql(model, schema_editor, using, **kwargs)


class NightsBetween(models.Func):
    """How many days later the first day is than the second."""

    output_field = models.IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "CAST(julianday(%(expressions)s) AS integer)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" - ", **extra)


LENGTH = NightsBetween("last_day", "first_day")
