"""XLSX (ECMA-376) written as it is read: rows in, bytes out, nothing kept.

openpyxl hands over a workbook when its last row is written; a proxy would have given up on a long one by then. What
is needed here is small: texts, numbers, dates and times in sheets with frozen headings. Texts are written inline and
are never formulas; the archive goes out as its parts are compressed.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import IO, Any, cast
from xml.sax.saxutils import escape, quoteattr

from openpyxl.utils import get_column_letter

from exchange.escaping import escaped

LONGEST_CELL = 32_000  # Excel refuses a file with a cell of more than 32,767
SENT_AT_ONCE = 64 * 1024
FIRST_DAY_OF_EXCEL, DAY_ZERO = date(1900, 3, 1), date(1899, 12, 30)  # before, it counts a day that never was
HEADING, DAY, CLOCK, WRAPPED = 1, 2, 3, 4  # places in cellXfs of STYLES
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org"
_SHEET = f"{_OFFICE}/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
STYLES = f"""{_XML}<styleSheet xmlns="{_SHEET}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font></fonts><fills count="3"><fill>\
<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill>\
<patternFill patternType="solid"><fgColor rgb="FF1B4192"/></patternFill></fill></fills><borders count="1"><border/>\
</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" fillId="2" applyFont="1" \
applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf numFmtId="164" \
applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf applyAlignment="1"><alignment vertical="top" \
wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
</styleSheet>"""


@dataclass(frozen=True)
class Sheet:
    """``titles``: frozen headings, or none of them. Long texts are wrapped where there are no headings."""

    name: str
    rows: Iterable[list[Any]]
    widths: list[int]
    titles: list[str]


class _Outlet:
    """What the archive writes into: it cannot seek, and hands on what has come together."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.size = 0

    def write(self, content: bytes, /) -> int:
        self._parts.append(bytes(content))
        self.size += len(content)
        return len(content)

    def flush(self) -> None:
        """Nothing waits below."""

    def taken(self) -> bytes:
        content = b"".join(self._parts)
        self._parts, self.size = [], 0
        return content


def workbook(sheets: list[Sheet], *, is_rtl: bool) -> Iterator[bytes]:
    """The file, piece by piece. Rows of one sheet are read after those of the sheet before it."""
    outlet = _Outlet()
    with zipfile.ZipFile(cast("IO[bytes]", outlet), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _frame([sheet.name for sheet in sheets]).items():
            archive.writestr(
                zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED
            )  # of no hour: equal rows, equal bytes
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as member:
                for xml in _sheet(sheet, is_rtl, is_first=number == 1):
                    member.write(xml.encode())
                    if outlet.size >= SENT_AT_ONCE:
                        yield outlet.taken()
    yield outlet.taken()


def _frame(names: list[str]) -> dict[str, str]:
    """Everything around the sheets."""
    numbers = range(1, len(names) + 1)
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for n in numbers
    )
    listed = "".join(
        f'<sheet name={quoteattr(_sheet_name(name))} sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    links = "".join(_link(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    package = f"{_OFFICE}/package/2006"
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{package}/content-types">'
        f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{parts}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{package}/relationships">'
        f"{_link(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{package}/relationships">{links}'
        f"{_link(len(names) + 1, 'styles', 'styles.xml')}</Relationships>",
        "xl/styles.xml": STYLES,
    }


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]


def _sheet(sheet: Sheet, is_rtl: bool, *, is_first: bool) -> Iterator[str]:
    letters = [get_column_letter(number) for number in range(1, len(sheet.widths) + 1)]
    frozen = (
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if sheet.titles else ""
    )
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, start=1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_SHEET}"><sheetViews><sheetView{" rightToLeft=" + quoteattr("1") if is_rtl else ""}'
        f'{" tabSelected=" + quoteattr("1") if is_first else ""} workbookViewId="0">{frozen}</sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>"
    )
    if sheet.titles:
        yield _row(1, letters, HEADING, sheet.titles)
    number, style = (1, 0) if sheet.titles else (0, WRAPPED)
    for row in sheet.rows:
        number += 1
        yield _row(number, letters, style, row)
    filtered = f'<autoFilter ref="A1:{letters[-1]}{number}"/>' if sheet.titles else ""
    yield f"</sheetData>{filtered}</worksheet>"


def _row(number: int, letters: list[str], style: int, values: list[Any]) -> str:
    cells = (
        _cell(value, f"{letter}{number}", style)
        for letter, value in zip(letters, values, strict=True)
        if value not in (None, "")
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(value: Any, place: str, style: int) -> str:
    if isinstance(value, date) and value >= FIRST_DAY_OF_EXCEL:
        return f'<c r="{place}" s="{DAY}"><v>{(value - DAY_ZERO).days}</v></c>'
    if isinstance(value, time):
        return f'<c r="{place}" s="{CLOCK}"><v>{(value.hour * 60 + value.minute) / 1440!r}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return _text(str(value), place, style)


def _text(text: str, place: str, style: int) -> str:
    """Never a formula, whatever it begins with, not even after the table was saved as CSV."""
    text = escaped(_UNWRITABLE.sub("", text))
    shown = text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(shown)}</t></is></c>'
    )
