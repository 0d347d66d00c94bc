"""CSV that spreadsheets open without a question, and XLSX with real dates."""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from exchange.columns import COLUMNS
from exchange.escaping import escaped

BOM = "\ufeff"  # without it Excel takes UTF-8 for the code page of its Windows
LONGEST_CELL = (
    32_767  # of Excel; a longer text is left out: an empty cell changes nothing when it is sent back
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
HEADING_FONT = Font(bold=True, color="FFFFFF")
HEADING_FILL = PatternFill("solid", fgColor="1B4192")
FORMATS = {date: "yyyy-mm-dd", time: "hh:mm"}


def csv_lines(titles: list[str], rows: Iterable[list[Any]], delimiter: str) -> Iterator[str]:
    """Lines of a CSV file with BOM, one after the other."""
    writer = csv.writer(_Echo(), delimiter=delimiter)
    yield BOM + writer.writerow(titles)
    for row in rows:
        yield writer.writerow([_text(value) for value in row])


class _Echo:
    """A file whose ``write`` hands back what it was given: a row goes out as soon as it is made."""

    def write(self, line: str) -> str:
        return line


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return escaped(_UNWRITABLE.sub("", value)) if isinstance(value, str) else value


def workbook_of(titles: list[str], rows: Iterable[list[Any]], *, sheet_title: str, is_rtl: bool) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_title)
    dress(sheet, is_rtl=is_rtl)
    sheet.append([heading_cell(sheet, title) for title in titles])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    return saved(book)


def dress(sheet: Any, *, is_rtl: bool) -> None:
    """Direction, frozen headings, widths. Before the first row: the sheet is written as it comes."""
    sheet.sheet_view.rightToLeft = is_rtl
    sheet.freeze_panes = "A2"
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def heading_cell(sheet: Any, title: str) -> Any:
    cell = WriteOnlyCell(sheet, title)
    cell.font, cell.fill = HEADING_FONT, HEADING_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        return text_cell(sheet, value)
    if type(value) in FORMATS:
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = FORMATS[type(value)]
        return cell
    return value


def text_cell(sheet: Any, text: str) -> Any:
    """Never a formula, whatever it begins with."""
    text = escaped(_UNWRITABLE.sub("", text))
    cell = WriteOnlyCell(sheet, None if len(text) > LONGEST_CELL else text)
    if cell.value is not None:
        cell.data_type = "s"
    return cell


def saved(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()
