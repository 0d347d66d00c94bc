"""Erasing for good: by administrators, with a reason, leaving only that it was."""

from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied

from events.models import Event, Topic
from history import versions
from history.models import Tombstone
from institutions.models import Institution
from staff.models import Action, AuditEntry
from tests import factories
from tests.desk import Editor

pytestmark = pytest.mark.django_db


def purge(editor: Editor, row: Any, **data: str) -> Any:
    return admin.site._registry[type(row)].purge_view(editor.request(data or None), str(row.pk))


def test_erased_event_is_gone_with_what_its_history_said(editor: Editor, seminar: Event) -> None:
    editor.send(seminar, slogan_ar="سر لا ينبغي أن يبقى")

    response = purge(editor, seminar, reason="حكم قضائي")

    assert response.status_code == 302
    assert not Event.objects.filter(pk=seminar.pk).exists()
    stone = Tombstone.objects.get()
    assert (stone.reason, stone.by, stone.was_public) == ("حكم قضائي", editor.user, True)
    assert [version.snapshot for version in versions.numbered(Event, stone.object_id)] == [{}, {}]
    assert AuditEntry.objects.filter(action=Action.PURGED).count() == 1


def test_nothing_is_erased_without_a_reason(editor: Editor, seminar: Event) -> None:
    response = purge(editor, seminar, reason=" ")

    assert response.status_code == 200
    assert Event.objects.filter(pk=seminar.pk).exists()


def test_row_that_others_need_is_not_erased_and_they_are_named(editor: Editor, seminar: Event) -> None:
    body = Institution.objects.get(involvements__event=seminar)

    response = purge(editor, body, reason="خطأ")

    assert Institution.objects.filter(pk=body.pk).exists()
    assert str(seminar.involvements.get()) in response.context_data["error"]
    assert not Tombstone.objects.exists()


def test_publisher_erases_nothing(publisher: Editor, seminar: Event) -> None:
    with pytest.raises(PermissionDenied):
        purge(publisher, seminar, reason="خطأ")


def test_form_offers_it_to_administrators_only(editor: Editor, publisher: Editor) -> None:
    event = factories.event()

    page = editor.respond(editor.request(), event).response.render().content.decode()

    assert f"/admin/events/event/{event.pk}/purge/" in page
    assert not (publisher.respond(publisher.request(), event).recorded or {}).get("may_purge")


def test_deleted_entry_leaves_a_stone(editor: Editor) -> None:
    topic = factories.term(Topic, "unused")
    number = topic.pk
    desk = admin.site._registry[Topic]

    desk.delete_queryset(editor.request({}), Topic.objects.filter(pk=number))

    assert not Topic.objects.filter(pk=number).exists()
    assert Tombstone.objects.get().object_id == number
