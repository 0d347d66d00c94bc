"""What a report page shows of the rows of an import, in the language of whoever reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exchange.cells import Showing
from exchange.columns import BY_NAME
from exchange.models import ImportBatch, ImportRow
from exchange.problems import ErrorKind, Notice, worded

SHOWN_CHOICES = 30  # words of a list that a message names
SHOWN_TYPED = 200
LIST_JOINT = {"ar": "، ", "fr": ", ", "en": ", "}


@dataclass(frozen=True)
class ShownError:
    column: str
    message: str
    typed: str


@dataclass(frozen=True)
class ShownChange:
    column: str
    old: str
    new: str
    is_ltr: bool


@dataclass(frozen=True)
class ShownRow:
    row: ImportRow
    errors: list[ShownError]
    changes: list[ShownChange]


def shown_rows(rows: list[ImportRow], showing: Showing) -> list[ShownRow]:
    return [ShownRow(row, list(_errors(row, showing)), list(_changes(row, showing))) for row in rows]


def _errors(row: ImportRow, showing: Showing) -> Iterator[ShownError]:
    for error in row.errors:
        kind = ErrorKind(error["kind"])
        yield ShownError(
            heading(error["column"], showing.language),
            worded(kind, _given(kind, error, showing)),
            _typed(error["typed"]),
        )


def _given(kind: ErrorKind, error: dict[str, Any], showing: Showing) -> dict[str, Any]:
    """The words in a sentence: of a closed list, its labels in the reader's language."""
    given = dict(error["given"])
    if kind in (ErrorKind.UNKNOWN_CHOICE, ErrorKind.UNKNOWN_TERM):
        given["choices"] = BY_NAME[error["column"]].cell.allowed(showing)[:SHOWN_CHOICES]
    return {
        name: LIST_JOINT.get(showing.language, ", ").join(map(str, value))
        if isinstance(value, list)
        else value
        for name, value in given.items()
    }


def _typed(raw: Any) -> str:
    text = "" if isinstance(raw, dict) else str(raw)
    return text if len(text) <= SHOWN_TYPED else f"{text[:SHOWN_TYPED]}…"


def _changes(row: ImportRow, showing: Showing) -> Iterator[ShownChange]:
    for name, (old, new) in row.changes.items():
        column = BY_NAME[name]
        yield ShownChange(
            column.heading(showing.language),
            column.cell.show(old, showing),
            column.cell.show(new, showing),
            column.cell.is_ltr,
        )


def heading(name: str, language: str) -> str:
    """The heading of a column; nothing for what is wrong with the row as a whole."""
    return BY_NAME[name].heading(language) if name in BY_NAME else ""


def shown_notices(batch: ImportBatch, language: str) -> list[str]:
    joint = LIST_JOINT.get(language, ", ")
    return [
        worded(
            Notice(notice["kind"]),
            {
                name: joint.join(f"«{item}»" for item in value) if isinstance(value, list) else value
                for name, value in notice["given"].items()
            },
        )
        for notice in batch.notices
    ]
