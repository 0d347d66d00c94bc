"""Rows as values that JSON can say and both databases understand.

Columns are read and written as they are: no ``save()``, no signal, no default, no language of the moment. Every table
of a model is kept unless it is named here, so that a new model cannot be forgotten.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils.duration import duration_iso_string

# Of the moment: who is signed in, who failed to, what a worker has still to do. Emptied by a restore.
# The ledger of changes is made anew from the record: after a restore its positions mean other things.
EPHEMERAL = frozenset({"sessions", "axes", "django_tasks_database", "changes"})
# What `migrate` itself writes: a site with nothing else is empty.
BORN_WITH_THE_TABLES = frozenset(
    {
        "contenttypes.ContentType",
        "auth.Permission",
        "auth.Group",
        "auth.Group_permissions",
        "staff.GroupPolicy",
    }
)
CHUNK = 500  # rows fetched at a time
SNAPSHOT = "snapshot"

Model = type[models.Model]


def every_table() -> list[Model]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def kept_tables() -> list[Model]:
    return [model for model in every_table() if model._meta.app_label not in EPHEMERAL]


def columns(model: Model) -> list[Any]:
    """What is stored; what the database computes itself is left to it."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def rows_of(model: Model, using: str) -> models.QuerySet[Any]:
    """Every row, through no manager: those hide rows and translate columns."""
    return models.QuerySet(model=model, using=using)


def is_empty(using: str) -> bool:
    tables = [model for model in kept_tables() if model._meta.label not in BORN_WITH_THE_TABLES]
    return not any(rows_of(model, using).exists() for model in tables)


def migrations(using: str) -> list[str]:
    """The state of the tables: what was applied, by name."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


@contextmanager
def snapshot(using: str) -> Iterator[str]:
    """The name of a connection that sees one moment, while others go on writing.

    Inside a transaction of the caller it is that transaction, which sees its own rows.
    """
    if connections[using].in_atomic_block:
        yield using
        return
    connection = connections[using].copy(SNAPSHOT)
    connection.settings_dict["OPTIONS"].pop(
        "transaction_mode", None
    )  # a reader that locks nobody out (SQLite)
    connections[SNAPSHOT] = connection
    try:
        with transaction.atomic(using=SNAPSHOT), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT count(*) FROM django_migrations")  # the moment is that of the first read
            yield SNAPSHOT
    finally:
        connection.close()
        del connections[SNAPSHOT]


# Rows -----------------------------------------------------------------------------------------------
def lines(model: Model, using: str) -> Iterator[bytes]:
    """Each row as a JSON array of its columns, in the order of keys."""
    names = [field.attname for field in columns(model)]
    rows = rows_of(model, using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=CHUNK):
        yield json.dumps(row, ensure_ascii=False, default=written, separators=(",", ":")).encode() + b"\n"


def written(value: Any) -> Any:
    """A value as JSON says it, with nothing lost: instants keep their microseconds."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    raise TypeError(f"A backup cannot hold a {type(value).__name__}.")


def read(model: Model, names: list[str], content: bytes) -> Iterable[list[Any]]:
    """The rows of a part, as values of their columns."""
    fields = {field.attname: field for field in columns(model)}
    parsers = [_parser(fields[name]) for name in names]
    for line in content.splitlines():
        yield [parse(value) for parse, value in zip(parsers, json.loads(line), strict=True)]


def _parser(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return lambda value: value
    return field.target_field.to_python if field.remote_field else field.to_python
