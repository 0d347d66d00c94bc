"""Small files for the tests of the exchange."""

from typing import Any

from exchange.models import ImportBatch, ImportRow
from exchange.services import advance, receive_file, start_import
from tests.exchange.generated import workbook

Row = dict[str, Any]


def xlsx(*rows: Row, language: str = "ar") -> bytes:
    names = dict.fromkeys(name for row in rows for name in row)
    return workbook(rows, names, language)


def finish(batch: ImportBatch, user: Any) -> ImportBatch:
    while batch.is_at_work:
        batch = advance(batch, user, seconds=60)
    return batch


def checked(user: Any, *rows: Row) -> ImportBatch:
    """The report on a workbook of these rows."""
    return finish(receive_file(content=xlsx(*rows), name="مواعيد.xlsx", by=user), user)


def first_row(user: Any, **cells: Any) -> ImportRow:
    """What the check says of a workbook of one row."""
    return checked(user, cells).rows.get()


def imported(user: Any, *rows: Row) -> ImportBatch:
    batch = checked(user, *rows)
    start_import(batch=batch, by=user, despite_errors=True)
    batch.refresh_from_db()
    return finish(batch, user)


def errors(row: ImportRow) -> set[tuple[str, str]]:
    return {(error["column"], error["kind"]) for error in row.errors}
