"""Tables to take away: what the page lists, readable in Excel, dangerous to nobody, however long."""

import csv
import gc
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from events.enums import InstitutionRole
from events.filters import EventFilter
from events.models import Event, EventVenue
from exchange.tables import EVENTS, RECOMMENDATIONS, Reader, Sheet, rows_of, workbook
from institutions.enums import PublicationState
from tests import factories as make
from tests.events.test_feeds import asked_of_everything

pytestmark = pytest.mark.django_db

HOSTILE = [
    '=HYPERLINK("https://evil.example","x")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "'=1+1",
    "＝1+1", "=cmd|' /C calc'!A0", "\x0b=1+1",
]  # fmt: skip
READER = Reader("ar", "https://portal.example.ma", "https://creativecommons.org/licenses/by/4.0/")


def sent(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert (response.status_code, response.streaming) == (200, True)
    return b"".join(response)


def csv_rows(client: Client, address: str, delimiter: str = ",") -> list[dict[str, str]]:
    text = sent(client, address).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def sheets(client: Client, address: str) -> Any:
    content = sent(client, address)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
    return load_workbook(io.BytesIO(content))


def xlsx_rows(client: Client, address: str) -> list[dict[str, Any]]:
    titles, *rows = sheets(client, address).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


# What stands in it --------------------------------------------------------------------------------------
def test_row_says_of_an_event_what_its_page_says(client: Client) -> None:
    event = make.event(
        name_fr="Le partenariat", starts_at=time(9, 30), ends_on=date(2023, 5, 18), abstract_ar="نبذة",
        super_event=make.event(slug="parent"), series=make.series(), edition_number=4,
    )  # fmt: skip
    make.saved(EventVenue(event=event, venue=make.venue(latitude="34.03715", longitude="-4.99998")))
    make.involvement(event=event, institution=make.police(), role=InstitutionRole.ORGANIZER)
    make.speaker(event=event, person=make.person())
    make.press_item(event, url="https://example.ma/news")

    row = csv_rows(client, "/fr/events.csv?parent=parent")[0]

    assert {name: row[name] for name in row if row[name]} == {
        "Numéro": str(event.pk),
        "Rencontre": "Le partenariat",
        "Type": "Séminaire",
        "Statut": "Programmé",
        "Date en toutes lettres": row["Date en toutes lettres"],
        "Date de début": "2023-05-17",
        "Heure de début": "09:30",
        "Précision du début": "À la minute",
        "Date de fin": "2023-05-18",
        "Précision de la fin": "Jour",
        "Fuseau horaire": "Africa/Casablanca",
        "Ville ou arrondissement": "Fès",
        "Lieu": "Palais des congrès, Fès",
        "Latitude": "34.03715",
        "Longitude": "-4.99998",
        "Organisateurs": "Direction générale de la Sûreté nationale",
        "Intervenants": "Najoua Achergui, Cheffe de l'unité des études",
        "Série": "Portes ouvertes de la Sûreté nationale",
        "Numéro d'édition": "4",
        "Fait partie de": "https://portal.example.ma/fr/events/parent/",
        "Intitulé officiel en arabe": "الشراكة بين الأمن الوطني ومؤسسات الحكامة",
        "Intitulé officiel en français": "Le partenariat",
        "Résumé en arabe": "نبذة",
        "Sources": "الأحداث المغربية: خبراء يناقشون أمن القرب https://example.ma/news",
        "Adresse de la page": f"https://portal.example.ma/fr/events/{event.slug}/",
        "Dernière modification": event.modified_at.isoformat(timespec="seconds"),
        "Licence": "https://creativecommons.org/licenses/by/4.0/",
    }


@pytest.mark.parametrize(
    ("columns", "words", "precision"),
    [
        ({"starts_on": date(2019, 12, 1), "starts_precision": "month"}, "دجنبر 2019", "الشهر"),
        ({"starts_on": date(2013, 9, 1), "starts_precision": "school_year"}, "2013-2014", "الموسم الدراسي"),
        ({"starts_half_day": "evening"}, "مساء الأربعاء 17 ماي 2023", "فترة من اليوم"),
        ({"starts_on": None, "when_words": "لاحقا"}, "", "غير معروف"),
    ],
    ids=["month", "school-year", "half-day", "unknown"],
)
def test_date_that_is_not_exact_stands_in_words_only(
    client: Client, columns: dict[str, Any], words: str, precision: str
) -> None:
    make.event(**columns)

    [row] = xlsx_rows(client, "/ar/events.xlsx")

    exact = datetime(2023, 5, 17) if "starts_half_day" in columns else None  # noqa: DTZ001  (Excel knows no zone)
    assert (row["تاريخ البداية"], row["وقت البداية"]) == (exact, None)
    assert words in row["التاريخ بالكلمات"]
    assert row["دقة البداية"] == precision


def test_row_says_of_a_request_what_came_of_it(client: Client) -> None:
    asked = make.recommendation(due_words_ar="قبل نهاية السنة")
    asked.addressees.add(make.police())
    make.follow_up(recommendation=asked)

    [row] = xlsx_rows(client, "/ar/recommendations.xlsx")

    assert (row["الحالة"], row["تاريخ آخر خطوة"]) == ("مقبولة", datetime(2023, 9, 1))  # noqa: DTZ001  (as above)
    assert (row["النص بالعربية"], row["النص بالفرنسية"]) == (asked.text_ar, asked.text_fr)
    assert (row["موجهة إلى"], row["أجل التنفيذ"]) == ("المديرية العامة للأمن الوطني", "قبل نهاية السنة")
    assert row["الخطوات"] == "1 شتنبر 2023: مقبولة"
    assert row["الإثباتات"] == "https://example.ma/proof"
    assert row["رقم الموعد"] == asked.event_id


# Excel ----------------------------------------------------------------------------------------------------
def test_excel_reads_arabic_from_right_to_left_with_real_dates(client: Client) -> None:
    make.event(starts_at=time(9, 30))

    book = sheets(client, "/ar/events.xlsx?kind=seminar")

    sheet, about = book.worksheets
    titles = [cell.value for cell in sheet[1]]
    start, clock = (sheet.cell(2, titles.index(name) + 1) for name in ("تاريخ البداية", "وقت البداية"))
    assert (sheet.title, sheet.sheet_view.rightToLeft, sheet.freeze_panes) == ("المواعيد", True, "A2")
    assert (start.value, start.is_date, start.number_format) == (
        datetime(2023, 5, 17),  # noqa: DTZ001  (Excel knows no zone)
        True,
        r"yyyy\-mm\-dd",
    )
    assert (clock.value, sheet["A1"].font.bold) == (time(9, 30), True)
    told = dict(about.iter_rows(values_only=True))
    assert told["عوامل التصفية"] == "النوع: ندوة"
    assert told["اللائحة نفسها في صفحة"] == "https://portal.example.ma/ar/events/?kind=seminar"
    assert "CC BY 4.0" in told["الترخيص"]
    assert sheets(client, "/fr/events.xlsx").worksheets[0].sheet_view.rightToLeft is None


def test_csv_begins_with_the_mark_that_excel_looks_for(client: Client) -> None:
    make.event()

    response = client.get("/ar/events.csv?separator=semicolon")
    content = b"".join(response)

    assert content.startswith("\ufeffرقم الموعد;الموعد;".encode())
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="hakama-events-20')
    assert 'rel="license"' in response.headers["Link"]
    assert len(csv_rows(client, "/ar/events.csv?separator=semicolon", ";")) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula_whatever_it_begins_with(client: Client, text: str) -> None:
    event = make.event()
    Event.objects.filter(pk=event.pk).update(name_ar=text)

    plain = csv_rows(client, "/ar/events.csv")[0]["العنوان الرسمي بالعربية"]
    titles, cells = sheets(client, "/ar/events.xlsx").worksheets[0].iter_rows()
    dressed = next(
        cell for title, cell in zip(titles, cells, strict=True) if title.value == "العنوان الرسمي بالعربية"
    )

    assert plain[0] not in "=+-@\t\r\n＝＋－＠"
    assert (dressed.data_type, dressed.value[0] in "=+-@＝＋－＠") == ("s", False)


def test_text_that_would_break_the_workbook_is_cleaned_and_cut() -> None:
    texts = ["ندوة\x00\x0b\ufffe <&>\"'", "ن" * 40_000, "]]>", date(1850, 1, 2)]

    content = b"".join(workbook([Sheet("a/b[c]", [texts], [9] * 4, ["1", "2", "3", "4"])], is_rtl=False))

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    read = [cell.value for cell in sheet[2]]
    assert sheet.title == "a b c "
    assert read == ["ندوة <&>\"'", "ن" * 32_000 + "…", "]]>", "1850-01-02"]


# The same questions ---------------------------------------------------------------------------------------
def test_every_filter_of_the_page_finds_the_same_in_the_table(client: Client) -> None:
    questions = asked_of_everything()
    assert set(questions) == set(EventFilter.base_filters)

    for name, value in questions.items():
        page = client.get(f"/ar/events/?{name}={value}")
        listed = [str(event.pk) for event in page.context["page"].object_list]
        assert listed, name
        assert [row["رقم الموعد"] for row in csv_rows(client, f"/ar/events.csv?{name}={value}")] == listed, (
            name
        )


def test_table_of_requests_takes_the_filters_of_its_page(client: Client) -> None:
    make.recommendation(kind="request")
    wanted = make.recommendation(kind="commitment")

    assert [row["Number"] for row in csv_rows(client, "/en/recommendations.csv?kind=commitment")] == [
        str(wanted.pk)
    ]


@pytest.mark.parametrize(
    "address", ["events.csv?kind=nonsense", "events.xlsx?kind=nonsense", "recommendations.csv?kind=nonsense",
                "events.csv?separator=nonsense"],
)  # fmt: skip
def test_bad_question_is_refused_in_words(client: Client, address: str) -> None:
    response = client.get(f"/ar/{address}")

    assert response.status_code == 400
    assert "nonsense" in response.content.decode()
    assert "max-age" not in response.headers.get("Cache-Control", "")


# The gate -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", [state for state in PublicationState if state != "published"])
def test_what_is_not_public_is_in_no_table(client: Client, state: PublicationState) -> None:
    secret = make.event(name_ar="سري", slug="secret")
    make.event(super_event=secret)
    make.recommendation(event=secret)
    Event.objects.filter(pk=secret.pk).update(publication_state=state)

    texts = [sent(client, f"/ar/{name}.csv").decode() for name in ("events", "recommendations")]

    assert [("سري" in text, "secret" in text, text.count("\r\n")) for text in texts] == [
        (False, False, 2),
        (False, False, 1),
    ]


def test_what_is_withdrawn_while_a_table_is_sent_is_not_in_it() -> None:
    first, second = make.event(name_ar="أولى"), make.event()
    rows = rows_of(Event.objects.public().order_by("pk"), EVENTS, READER)
    chunked = _in_chunks_of_one(rows)

    next(chunked)
    Event.objects.filter(pk=second.pk).update(publication_state="withdrawn")

    assert list(chunked) == []
    assert first.pk


def _in_chunks_of_one(rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("exchange.tables.rows.CHUNK", 1)
        yield from rows


def test_name_that_may_not_be_published_is_in_no_table(client: Client) -> None:
    voice = make.speaker(person=make.person(name_ar="كتوم", name_fr="Discrète"), name_is_public=False)
    make.recommendation(event=voice.event, raised_by=voice)

    for name in ("events", "recommendations"):
        assert "كتوم" not in sent(client, f"/ar/{name}.csv").decode()


# The cost -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("table", "queries"), [("events", 3), ("recommendations", 7)])
def test_table_costs_the_same_however_many_rows(client: Client, rows: int, table: str, queries: int) -> None:
    for _ in range(rows):
        event = make.event(super_event=make.draft(), series=make.series())
        make.involvement(event=event)
        make.speaker(event=event, person=make.person())
        asked = make.recommendation(event=event, raised_by=event.speakers.first())
        asked.addressees.add(make.police())
        make.follow_up(recommendation=asked, source=make.press_item(event))
        make.answer(event=event, speaker=event.speakers.first()).covers.add(asked)

    with CaptureQueriesContext(connection) as captured:
        found = csv_rows(client, f"/ar/{table}.csv")

    assert (len(found), len(captured)) == (rows, queries)


def test_memory_does_not_grow_with_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of twelve chunks, no more is held at any time than of two, although nobody collects the garbage."""
    monkeypatch.setattr("exchange.tables.rows.CHUNK", 25)
    monkeypatch.setattr("exchange.tables.sheet.SENT_AT_ONCE", 1024)
    model = make.event(abstract_ar="نبذة طويلة " * 40)
    columns = {f.attname: getattr(model, f.attname) for f in Event._meta.concrete_fields if f.attname != "id"}
    Event.objects.bulk_create([Event(**{**columns, "slug": f"copy-{number}"}) for number in range(300)])

    gc.disable()
    few, many = (_peak_of_writing(Event.objects.public().order_by("pk")[:rows]) for rows in (50, 300))
    gc.enable()

    assert many < 1.3 * few


def _peak_of_writing(events: Any) -> int:
    tracemalloc.start()
    for _piece in workbook([Sheet("a", rows_of(events, EVENTS, READER), EVENTS.widths, [])], is_rtl=True):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_head_of_a_table_reads_no_rows(client: Client) -> None:
    make.event()

    with CaptureQueriesContext(connection) as captured:
        response = client.head("/ar/events.csv")
        b"".join(response)

    assert (response.status_code, len(captured)) == (200, 0)


def test_every_column_has_a_heading_in_three_languages() -> None:
    for table in (EVENTS, RECOMMENDATIONS):
        for language in ("ar", "fr", "en"):
            titles = table.titles(language)
            assert all(titles)
            assert len(set(titles)) == len(titles), (table.name, language)
        assert table.titles("zgh") == table.titles("ar")
