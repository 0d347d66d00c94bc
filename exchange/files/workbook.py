"""XLSX: values only. The archive is measured before it is opened; XML entities are refused (defusedxml)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import DEFUSEDXML, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from exchange.files.source import Source
from exchange.problems import FileError, FileProblem, Notice

MOST_UNPACKED = 200 * 1024 * 1024
MOST_FILES = 1_000
HIGHEST_RATIO = 200  # a table of text packs to a tenth or twentieth
MOST_COLUMNS = 101  # one more than is read, to notice the excess
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# What openpyxl lets through when a file is not what it should be.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
WITHOUT_RESULT = {"error": "formula"}
ERROR_RESULT = {"error": "broken_formula"}

if not DEFUSEDXML:  # pragma: no cover
    raise ImportError("openpyxl must read XML through defusedxml.")


def open_sheet(content: bytes) -> Source:
    """The first sheet that shows anything. Raises ``FileError``."""
    try:
        has_formulas = _inspect(content)
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = _first(values)
        formulas = None
        if has_formulas:
            formulas = load_workbook(io.BytesIO(content), read_only=True)[sheet.title]
    except BROKEN as error:
        raise FileError(FileProblem.BROKEN) from error
    further = [
        name for name in values.sheetnames if name != sheet.title and values[name].sheet_state == "visible"
    ]
    notices = [{"kind": Notice.FURTHER_SHEETS.value, "given": {"sheet": sheet.title}}] if further else []
    return Source(_lines(sheet, formulas), notices)


def _inspect(content: bytes) -> bool:
    """Refuse what is no workbook or would not fit; True when a sheet holds a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        if "xl/workbook.xml" not in names:
            raise FileError(FileProblem.NOT_A_TABLE)
        if any(name.endswith("vbaProject.bin") for name in names):
            raise FileError(FileProblem.MACROS)
        unpacked = sum(member.file_size for member in members)
        if len(members) > MOST_FILES or unpacked > MOST_UNPACKED or unpacked > HIGHEST_RATIO * len(content):
            raise FileError(FileProblem.BOMB)
        if any(member.flag_bits & 1 for member in members):
            raise FileError(FileProblem.LOCKED)
        sheets = [name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(FORMULA.search(archive.read(name)) for name in sheets)


def _first(book: Any) -> Any:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise FileError(FileProblem.EMPTY)
    return visible[0]


def _lines(sheet: Any, formulas: Any) -> Iterator[tuple[int, list[Any]]]:
    try:
        if formulas is None:
            yield from enumerate((_cells(row) for row in _raw(sheet)), start=1)
            return
        for number, (row, sources) in enumerate(
            zip_longest(_raw(sheet), _raw(formulas), fillvalue=()), start=1
        ):
            yield number, _calculated(_cells(row), sources)
    except BROKEN as error:
        raise FileError(FileProblem.BROKEN) from error


def _raw(sheet: Any) -> Iterator[Any]:
    sheet.reset_dimensions()  # what the file says of its own size may be wrong
    rows: Iterator[Any] = sheet.iter_rows(max_col=MOST_COLUMNS)
    return rows


def _cells(row: Any) -> list[Any]:
    """The values of a row, without the empty ones at its end."""
    values = [_value(cell) for cell in row]
    while values and values[-1] is None:
        values.pop()
    return values


def _calculated(values: list[Any], sources: Any) -> list[Any]:
    """A formula that left no value is not an empty cell."""
    for place, source in enumerate(sources):
        if source.data_type == "f" and (place >= len(values) or values[place] is None):
            values += [None] * (place + 1 - len(values))
            values[place] = WITHOUT_RESULT
    return values


def _value(cell: Any) -> Any:
    return ERROR_RESULT if cell.data_type == "e" else _as_text(cell.value)


def _as_text(value: Any) -> Any:
    """Dates and times in ISO 8601, which JSON can hold; whatever else as it is."""
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return _rounded(value)
    return value.total_seconds() / 86_400 if isinstance(value, timedelta) else value


def _rounded(value: time) -> str:
    """To the nearest minute: fractions of a day are not exact."""
    minutes = min(round(value.hour * 60 + value.minute + (value.second + value.microsecond / 1e6) / 60), 1439)
    return f"{minutes // 60:02}:{minutes % 60:02}"
