"""Importing, undoing, conflicts, and who may do what."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from events.models import Event
from exchange.enums import BatchState, Outcome, Progress
from exchange.services import advance, receive_file, start_import, start_undo
from history import versions
from history.models import Tombstone, Verb
from institutions.models import FormerAddress
from staff.models import AuditEntry
from tests import factories
from tests.exchange.tables import checked, errors, finish, first_row, imported, xlsx

pytestmark = pytest.mark.django_db
NEW = {
    "name_ar": "لقاء تجريبي",
    "starts_on": "17 ماي 2023",
    "starts_at": "9:30",
    "territory": "فاس",
    "requests": "أ\nب",
}


@pytest.fixture
def editor() -> Any:
    return get_user_model().objects.create_superuser("editor")


def undone(batch: Any, user: Any) -> Any:
    start_undo(batch=batch, by=user)
    batch.refresh_from_db()
    return finish(batch, user)


def test_imported_event_is_a_draft_with_all_that_its_row_said(editor: Any) -> None:
    factories.fes()
    dgsn = factories.police()

    imported(editor, {**NEW, "organizers": "DGSN"})

    event = Event.objects.get()
    assert (event.publication_state, event.created_by, event.place_kind) == ("draft", editor, "place")
    assert (str(event.starts_on), str(event.starts_at), event.starts_precision) == (
        "2023-05-17",
        "09:30:00",
        "minute",
    )
    assert [row.institution for row in event.involvements.all()] == [dgsn]
    assert [row.text_ar for row in event.recommendations.all()] == ["أ", "ب"]
    assert event.slug.startswith("laqa-tajribi")
    assert Event.objects.matching("تجريبى").get() == event
    event.full_clean()


def test_imported_event_equals_the_one_that_saving_would_give(editor: Any) -> None:
    factories.fes()
    imported(editor, NEW)
    event = Event.objects.get()
    derived = (event.search_text, event.sort_key, event.first_day, event.starts_utc, event.translation_gaps)

    event.save()

    assert (
        event.search_text,
        event.sort_key,
        event.first_day,
        event.starts_utc,
        event.translation_gaps,
    ) == derived


def test_changed_event_equals_the_one_that_saving_would_give(editor: Any) -> None:
    event = factories.draft()
    imported(editor, {"id": event.pk, "name_ar": "عنوان آخر", "starts_on": "غشت 2024"})
    event = Event.objects.get()
    derived = (event.search_text, event.sort_key, event.first_day, event.last_day, event.translation_marks)

    event.save()

    assert (
        event.search_text,
        event.sort_key,
        event.first_day,
        event.last_day,
        event.translation_marks,
    ) == derived


def test_import_and_undo_are_in_history_and_in_the_audit_log(editor: Any) -> None:
    event = factories.draft()
    batch = imported(editor, {"id": event.pk, "scope": "محلي"}, {"name_ar": "جديد"})
    new = Event.objects.exclude(pk=event.pk).get()

    undone(batch, editor)

    assert [version.verb for version in versions.of(event)] == [Verb.UNDONE, Verb.IMPORTED, Verb.FOUND]
    assert Tombstone.objects.get().object_id == new.pk
    assert not FormerAddress.objects.exists()
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "imported",
        "import_undone",
    ]


def test_rows_with_errors_stop_the_import_until_the_sender_leaves_them_out(editor: Any) -> None:
    batch = checked(editor, {"name_ar": "سليم"}, {"name_ar": "فيه خطأ", "kind": "حفلة"})

    with pytest.raises(ValidationError):
        start_import(batch=batch, by=editor)
    start_import(batch=batch, by=editor, despite_errors=True)
    batch.refresh_from_db()
    finish(batch, editor)

    assert [event.name_ar for event in Event.objects.all()] == ["سليم"]


def test_import_is_ordered_once(editor: Any) -> None:
    batch = imported(editor, {"name_ar": "جديد"})

    with pytest.raises(ValidationError):
        start_import(batch=batch, by=editor)


def test_event_changed_after_the_check_is_a_conflict_and_keeps_its_change(editor: Any) -> None:
    event = factories.draft()
    batch = checked(editor, {"id": event.pk, "scope": "محلي"}, {"name_ar": "جديد"})
    factories.recommendation(event=event)

    start_import(batch=batch, by=editor)
    batch.refresh_from_db()
    batch = finish(batch, editor)

    assert batch.state == BatchState.DONE
    assert errors(batch.rows.get(event_id=event.pk)) == {("version", "newer")}
    assert Event.objects.get(pk=event.pk).scope == ""
    assert Event.objects.filter(name_ar="جديد").exists()


def test_undo_leaves_and_names_what_somebody_changed_or_uses(editor: Any) -> None:
    event = factories.draft()
    batch = imported(
        editor, {"id": event.pk, "scope": "محلي"}, {"name_ar": "أول"}, {"name_ar": "ثان"}, {"name_ar": "ثالث"}
    )
    first, second = Event.objects.get(name_ar="أول"), Event.objects.get(name_ar="ثان")
    factories.draft(name_fr="Part", super_event=first)
    second.scope = "local"
    second.save()

    batch = undone(batch, editor)

    kept = {row.label: errors(row) for row in batch.rows.filter(progress=Progress.KEPT)}
    assert kept == {"أول": {("", "in_use")}, "ثان": {("", "changed_since")}}
    assert not Event.objects.filter(name_ar="ثالث").exists()
    assert Event.objects.get(pk=event.pk).scope == ""


def test_import_that_stopped_half_way_goes_on_or_is_undone(editor: Any) -> None:
    batch = checked(editor, {"name_ar": "أول"}, {"name_ar": "ثان"})
    start_import(batch=batch, by=editor)
    batch.refresh_from_db()

    batch = undone(batch, editor)

    assert batch.state == BatchState.UNDONE
    assert not Event.objects.exists()


def test_two_pages_open_on_one_import_do_not_do_the_same_work(editor: Any) -> None:
    batch = receive_file(content=xlsx({"name_ar": "جديد"}), name="x.xlsx", by=editor)
    type(batch).objects.update(claimed_until="2999-01-01T00:00Z")

    batch = advance(batch, editor)

    assert batch.state == BatchState.CHECKING
    assert batch.rows.get().outcome == Outcome.WAITING


# Rights ------------------------------------------------------------------------------------------------


def author() -> tuple[Any, Any]:
    own = factories.institution(name_ar="مؤسستي", name_fr="La mienne")
    return factories.staff_member("author", "author", own), own


def test_author_changes_drafts_of_the_own_institution_only() -> None:
    user, own = author()
    mine, others = factories.draft(name_fr="Mine"), factories.draft(name_fr="Others")
    public = factories.event(name_fr="Public")
    factories.involvement(event=mine, institution=own)

    assert first_row(user, id=mine.pk, scope="محلي").outcome == Outcome.CHANGED
    assert errors(first_row(user, id=others.pk, scope="محلي")) == {("id", "unknown_event")}
    assert errors(first_row(user, slug=others.slug, scope="محلي")) == {("slug", "taken_slug")}
    assert errors(first_row(user, id=public.pk, scope="محلي")) == {("id", "not_yours")}


def test_author_does_not_change_what_the_own_institution_has_published() -> None:
    user, own = author()
    public = factories.event()
    factories.involvement(event=public, institution=own)

    assert errors(first_row(user, id=public.pk, scope="محلي")) == {("id", "not_directly")}


def test_author_names_an_own_institution_among_the_organisers() -> None:
    user, _own = author()
    factories.police()

    assert errors(first_row(user, name_ar="جديد", organizers="DGSN")) == {("organizers", "no_organizer")}
    assert errors(first_row(user, name_ar="جديد")) == {("organizers", "no_organizer")}
    assert first_row(user, name_ar="جديد", organizers="DGSN; مؤسستي").outcome == Outcome.CREATED


def test_right_lost_after_the_check_refuses_the_row() -> None:
    user, own = author()
    mine = factories.draft()
    factories.involvement(event=mine, institution=own)
    batch = checked(user, {"id": mine.pk, "scope": "محلي"})
    start_import(batch=batch, by=user)
    batch.refresh_from_db()
    user.groups.clear()

    batch = finish(batch, get_user_model().objects.get(pk=user.pk))

    assert errors(batch.rows.get()) == {("id", "not_yours")}
    assert Event.objects.get().scope == ""
