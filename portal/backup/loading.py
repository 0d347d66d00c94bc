"""Empties the tables and fills them, inside one transaction of the caller, on either database.

Foreign keys are checked when the transaction ends, so the order of tables does not matter. Triggers are put away
meanwhile: the audit log's refuses to be emptied, and what the others do with a new row is in the backup already.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.core.management.color import no_style

from portal.backup.tables import Model, columns, every_table

VALUES_AT_ONCE = {"sqlite": 900, "postgresql": 10_000}


@contextmanager
def without_triggers(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits would be an open event of the table
            cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
            tables = [name for (name,) in cursor.fetchall()]
            away = [f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in tables]
            back = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in tables]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            away = [f"DROP TRIGGER {connection.ops.quote_name(name)}" for name, _sql in triggers]
            back = [sql for _name, sql in triggers]
        for statement in away:
            cursor.execute(statement)
        yield
        check_foreign_keys(connection)
        for statement in back:
            cursor.execute(statement)


def check_foreign_keys(connection: Any) -> None:
    connection.check_constraints()


def empty_all(connection: Any) -> None:
    names = [connection.ops.quote_name(model._meta.db_table) for model in every_table()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            for name in names:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608  (a quoted name of our own table)


def insert(connection: Any, model: Model, names: list[str], rows: Iterable[list[Any]]) -> int:
    """Writes the rows as they are, many in one statement; how many there were."""
    fields = {field.attname: field for field in columns(model)}
    chosen = [fields[name] for name in names]
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(f.column) for f in chosen)})"
    head = f"INSERT INTO {into} VALUES "  # noqa: S608  (quoted names of our own table)
    place = f"({', '.join(['%s'] * len(chosen))})"
    at_once = max(1, VALUES_AT_ONCE[connection.vendor] // len(chosen))
    count, remaining = 0, iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(remaining, at_once)):
            values = [
                field.get_db_prep_save(value, connection)
                for row in some
                for field, value in zip(chosen, row, strict=True)
            ]
            cursor.execute(head + ", ".join([place] * len(some)), values)
            count += len(some)
    return count


# Sequences --------------------------------------------------------------------------------------------
def sequences(connection: Any, tables: list[Model]) -> dict[str, int]:
    """The last number each table has given: the number of a deleted row is never given again."""
    found = {}
    with connection.cursor() as cursor:
        for model in tables:
            key = model._meta.auto_field
            if key is None:
                continue
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT pg_get_serial_sequence(%s, %s)", [_quoted(connection, model), key.column]
                )
                (name,) = cursor.fetchone()
                cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {name}")  # noqa: S608  (the database's own name)
            else:
                cursor.execute(
                    "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s",
                    [model._meta.db_table],
                )
            (found[model._meta.label],) = cursor.fetchone()
    return found


def _quoted(connection: Any, model: Model) -> str:
    return str(connection.ops.quote_name(model._meta.db_table))


def set_sequences(connection: Any, last: dict[str, int]) -> None:
    """The next number follows the last one given and the highest there is."""
    tables = [model for model in every_table() if model._meta.auto_field is not None]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        for model in tables:
            number = last.get(model._meta.label, 0)
            if not number:
                continue
            if connection.vendor == "postgresql":
                name = [_quoted(connection, model), model._meta.auto_field.column]  # type: ignore[union-attr]  # chosen above
                cursor.execute(
                    "SELECT setval(s, greatest(nextval(s) - 1, %s)) FROM pg_get_serial_sequence(%s, %s) s",
                    [number, *name],
                )
            else:
                _set_sqlite(cursor, model._meta.db_table, number)


def _set_sqlite(cursor: Any, table: str, number: int) -> None:
    cursor.execute("UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [number, table])
    cursor.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT %s, %s"
        " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = %s)",
        [table, number, table],
    )
