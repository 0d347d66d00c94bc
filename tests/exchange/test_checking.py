"""The dry run: what a row means, what it would change, and every thing that can be wrong with it."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event, Topic
from exchange.enums import Outcome
from exchange.models import ImportBatch
from exchange.problems import ErrorKind
from exchange.services import receive_file
from tests import factories
from tests.exchange.tables import checked, errors, finish, first_row, xlsx

pytestmark = pytest.mark.django_db
TITLE = {"name_ar": "لقاء تجريبي"}


@pytest.fixture
def editor() -> Any:
    return get_user_model().objects.create_superuser("editor")


@pytest.mark.parametrize(
    ("cells", "column", "kind"),
    [
        ({"kind": "حفلة"}, "kind", ErrorKind.UNKNOWN_CHOICE),
        ({"starts_on": "قريبا"}, "starts_on", ErrorKind.NOT_A_DATE),
        ({"starts_on": "30/2/2023"}, "starts_on", ErrorKind.NO_SUCH_DAY),
        ({"starts_on": "1/1/99"}, "starts_on", ErrorKind.YEAR_IN_FULL),
        ({"starts_on": "1/1/1099"}, "starts_on", ErrorKind.YEAR_OUT_OF_RANGE),
        ({"starts_on": "الاثنين 17 ماي 2023"}, "starts_on", ErrorKind.WEEKDAY_DIFFERS),
        ({"starts_on": "1 رمضان 1444"}, "starts_on", ErrorKind.HIJRI),
        ({"starts_on": "2023-05-17 09:30"}, "starts_on", ErrorKind.TIME_IN_DATE),
        ({"ends_on": "دجنبر 2019، يوم خميس"}, "ends_on", ErrorKind.NOT_A_DATE),
        ({"starts_on": "17/5/2023", "starts_at": "صباحا"}, "starts_at", ErrorKind.NOT_A_TIME),
        ({"starts_on": "ماي 2023", "starts_at": "9:30"}, "starts_at", ErrorKind.TIME_WITHOUT_DAY),
        (
            {"starts_on": "17/5/2023", "starts_at": "9:30", "starts_half_day": "صباحا"},
            "starts_half_day",
            ErrorKind.TIME_AND_HALF_DAY,
        ),
        ({"starts_on": "17/5/2023", "ends_on": "16/5/2023"}, "ends_on", ErrorKind.ENDS_BEFORE_START),
        (
            {"starts_on": "17/5/2023", "starts_at": "10:00", "ends_on": "17/5/2023", "ends_at": "9:00"},
            "ends_at",
            ErrorKind.ENDS_BEFORE_START,
        ),
        ({"edition_number": "الثالثة"}, "edition_number", ErrorKind.NOT_A_NUMBER),
        ({"edition_number": "3"}, "edition_number", ErrorKind.EDITION_WITHOUT_SERIES),
        ({"registration_url": "سجل هنا"}, "registration_url", ErrorKind.NOT_AN_ADDRESS),
        ({"online_url": "javascript:alert(1)"}, "online_url", ErrorKind.NOT_AN_ADDRESS),
        ({"slug": "لقاء"}, "slug", ErrorKind.NOT_A_SLUG),
        ({"when_words": "كلمة " * 60}, "when_words", ErrorKind.TOO_LONG),
        ({"territory": "أطلنطس"}, "territory", ErrorKind.UNKNOWN_TERRITORY),
        ({"territory": "توأم"}, "territory", ErrorKind.AMBIGUOUS_TERRITORY),
        ({"partners": "DGSN; لا أحد"}, "partners", ErrorKind.UNKNOWN_INSTITUTION),
        ({"partners": "شبيه"}, "partners", ErrorKind.AMBIGUOUS_INSTITUTION),
        ({"topics": "لا شيء"}, "topics", ErrorKind.UNKNOWN_TERM),
        ({"venues": "لا مكان"}, "venues", ErrorKind.UNKNOWN_VENUE),
        ({"series": "لا سلسلة"}, "series", ErrorKind.UNKNOWN_SERIES),
        ({"super_event": "no-such-event"}, "super_event", ErrorKind.UNKNOWN_SUPER_EVENT),
        ({"id": "99999999"}, "id", ErrorKind.UNKNOWN_EVENT),
        ({"id": "9" * 30}, "id", ErrorKind.NOT_A_NUMBER),
        ({"starts_at": "=1/0"}, "starts_at", ErrorKind.FORMULA),
    ],
)
def test_row_with_one_mistake_says_it_once_at_its_column(
    editor: Any, cells: dict[str, Any], column: str, kind: ErrorKind
) -> None:
    factories.territory(name_ar="توأم", name_fr="A")
    factories.territory(name_ar="توأم", name_fr="B")
    factories.police()
    factories.institution(name_ar="شبيه", name_fr="A")
    factories.institution(name_ar="شبيه", name_fr="B")

    row = first_row(editor, **TITLE, **cells)

    assert (row.outcome, errors(row)) == (Outcome.REFUSED, {(column, kind.value)})


def test_new_row_without_a_title_or_a_kind_says_nothing(editor: Any) -> None:
    assert errors(first_row(editor, starts_on="2023")) == {("name_ar", "says_nothing")}


def test_rows_about_one_event_are_refused_but_the_first(editor: Any) -> None:
    batch = checked(editor, {**TITLE, "slug": "meeting"}, {"name_ar": "آخر", "slug": "MEETING"}, TITLE, TITLE)

    assert [errors(row) for row in batch.rows.all()] == [
        set(),
        {("slug", "duplicate_row")},
        set(),
        {("name_ar", "duplicate_row")},
    ]


def test_row_like_an_event_that_is_there_is_refused_with_its_address(editor: Any) -> None:
    there = factories.draft(name_ar="لقاء قديم")

    row = first_row(editor, name_ar="لِقاء قديم", starts_on="17/5/2023", territory="Fès")

    assert errors(row) == {("name_ar", "already_there")}
    assert row.errors[0]["given"] == {"slug": there.slug}


def test_row_that_changes_an_event_shows_what_was_and_what_will_be(editor: Any) -> None:
    event = factories.draft(starts_at="09:30", starts_precision="minute")

    row = first_row(
        editor,
        id=event.pk,
        name_ar="عنوان جديد",
        starts_on="17 ماي 2023",
        starts_half_day="مساء",
        kind="ندوة",
    )

    assert row.outcome == Outcome.CHANGED
    assert row.changes == {
        "name_ar": ["الشراكة بين الأمن الوطني ومؤسسات الحكامة", "عنوان جديد"],
        "starts_half_day": ["", "evening"],
    }


def test_empty_cell_changes_nothing_and_a_dash_empties(editor: Any) -> None:
    event = factories.draft(scope="local")
    factories.involvement(event=event, institution=factories.police(), role="partner")

    row = first_row(editor, slug=event.slug, name_fr="", scope="-", partners="—")

    assert set(row.changes) == {"scope", "partners"}


def test_row_that_says_what_is_there_changes_nothing(editor: Any) -> None:
    event = factories.draft(scope="local")

    row = first_row(editor, slug=event.slug, scope="محلي", starts_on="17.5.2023", territory="فاس")

    assert (row.outcome, row.changes) == (Outcome.UNCHANGED, {})


def test_row_of_an_event_that_changed_after_the_export_is_a_conflict(editor: Any) -> None:
    event = factories.draft()
    version = event.modified_at.isoformat()
    event.save()

    row = first_row(editor, id=event.pk, version=version, scope="local")

    assert errors(row) == {("version", "newer")}


def test_title_and_date_of_a_published_event_are_not_changed_by_a_file(editor: Any) -> None:
    event = factories.event(name_en="")

    row = first_row(
        editor,
        id=event.pk,
        name_ar="غيره",
        name_en="Filled in",
        starts_on="18/5/2023",
        status="ملغى",
        kind="-",
    )

    assert errors(row) == {
        ("name_ar", "announced"),
        ("starts_on", "announced"),
        ("status", "announced"),
        ("kind", "published_needs"),
    }


def test_part_cannot_contain_its_whole(editor: Any) -> None:
    whole = factories.draft(name_fr="Whole")
    part = factories.draft(name_fr="Part", super_event=whole)

    assert errors(first_row(editor, id=whole.pk, super_event=part.slug)) == {
        ("super_event", "part_of_itself")
    }
    assert errors(first_row(editor, id=whole.pk, super_event=str(whole.pk))) == {
        ("super_event", "part_of_itself")
    }


def test_city_means_the_prefecture_not_the_commune_within(editor: Any) -> None:
    region = factories.territory(name_ar="وجدة", name_fr="Oujda", kind="region")
    city = factories.territory(name_ar="وجدة", name_fr="Oujda", parent=region)
    factories.territory(name_ar="وجدة", name_fr="Oujda", kind="commune", parent=city)

    row = first_row(editor, **TITLE, territory="وجده")

    assert row.values["territory"] == city.pk


def test_month_first_is_read_where_the_file_proves_it(editor: Any) -> None:
    rows = [{"name_ar": "أ", "starts_on": "5/6/2023"}, {"name_ar": "ب", "starts_on": "6/17/2023"}]

    batch = checked(editor, *rows)

    assert [row.values["starts_on"] for row in batch.rows.all()] == ["2023-05-06", "2023-06-17"]
    assert {notice["kind"] for notice in batch.notices} == {"order_proved"}


def test_check_writes_no_event(editor: Any) -> None:
    checked(editor, TITLE)

    assert not Event.objects.exists()


@pytest.mark.parametrize("count", [10, 100])
def test_check_costs_the_same_queries_for_ten_rows_and_a_hundred(editor: Any, count: int) -> None:
    factories.police()
    topic = factories.term(Topic, "rights", name_ar="حقوق")
    known = [factories.draft(name_fr=f"Known {number}") for number in range(count // 2)]
    rows = [{"id": event.pk, "scope": "محلي", "topics": topic.slug, "organizers": "DGSN"} for event in known]
    rows += [
        {
            "name_ar": f"جديد {number}",
            "starts_on": date(2024, 1, 5),
            "territory": "فاس",
            "super_event": known[0].slug,
        }
        for number in range(count // 2)
    ]
    batch = receive_file(content=xlsx(*rows), name="x.xlsx", by=editor)
    ContentType.objects.clear_cache()

    with CaptureQueriesContext(connection) as asked:
        finish(batch, editor)

    # The rows of the report are written in as many statements as SQLite's limit of parameters takes.
    assert sum(query["sql"].startswith("SELECT") for query in asked) == QUERIES[connection.vendor]
    assert set(ImportBatch.objects.get().rows.values_list("outcome", flat=True)) == {"changed", "created"}


QUERIES = {"sqlite": 44, "postgresql": 39}
