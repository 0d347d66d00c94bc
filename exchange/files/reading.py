"""A file as a table: its headings understood, its rows numbered as a spreadsheet numbers them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from exchange.column import Column
from exchange.columns import headings
from exchange.enums import FileKind
from exchange.escaping import unescaped
from exchange.files import delimited, workbook
from exchange.problems import FileError, FileProblem, Notice
from portal.lib.month_words import folded
from portal.lib.text import clean_input

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST_ROWS = 20_000
MOST_COLUMNS = 100
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also of workbooks locked with a password
LOCKED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"

Remark = dict[str, Any]


@dataclass
class TypedRow:
    """What was typed into one row, by name of the column; empty cells are left out."""

    number: int
    cells: dict[str, Any]


@dataclass
class Table:
    kind: FileKind
    columns: list[str]
    rows: list[TypedRow]
    notices: list[Remark] = field(default_factory=list)


def read_table(content: bytes) -> Table:
    """Raises ``FileError`` for what is no table of events."""
    _check_size(content)
    kind = _kind(content)
    source = workbook.open_sheet(content) if kind is FileKind.XLSX else delimited.open_text(content)
    lines = iter(source.lines)
    columns, notices = _understood(_first_line(lines))
    rows = [row for row in _rows(lines, columns) if row.cells]
    if not rows:
        raise FileError(FileProblem.NO_ROWS)
    return Table(kind, [column.name for column in columns if column], rows, [*source.notices, *notices])


def _check_size(content: bytes) -> None:
    if not content.strip():
        raise FileError(FileProblem.EMPTY)
    if len(content) > LARGEST:
        size = -(-len(content) // MEGABYTE)
        raise FileError(FileProblem.TOO_LARGE, size=size, limit=LARGEST // MEGABYTE)


def _kind(content: bytes) -> FileKind:
    """By content: names lie."""
    if content.startswith(OLD_EXCEL):
        raise FileError(FileProblem.LOCKED if LOCKED in content else FileProblem.OLD_EXCEL)
    if content.startswith(ZIP):
        return FileKind.XLSX
    if content[:5] in (b"%PDF-", b"\x89PNG\r", b"{\\rtf") or content.lstrip()[:1] == b"<":
        raise FileError(FileProblem.NOT_A_TABLE)
    return FileKind.CSV


def _first_line(lines: Iterator[tuple[int, list[Any]]]) -> list[Any]:
    for _number, cells in lines:
        if any(says_something(cell) for cell in cells):
            return cells
    raise FileError(FileProblem.EMPTY)


def says_something(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(clean_input(cell)))


# Headings ---------------------------------------------------------------------------------------------


def _understood(first: list[Any]) -> tuple[list[Column | None], list[Remark]]:
    if len(first) > MOST_COLUMNS:
        raise FileError(FileProblem.TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
    titles = [clean_input(unescaped(str(cell))) if says_something(cell) else "" for cell in first]
    meant = [headings().get(folded(title)) if title else None for title in titles]
    if not any(column and not column.is_read_only for column in meant):
        raise FileError(FileProblem.NO_HEADINGS)
    _refuse_twice(meant, titles)
    columns = [None if column and column.is_read_only else column for column in meant]
    return columns, list(_remarks(meant, titles))


def _refuse_twice(meant: list[Column | None], titles: list[str]) -> None:
    for column in filter(None, meant):
        alike = [title for title, other in zip(titles, meant, strict=True) if other is column]
        if len(alike) > 1:
            raise FileError(FileProblem.DUPLICATE_HEADING, columns=", ".join(f"«{title}»" for title in alike))


def _remarks(meant: list[Column | None], titles: list[str]) -> Iterator[Remark]:
    pairs = list(zip(titles, meant, strict=True))
    if unknown := [title for title, column in pairs if title and column is None]:
        yield remark(Notice.UNKNOWN_HEADINGS, columns=unknown)
    if shown := [title for title, column in pairs if column and column.is_read_only]:
        yield remark(Notice.READ_ONLY, columns=shown)


def remark(notice: Notice, **given: Any) -> Remark:
    return {"kind": notice.value, "given": given}


# Rows -------------------------------------------------------------------------------------------------


def _rows(lines: Iterable[tuple[int, list[Any]]], columns: list[Column | None]) -> Iterator[TypedRow]:
    count = 0
    for number, cells in lines:
        typed = {
            column.name: unescaped(cell) if isinstance(cell, str) else cell
            for column, cell in zip(columns, cells, strict=False)
            if column and says_something(cell)
        }
        count += bool(typed)
        if count > MOST_ROWS:
            raise FileError(FileProblem.TOO_MANY_ROWS, limit=MOST_ROWS)
        yield TypedRow(number, typed)
