"""The triggers that mark what is written, and the indexes that find the next boundary; made after each migration.

Not migrations of their own: SQLite builds a table anew to change it and takes its triggers along, and a model that
another app gains has to be watched from its first row. Names carry a digest of what they do, so that a second
installation finds everything in its place and does nothing.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.db import connections, models, transaction

from changes.clock import MOMENTS
from changes.watching import owners, points_anywhere, watched_models

PREFIX = "changes_of_"
INDEX_PREFIX = "changes_moment_"
TABLE = "changes_mark"
VERBS = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}
Told = tuple[str, str, str, bool]  # the side, the expression of the label, the column, is it the row itself


def before_migrations(using: str, **_kwargs: Any) -> None:
    """SQLite looks through every trigger when a table is renamed: they stand aside, and return afterwards."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in _existing(cursor, connection.vendor):
                cursor.execute(f'DROP TRIGGER "{name}"')


def after_migrations(using: str, **_kwargs: Any) -> None:
    """Install what is missing, then compare the ledger with what is public: a migration may have written anything."""
    from changes import settling

    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    needed = {model._meta.db_table for model in watched_models()} | {TABLE, "changes_record", "changes_entry"}
    if needed <= tables:
        install(using)
        settling.reconcile()


def install(using: str) -> None:
    """Make the triggers and indexes that are missing, and take away those of an earlier form."""
    connection = connections[using]
    wanted = {
        name: statements
        for model in watched_models()
        for name, statements in _triggers(model, connection.vendor)
    }
    with transaction.atomic(using=using), connection.cursor() as cursor:
        existing = _existing(cursor, connection.vendor)
        for name in existing.keys() - wanted.keys():
            table = f' ON "{existing[name]}"' if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{table}')
        for name in wanted.keys() - existing.keys():
            for statement in wanted[name]:
                cursor.execute(statement)
        for statement in _indexes():
            cursor.execute(statement)


def _existing(cursor: Any, vendor: str) -> dict[str, str]:
    """The table of each trigger of ours."""
    if vendor == "postgresql":
        cursor.execute(
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND starts_with(tgname, %s) AND pg_table_is_visible(pg_class.oid)",
            [PREFIX],
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
            [len(PREFIX), PREFIX],
        )
    return dict(cursor.fetchall())


# Statements -----------------------------------------------------------------------------------------------
def _triggers(model: type[models.Model], vendor: str) -> Iterator[tuple[str, list[str]]]:
    write = _postgresql if vendor == "postgresql" else _sqlite
    table = model._meta.db_table
    for verb, sides in VERBS.items():
        rows = [row for side in sides for row in _marks(model, side, verb)]
        statements = write(table, verb, rows)
        digest = sha256("".join(statements).encode()).hexdigest()[:10]
        name = f"{PREFIX}{table[:30]}_{verb.lower()[:3]}_{digest}"
        yield name, [statement.replace("{name}", name) for statement in statements]


def _marks(model: type[models.Model], side: str, verb: str) -> Iterator[Told]:
    """The marks that each row makes."""
    label, pk = model._meta.label, str(model._meta.pk.column)
    if side == "NEW" or verb == "DELETE":  # a number never changes
        yield side, f"'{label}'", pk, True
    if points_anywhere(model):
        yield side, "'type:' || content_type_id", "object_id", False
    for owner, column in owners(model):
        yield side, f"'{owner}'", column, False


def _sqlite(table: str, verb: str, marks: list[Told]) -> list[str]:
    selects = []
    for side, label, column, own in marks:
        named = label.replace("content_type_id", f"{side}.content_type_id")
        selects.append(f'SELECT {named} AS model, {side}."{column}" AS object_id, {int(own)} AS is_own')
    known = (
        f"SELECT 1 FROM {TABLE} AS known WHERE known.model = told.model "  # noqa: S608  (names of our own tables)
        "AND known.object_id = told.object_id AND known.is_own = told.is_own"
    )
    body = (
        f"INSERT INTO {TABLE} (model, object_id, is_own) SELECT model, object_id, is_own "  # noqa: S608  (names of our own tables)
        f"FROM ({' UNION '.join(selects)}) AS told WHERE object_id IS NOT NULL AND NOT EXISTS ({known})"
    )
    return [f'CREATE TRIGGER "{{name}}" AFTER {verb} ON "{table}" FOR EACH ROW BEGIN {body}; END']


def _postgresql(table: str, verb: str, marks: list[Told]) -> list[str]:
    """Once a statement, not once a row: an import of thousands makes each mark once."""
    selects = [
        f'SELECT {label} AS model, "{column}"::bigint AS object_id, {str(own).lower()} AS is_own '  # noqa: S608  (names of our own tables)
        f"FROM {side.lower()}_rows"
        for side, label, column, own in marks
    ]
    body = (
        f"INSERT INTO {TABLE} (model, object_id, is_own) SELECT model, object_id, is_own "  # noqa: S608  (names of our own tables)
        f"FROM ({' UNION '.join(selects)}) AS told WHERE object_id IS NOT NULL"
    )
    rows = " ".join(f"{side} TABLE AS {side.lower()}_rows" for side in VERBS[verb])
    function = (
        'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {body}; RETURN NULL; END $$"
    )
    trigger = (
        f'CREATE TRIGGER "{{name}}" AFTER {verb} ON "{table}" REFERENCING {rows} '
        'FOR EACH STATEMENT EXECUTE FUNCTION "{name}"()'
    )
    return [function, trigger]


def _indexes() -> Iterator[str]:
    """So that the next boundary is found without looking through the rows that have none."""
    for model, columns in MOMENTS:
        table = model._meta.db_table
        for column in columns:
            name = f"{INDEX_PREFIX}{table[-24:]}_{column}"
            yield f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table}" ("{column}") WHERE "{column}" IS NOT NULL'
