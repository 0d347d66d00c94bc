"""What is restored is what was backed up, row by row and byte by byte; on the same database and on the other."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from changes.models import Record
from events.models import Event
from portal.backup.making import make as make_backup
from portal.backup.restoring import restore, verify
from search.engine import understood
from search.searches import Search
from staff.audit import Action, record
from tests import factories as make
from tests.backup.conftest import everything, files
from tests.scratch_site import ScratchSite


def run(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_restoring_brings_back_every_row_and_file_and_nothing_else(
    site: Event, store: Path, tmp_path: Path
) -> None:
    record(Action.SIGNED_IN, target=site, words=["ا", 1, None])
    before, stored = everything(), files(store)
    era = Record.objects.get().era
    run("backup", str(tmp_path / "site.backup"))
    Event.objects.filter(pk=site.pk).update(name_ar="تغير بعد الحفظ")
    make.event(name_ar="أضيف بعد الحفظ", slug="later")
    make.photo()
    next(path for path in store.rglob("*.jpg")).write_bytes(b"rotten")
    Session.objects.create(session_key="signed-in", session_data="x", expire_date=timezone.now())

    said = run("restore", str(tmp_path / "site.backup"), "--replace")

    assert everything() == before
    assert files(store) == stored
    assert not Session.objects.exists()
    assert Record.objects.get().era != era
    assert f"{len(stored)} files" in said


def test_restored_site_searches_and_its_audit_log_still_refuses_changes(site: Event, tmp_path: Path) -> None:
    entry = record(Action.SIGNED_IN, target=site)
    make_backup(tmp_path / "site.backup")
    wanted = Search(understood("الحكامة")).everything

    restore(tmp_path / "site.backup", replace=True)

    assert wanted
    assert Search(understood("الحكامة")).everything == wanted
    with pytest.raises(Exception, match="only ever added to"), connection.cursor() as cursor:
        cursor.execute("UPDATE staff_auditentry SET actor_name = 'x' WHERE id = %s", [entry.pk])


@pytest.mark.django_db
def test_number_of_a_row_deleted_before_the_backup_is_never_given_again(store: Path, tmp_path: Path) -> None:
    """/e/<id> of an event that is gone must not lead to another."""
    make.event(slug="stays")
    gone = make.event(slug="goes")
    number = gone.pk
    gone.delete()
    make_backup(tmp_path / "site.backup")

    restore(tmp_path / "site.backup", replace=True)

    assert make.event(slug="new").pk > number


def test_site_with_rows_is_refused_without_replace(site: Event, tmp_path: Path) -> None:
    make_backup(tmp_path / "site.backup")
    before = everything()

    with pytest.raises(CommandError, match="not empty"):
        run("restore", str(tmp_path / "site.backup"))

    assert everything() == before


@pytest.mark.django_db
def test_backup_of_another_release_is_refused_with_the_difference(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(tmp_path / "site.backup")
    monkeypatch.setattr(
        "portal.backup.tables.migrations", lambda using: ["events.0001_initial", "events.9999_new"]
    )

    with pytest.raises(CommandError, match=r"only here: events\.9999_new"):
        run("restore", str(tmp_path / "site.backup"), "--replace")


def test_failure_while_restoring_leaves_the_site_as_it_was(
    site: Event, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(tmp_path / "site.backup")
    Event.objects.filter(pk=site.pk).update(name_ar="الحالة قبل الاسترجاع")
    make.photo(event=site)
    before, stored = everything(), files(store)
    monkeypatch.setattr("portal.backup.loading.set_sequences", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        restore(tmp_path / "site.backup", replace=True)

    assert everything() == before
    assert files(store) == stored


OTHER_SITE = """
import django; django.setup()
from django.core.management import call_command
call_command("restore", "there.backup")
call_command("backup", "back.backup")
"""


def test_backup_travels_to_another_database_and_back(site: Event, store: Path, tmp_path: Path) -> None:
    """From the suite's database (SQLite or PostgreSQL) to a new SQLite, by command, and back again."""
    before, stored = everything(), files(store)
    make_backup(tmp_path / "there.backup")
    other = ScratchSite(tmp_path)
    other.run(OTHER_SITE)
    make.event(slug="only-here")

    restore(tmp_path / "back.backup", replace=True)

    assert files(other.media) == stored
    assert everything() == before
    assert files(store) == stored


def test_what_is_of_the_moment_is_left_out(site: Event, tmp_path: Path) -> None:
    Session.objects.create(session_key="signed-in", session_data="x", expire_date=timezone.now())
    make_backup(tmp_path / "site.backup")

    kept: Any = verify(tmp_path / "site.backup").header["columns"]

    apps = {label.partition(".")[0] for label in kept}
    assert not apps & {"sessions", "axes", "django_tasks_database"}
    assert "otp_totp.TOTPDevice" in kept
    assert json.dumps(kept)
