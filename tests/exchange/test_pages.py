"""The pages of imports and exports, as staff meet them."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from events.models import Event, Topic
from exchange.columns import COLUMNS
from exchange.models import ImportBatch
from staff.models import AuditEntry
from tests import factories
from tests.exchange.tables import checked, xlsx

pytestmark = pytest.mark.django_db
EXPORT = {"kind": "csv", "headings": "ar", "delimiter": ";"}


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Path) -> None:
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def editor(client: Client) -> Any:
    user = get_user_model().objects.create_superuser("editor")
    client.force_login(user)
    return user


def at(name: str, *arguments: Any) -> str:
    return reverse(f"admin:exchange_importbatch_{name}", args=arguments)


def send(client: Client, content: bytes, name: str = "events.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(at("add"), {"file": file, "date_order": "day_first"}, follow=True)


def body(response: Any) -> str:
    return b"".join(response.streaming_content).decode()


def test_file_is_checked_imported_and_undone_without_a_script(client: Client, editor: Any) -> None:
    page = send(client, xlsx({"name_ar": "لقاء تجريبي"}, {"name_ar": "فيه خطأ", "kind": "حفلة"}))
    batch = ImportBatch.objects.get()
    assert 'http-equiv="refresh"' in page.content.decode()

    report = client.get(at("work", batch.pk), {"again": 1}, follow=True)
    assert [error.typed for row in report.context["rows"] for error in row.errors] == ["حفلة"]
    assert not Event.objects.exists()

    client.post(at("import", batch.pk), {"despite_errors": "on"})
    client.post(at("work", batch.pk), follow=True)
    assert Event.objects.get().name_ar == "لقاء تجريبي"

    client.post(at("undo", batch.pk))
    client.post(at("work", batch.pk))
    assert not Event.objects.exists()

    client.post(at("discard", batch.pk))
    assert not ImportBatch.objects.exists()


def test_word_that_is_not_in_a_list_is_answered_with_the_list_in_the_language_of_the_reader(
    client: Client, editor: Any
) -> None:
    Topic.objects.create(name_ar="النزاهة", name_fr="Intégrité", slug="integrity")
    send(client, xlsx({"name_ar": "لقاء تجريبي", "topics": "لا شيء"}))
    batch = ImportBatch.objects.get()
    client.get(at("work", batch.pk), {"again": 1}, follow=True)

    for language, listed in (("ar", "الممكن: النزاهة."), ("fr", "Possibles : Intégrité.")):
        client.cookies["django_language"] = language
        said = client.get(at("change", batch.pk)).context["rows"][0].errors[0].message
        assert str(said).replace("\xa0", " ").endswith(listed)


def test_progress_is_answered_as_json(client: Client, editor: Any) -> None:
    send(client, xlsx({"name_ar": "لقاء تجريبي"}))
    batch = ImportBatch.objects.get()

    answer = json.loads(client.post(at("work", batch.pk), headers={"accept": "application/json"}).content)

    assert answer == {
        "done": 1,
        "all": 1,
        "at_work": False,
        "words": "1 من 1 سطر",
        "report": at("change", batch.pk),
    }


def test_refused_file_says_why_beside_the_field_in_the_language_of_the_page(
    client: Client, editor: Any
) -> None:
    client.post(reverse("set_language"), {"language": "fr"})

    page = send(client, b"\x89PNG\r\n\x1a\n")

    assert page.context["form"].errors == {"file": ["Ce n’est ni un classeur XLSX ni un tableau CSV."]}
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("language", "message"), [("ar", "لا وجود لهذا اليوم في التقويم."), ("fr", "pas dans le calendrier")]
)
def test_report_speaks_the_language_of_its_reader(
    client: Client, editor: Any, language: str, message: str
) -> None:
    batch = checked(editor, {"name_ar": "لقاء", "starts_on": "31/2/2023"})
    client.post(reverse("set_language"), {"language": language})

    page = client.get(at("change", batch.pk))

    assert message in page.content.decode()
    assert "31/2/2023" in page.content.decode()


def test_import_of_another_is_not_found_and_strangers_are_sent_away(client: Client) -> None:
    batch = checked(get_user_model().objects.create_superuser("editor"), {"name_ar": "لقاء"})
    pages = [("change", "get"), ("work", "post"), ("import", "post"), ("undo", "post"), ("discard", "post")]

    client.force_login(factories.staff_member("author", "author"))
    found = {getattr(client, method)(at(page, batch.pk)).status_code for page, method in pages}
    client.force_login(factories.staff_member("nobody"))
    refused = {getattr(client, method)(at(page, batch.pk)).status_code for page, method in pages}
    refused |= {client.get(at(page)).status_code for page in ("add", "changelist", "template", "export")}

    assert found == {404}
    assert refused == {403}


def test_orders_are_given_by_post_only(client: Client, editor: Any) -> None:
    batch = checked(editor, {"name_ar": "لقاء"})

    assert {client.get(at(order, batch.pk)).status_code for order in ("import", "undo", "discard")} == {405}


def test_report_costs_the_same_queries_for_one_row_and_many(
    client: Client, editor: Any, django_assert_num_queries: Any
) -> None:
    for count in (1, 30):
        rows = [{"name_ar": f"لقاء {number}", "organizers": "", "kind": "ندوة"} for number in range(count)]
        batch = checked(editor, *rows)
        with django_assert_num_queries(REPORT_QUERIES):
            client.get(at("change", batch.pk))


REPORT_QUERIES = 7


# Export ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("headings", ["ar", "fr", "identifiers"])
def test_exported_file_sent_back_changes_nothing(
    client: Client, editor: Any, kind: str, headings: str
) -> None:
    event = factories.full_event(
        slogan_ar="=cmd|'/c calc'!A0", abstract_fr="'-1\n+2", starts_on="2023-05-01", starts_precision="month"
    )
    factories.event(name_fr="Second", starts_at="09:30", starts_precision="minute", ends_on="2023-05-18")

    response = client.post(at("export"), {**EXPORT, "kind": kind, "headings": headings})
    content = response.content if kind == "xlsx" else b"".join(response.streaming_content)
    send(client, content)
    client.post(at("work", ImportBatch.objects.get().pk))

    rows = {
        row.event_id: (row.outcome, row.errors, row.changes) for row in ImportBatch.objects.get().rows.all()
    }
    assert rows[event.pk] == ("unchanged", [], {})
    assert {outcome for outcome, _errors, _changes in rows.values()} == {"unchanged"}


def test_export_follows_the_filters_of_the_list_and_is_on_record(client: Client, editor: Any) -> None:
    factories.event(name_ar="ندوة مطلوبة")
    factories.event(kind="stand", name_ar="رواق", name_fr="Stand")

    text = body(client.post(f"{at('export')}?kind__exact=seminar", EXPORT))

    assert text.startswith("\ufeff")
    assert [row[4] for row in csv.reader(StringIO(text[1:]), delimiter=";")][1:] == ["ندوة مطلوبة"]
    assert AuditEntry.objects.filter(action="exported").get().details["rows"] == 1


def test_export_of_a_selection_asks_how_and_sends_it(client: Client, editor: Any) -> None:
    chosen, _other = factories.event(name_fr="Chosen"), factories.event(name_fr="Other")
    action = {"action": "export_selected", "_selected_action": [chosen.pk]}

    asked = client.post(reverse("admin:events_event_changelist"), action)
    sent = client.post(reverse("admin:events_event_changelist"), {**action, **EXPORT})

    assert asked.context["count"] == 1
    assert "Chosen" in (text := body(sent))
    assert "Other" not in text


def test_export_holds_only_what_its_reader_may_see(client: Client) -> None:
    factories.draft(name_ar="سر")
    factories.event(name_ar="علني")
    client.force_login(factories.staff_member("author", "author", factories.police()))

    text = body(client.post(at("export"), EXPORT))

    assert "علني" in text
    assert "سر" not in text


def test_formula_in_an_export_is_only_text(client: Client, editor: Any) -> None:
    factories.event(slogan_ar="=1+1")

    assert "'=1+1" in body(client.post(at("export"), EXPORT))
    book = load_workbook(BytesIO(client.post(at("export"), {**EXPORT, "kind": "xlsx"}).content))
    assert {cell.data_type for row in book.active.iter_rows(min_row=2) for cell in row} <= {
        "s",
        "inlineStr",
        "n",
        "d",
    }


@pytest.mark.parametrize("count", [1, 3])
def test_export_costs_the_same_queries_for_one_event_and_three(
    client: Client, editor: Any, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        held = factories.event(name_fr=f"Event {number}")
        factories.involvement(event=held, institution=factories.police(name_fr=f"Body {number}"))
        held.topics.add(factories.term(Topic, f"topic-{number}"))

    with django_assert_num_queries(EXPORT_QUERIES):
        body(client.post(at("export"), EXPORT))


EXPORT_QUERIES = 20


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_template_holds_headings_choices_and_lists_in_its_language(
    client: Client, editor: Any, language: str
) -> None:
    factories.term(Topic, "rights", name_ar="حقوق")

    book = load_workbook(BytesIO(client.get(at("template"), {"language": language}).content))

    sheet = book.worksheets[0]
    wanted = [column.heading(language) for column in COLUMNS if not column.is_read_only]
    assert [cell.value for cell in sheet[1]] == wanted
    assert sheet.freeze_panes == "A2"
    assert sheet.sheet_view.rightToLeft is (language == "ar")
    assert len(sheet.data_validations.dataValidation) == 7
    assert len(book.worksheets) == 3


def test_list_of_events_leads_to_import_and_export(client: Client, editor: Any) -> None:
    page = client.get(reverse("admin:events_event_changelist"), {"kind__exact": "seminar"}).content.decode()

    assert at("add") in page
    assert f"{at('export')}?kind__exact=seminar" in page


# Clearing up ---------------------------------------------------------------------------------------------


def test_old_imports_are_removed_with_their_files_and_events_stay(
    editor: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    old, _fresh = checked(editor, {"name_ar": "قديم"}), checked(editor, {"name_ar": "جديد"})
    ImportBatch.objects.filter(pk=old.pk).update(created_at="2020-01-01T00:00Z")
    event = factories.draft()

    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_imports", days=30)

    assert ImportBatch.objects.count() == 1
    assert len(list(tmp_path.rglob("*.xlsx"))) == 1
    assert Event.objects.get() == event
