"""The workbook to fill in: headings with help, an example, lists of what is possible, choices in the cells."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from exchange.cells import Showing
from exchange.column import Column
from exchange.columns import COLUMNS
from exchange.export.writers import dress, heading_cell, saved, text_cell
from exchange.reference_cells import TermsCell

LAST_ROW = 5_001  # how far down the choices are offered


def template_workbook(showing: Showing) -> bytes:
    """Two sheets to read and one to fill in. Only the first is read when the file is sent."""
    with override(showing.language):
        book = Workbook(write_only=True)
        is_rtl = showing.language == "ar"
        offered = {column: column.cell.allowed(showing) for column in COLUMNS if not column.is_read_only}
        offered = {column: words for column, words in offered.items() if words}
        _sheet_to_fill(book, showing.language, list(offered), is_rtl, offered)
        _sheet_of_help(book, showing.language, is_rtl)
        _sheet_of_lists(book, offered, showing.language, is_rtl)
        return saved(book)


def _sheet_to_fill(
    book: Workbook, language: str, listed: list[Column], is_rtl: bool, offered: dict[Column, list[str]]
) -> None:
    sheet: Any = book.create_sheet(_("events"))
    dress(sheet, is_rtl=is_rtl)
    columns = [column for column in COLUMNS if not column.is_read_only]
    for place, column in enumerate(listed, start=1):
        if not isinstance(column.cell, TermsCell):  # several words in one cell: a drop-down would allow one
            _offer(sheet, columns.index(column) + 1, place, len(offered[column]))
    sheet.append([_commented(sheet, column, language) for column in columns])


def _offer(sheet: Any, number: int, place: int, count: int) -> None:
    """A choice in the cells of a column; another word can still be typed, the site says if it is none."""
    letter, listed = get_column_letter(number), get_column_letter(place)
    choice = DataValidation(
        type="list", formula1=f"='{_('lists')}'!${listed}$2:${listed}${count + 1}", showErrorMessage=False
    )
    choice.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.data_validations.append(choice)


def _commented(sheet: Any, column: Column, language: str) -> Any:
    cell = heading_cell(sheet, column.heading(language))
    cell.comment = Comment(str(column.help), _("Import and export"))
    return cell


def _sheet_of_help(book: Workbook, language: str, is_rtl: bool) -> None:
    sheet: Any = book.create_sheet(_("help"))
    sheet.sheet_view.rightToLeft = is_rtl
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCD", (30, 90, 30, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    words = (_("Column"), _("What it holds"), _("Example"), _("Identifier of the column"))
    sheet.append([heading_cell(sheet, word) for word in words])
    for column in COLUMNS:
        texts = (column.heading(language), str(column.help), column.example_in(language), column.name)
        sheet.append([text_cell(sheet, text) for text in texts])


def _sheet_of_lists(book: Workbook, offered: dict[Column, list[str]], language: str, is_rtl: bool) -> None:
    sheet: Any = book.create_sheet(_("lists"))
    sheet.sheet_view.rightToLeft = is_rtl
    sheet.freeze_panes = "A2"
    for number in range(1, len(offered) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = 26
    sheet.append([heading_cell(sheet, column.heading(language)) for column in offered])
    for place in range(max((len(words) for words in offered.values()), default=0)):
        lists = offered.values()
        sheet.append([text_cell(sheet, words[place]) if place < len(words) else None for words in lists])
