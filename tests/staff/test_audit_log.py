"""The audit log is only ever added to, whoever asks and however."""

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from django.test import RequestFactory
from django.utils import translation

from staff.audit import Action, record
from staff.models import AuditEntry
from staff.models.audit import AppendOnlyError

pytestmark = pytest.mark.django_db


def test_entry_says_who_did_what_to_which_object_from_where() -> None:
    user = get_user_model().objects.create_user("fatima")
    group = Group.objects.get(name="author")
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.7")

    record(Action.RIGHTS_CHANGED, by=user, request=request, target=group, before=["a"], after={"c", "b"})

    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.actor_name, entry.address) == (user.pk, "fatima", "192.0.2.7")
    assert (entry.target_type, entry.target_id, entry.target_label) == ("auth.group", str(group.pk), "author")
    assert entry.details == {"before": ["a"], "after": ["b", "c"]}


def test_entry_outlives_the_person_it_names() -> None:
    user = get_user_model().objects.create_user("fatima")
    record(Action.SIGNED_IN, by=user)

    user.delete()

    assert AuditEntry.objects.get(action=Action.SIGNED_IN).actor_name == "fatima"


def test_entry_is_stored_when_its_words_hold_what_postgresql_refuses() -> None:
    entry = record(Action.EXPORTED, name="a\0b", rows=[{"x": "\0"}])

    assert AuditEntry.objects.get(pk=entry.pk).details == {"name": "a\ufffdb", "rows": [{"x": "\ufffd"}]}


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda _entry: AuditEntry.objects.update(actor_name="nobody"),
        lambda _entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["actor_name"]),
    ],
    ids=["save", "delete", "update", "delete many", "bulk update"],
)
def test_entry_is_neither_changed_nor_removed_by_django(change: Callable[[AuditEntry], object]) -> None:
    entry = record(Action.SIGNED_IN)

    with pytest.raises(AppendOnlyError):
        change(entry)


@pytest.mark.parametrize(
    "statement", ["UPDATE staff_auditentry SET actor_name = ''", "DELETE FROM staff_auditentry"]
)
def test_entry_is_neither_changed_nor_removed_by_sql(statement: str) -> None:
    record(Action.SIGNED_IN)

    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute(statement)

    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(("language", "said"), [("ar", "تسجيل الدخول"), ("fr", "connexion")])
def test_action_is_named_in_the_language_of_the_page(language: str, said: str) -> None:
    with translation.override(language):
        assert str(Action.SIGNED_IN.label) == said
