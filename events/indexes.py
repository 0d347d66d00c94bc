"""Indexes that either database has in its own words."""

from typing import Any

from django.db import models
from django.db.models import F


class SpelledOut(models.Index):
    """An index that says for PostgreSQL, in expressions, what its list of columns says for SQLite.

    PostgreSQL reads an index in its own order only, and puts NULL first when it goes down. SQLite puts NULL last by
    itself, and cannot say so of an index.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **kwargs)
        return self.spelled_out().create_sql(model, schema_editor, using, **kwargs)

    def spelled_out(self) -> models.Index:
        raise NotImplementedError


def _downwards(first: str, second: str) -> tuple[Any, Any]:
    return F(first).desc(nulls_last=True), F(second).desc()


class CoveringOrder(SpelledOut):
    """The order of its first two columns, downwards and without a value last; the others can be read from it alone.

    PostgreSQL includes these; SQLite includes none, and has them among the columns.
    """

    def spelled_out(self) -> models.Index:
        (first, _), (second, _), *others = self.fields_orders
        return models.Index(*_downwards(first, second), name=self.name, include=[name for name, _ in others])


class NewestFirst(SpelledOut):
    """What a list is of, and its order: by its last two columns, downwards and without a value last."""

    def spelled_out(self) -> models.Index:
        *of, (first, _), (second, _) = self.fields_orders
        return models.Index(*(F(name).asc() for name, _ in of), *_downwards(first, second), name=self.name)


class NightsBetween(models.Func):
    """How many days later the first day is than the second."""

    output_field = models.IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        template = "CAST(julianday(%(expressions)s) AS integer)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" - ", **extra)


LENGTH = NightsBetween("last_day", "first_day")
