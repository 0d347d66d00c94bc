"""Files as they come: of all spreadsheets, encodings and habits."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from exchange.escaping import escaped, unescaped
from exchange.files import read_table
from exchange.problems import FileError, FileProblem, Notice

ARABIC = 'العنوان;التاريخ;النوع\r\n"لقاء\nتواصلي";17/5/2023;ندوة\r\n;;\r\nموعد ثان;18/5/2023;ندوة\r\n'


def book(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    written = Workbook()
    for row in rows:
        written.active.append(row)
    for title, lines in sheets.items():
        sheet = written.create_sheet(title)
        for line in lines:
            sheet.append(line)
    content = BytesIO()
    written.save(content)
    return content.getvalue()


def refusal(content: bytes) -> FileProblem:
    with pytest.raises(FileError) as refused:
        read_table(content)
    assert refused.value.message
    return refused.value.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_every_encoding_with_every_delimiter(encoding: str, delimiter: str) -> None:
    table = read_table(ARABIC.replace(";", delimiter).encode(encoding))

    assert table.columns == ["name_ar", "starts_on", "kind"]
    assert [(row.number, row.cells["name_ar"]) for row in table.rows] == [
        (2, "لقاء\nتواصلي"),
        (4, "موعد ثان"),
    ]
    assert [notice["kind"] for notice in table.notices] == (
        [Notice.ARABIC_WINDOWS] if encoding == "cp1256" else []
    )


def test_csv_of_western_windows_keeps_its_accents() -> None:
    table = read_table("Intitulé;Date\r\nÉTÉ À MEKNÈS;17/5/2023\r\n".encode("cp1252"))

    assert table.rows[0].cells["name_fr"] == "ÉTÉ À MEKNÈS"
    assert table.notices[0]["kind"] == Notice.WESTERN_WINDOWS


def test_headings_are_understood_in_every_language_and_order_and_unknown_ones_named() -> None:
    table = read_table(b"\xef\xbb\xbf" + "Ville;starts_on;Remarque;Title in Arabic\nFès;2023;x;لقاء".encode())

    assert table.columns == ["territory", "starts_on", "name_ar"]
    assert table.notices == [{"kind": "unknown_headings", "given": {"columns": ["Remarque"]}}]


def test_formula_gives_its_value_and_without_one_is_an_error() -> None:
    content = book(["العنوان", "رقم الدورة"], ["موعد", "=1+1"])
    stored = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            new.writestr(name, data.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"))

    assert read_table(content).rows[0].cells["edition_number"] == {"error": "formula"}
    assert read_table(stored.getvalue()).rows[0].cells["edition_number"] == 2


def test_only_the_first_sheet_is_read_and_the_report_says_so() -> None:
    table = read_table(book(["العنوان"], ["موعد"], lists=[["ندوة"]]))

    assert len(table.rows) == 1
    assert table.notices[0]["kind"] == Notice.FURTHER_SHEETS


def zipped(**members: bytes) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b" \n ", FileProblem.EMPTY),
        (b"x" * (10 * 1024 * 1024 + 1), FileProblem.TOO_LARGE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", FileProblem.OLD_EXCEL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), FileProblem.LOCKED),
        (b"\x89PNG\r\n\x1a\n", FileProblem.NOT_A_TABLE),
        (b"<html><table>", FileProblem.NOT_A_TABLE),
        (b"PK\x03\x04broken", FileProblem.BROKEN),
        (zipped(readme=b"no workbook"), FileProblem.NOT_A_TABLE),
        (zipped(**{"xl__workbook.xml": b"", "xl__vbaProject.bin": b""}), FileProblem.MACROS),
        (zipped(**{"xl__workbook.xml": b"0" * 50_000_000}), FileProblem.BOMB),
        (zipped(**{"xl__workbook.xml": b"<x/>"}), FileProblem.BROKEN),
        ('العنوان;شيء\n"لم يغلق'.encode(), FileProblem.OPEN_QUOTE),
        (b"one;two\n1;2", FileProblem.NO_HEADINGS),
        ("العنوان;name_ar\nأ;ب".encode(), FileProblem.DUPLICATE_HEADING),
        ("العنوان;النوع\n;\n".encode(), FileProblem.NO_ROWS),
        (b"name_ar\n" + b"a\x81\xcdb " * 9, FileProblem.ENCODING),
        (("name_ar;" * 101 + "\nx").encode(), FileProblem.TOO_MANY_COLUMNS),
        (("name_ar\n" + "x\n" * 20_001).encode(), FileProblem.TOO_MANY_ROWS),
    ],
)
def test_file_that_is_no_table_of_events_is_refused_with_its_reason(
    content: bytes, problem: FileProblem
) -> None:
    assert refusal(content) is problem


@given(st.text(max_size=12))
def test_escaping_is_undone_by_reading_and_leaves_no_formula(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert escaped(text)[:1] not in set("=+-@\t\r\n")
