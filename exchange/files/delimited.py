"""CSV as spreadsheets of all ages and languages write it."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from exchange.columns import headings
from exchange.files.source import Source
from exchange.problems import FileError, FileProblem, Notice
from portal.lib.month_words import folded

DELIMITERS = (";", ",", "\t")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ARABIC_LETTER = re.compile("[\u0620-\u064a]")
# A word in which both scripts meet: the sign that Western letters were taken for Arabic ones.
_MIXED_WORD = re.compile("[A-Za-zÀ-ÿ][\u0620-\u064a]|[\u0620-\u064a][A-Za-zÀ-ÿ]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SEPARATOR_LINE = re.compile(r"\s*sep=(.)\s*\r?\n", re.IGNORECASE)
LONGEST_CELL = 131_072


def open_text(content: bytes) -> Source:
    """Raises ``FileError``."""
    text, notices = decoded(content)
    text, delimiter = _without_separator_line(text)
    return Source(_lines(text, delimiter or _delimiter(text)), notices)


def decoded(content: bytes) -> tuple[str, list[dict[str, Any]]]:
    """The text, and a remark where its encoding had to be guessed."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _strictly(content, encoding), []
    if b"\0" in content[:4096]:
        return _strictly(content, _utf16_without_bom(content[:4096])), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        return _from_windows(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileError(FileProblem.ENCODING) from error
    if "\0" in text:
        raise FileError(FileProblem.NOT_A_TABLE)
    return text


def _utf16_without_bom(sample: bytes) -> str:
    """In a table, half of the bytes of most delimiters, digits and line ends are zero: which half tells the order."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 4 * (min(even, odd) + 1):
        raise FileError(FileProblem.NOT_A_TABLE)
    return "utf-16-be" if even > odd else "utf-16-le"


def _from_windows(content: bytes) -> tuple[str, list[dict[str, Any]]]:
    """Old Excel writes the code page of its Windows: 1256 in Arabic, 1252 in French. Both share most of é è ç."""
    arabic = content.decode("cp1256", errors="replace")
    western = content.decode("cp1252", errors="replace")
    for text, notice in ((arabic, Notice.ARABIC_WINDOWS), (western, Notice.WESTERN_WINDOWS)):
        if _is_credible(text):
            return text, [{"kind": notice.value, "given": {}}]
    raise FileError(FileProblem.ENCODING)


def _is_credible(text: str) -> bool:
    if "\ufffd" in text or _CONTROLS.search(text):
        return False
    letters = len(_ARABIC_LETTER.findall(text))
    return len(_MIXED_WORD.findall(text)) <= letters // 50 if letters else True


# Cells ------------------------------------------------------------------------------------------------


def _without_separator_line(text: str) -> tuple[str, str]:
    """Excel's own first line «sep=;»."""
    match = _SEPARATOR_LINE.match(text)
    return (text[match.end() :], match[1]) if match else (text, "")


def _delimiter(text: str) -> str:
    """The one with which the first line holds most known headings."""
    known = headings()

    def recognised(delimiter: str) -> tuple[int, int]:
        row = next((row for row in _parsed(text, delimiter) if any(row)), [])
        return sum(folded(cell) in known for cell in row), len(row)

    return max(DELIMITERS, key=recognised)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[Any]]]:
    """Records are numbered, not lines: a spreadsheet shows a cell of three lines as one row."""
    return ((number, list(row)) for number, row in enumerate(_parsed(text, delimiter), start=1))


def _parsed(text: str, delimiter: str) -> Iterator[list[str]]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from rows
    except csv.Error as error:
        raise FileError(FileProblem.OPEN_QUOTE, line=rows.line_num) from error
