"""What every test has: strict templates, and for the browser tests a real Chromium."""

import gc
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.backends.sqlite3.base import DatabaseOperations
from django.db.backends.sqlite3.creation import DatabaseCreation
from django.template import engines
from django.utils import translation

from events.sample_data import load_sample
from search.keeping import catch_up
from tests.undefined_variable import UndefinedVariable


@pytest.fixture(autouse=True, scope="session")
def undefined_template_variables_fail() -> None:
    """A template of ours that asks for what its view did not give fails, instead of printing nothing."""
    engines["django"].engine.string_if_invalid = UndefinedVariable(Path(settings.BASE_DIR) / "templates")


@pytest.fixture(autouse=True)
def language_of_the_portal() -> None:
    """A page fetched in English leaves its language to the next test of the thread; each starts in Arabic."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """Limits count in the cache: no test begins with what another has used up."""
    cache.clear()


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The record of the source articles, read and indexed once for a module; what its tests write goes again."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_sample()
        catch_up()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True, scope="session")
def tables_are_copied() -> Iterator[None]:
    """From the database that scripts/run_suite.py has made; what that lacks is migrated as ever."""
    made = os.environ.get("MIGRATED")
    if made and connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = made
    create = DatabaseCreation._create_test_db
    with ExitStack() as open_ones, pytest.MonkeyPatch.context() as patch:

        def created(creation: Any, *arguments: Any, **options: Any) -> str:
            name: str = create(creation, *arguments, **options)
            # Left open: one in memory is there as long as somebody has it.
            copy = open_ones.enter_context(closing(sqlite3.connect(name, uri=True)))
            with closing(sqlite3.connect(made)) as original:
                original.backup(copy)
            return name

        if made:
            patch.setattr(DatabaseCreation, "_create_test_db", created)
        yield


@pytest.fixture(autouse=True, scope="session")
def audit_log_can_be_flushed() -> Iterator[None]:
    """Tests with a live server empty every table; on SQLite that is a DELETE, which the audit log's trigger refuses."""
    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(operations: Any, statements: list[str]) -> None:
        with operations.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'staff_auditentry'"
            )
            triggers = cursor.fetchall()
        drops = [f"DROP TRIGGER {name}" for name, _sql in triggers]
        flush(operations, [*drops, *statements, *(sql for _name, sql in triggers)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long is begun first: at the end no worker waits for another."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_collection_finish() -> None:
    """What has been loaded by now stays to the end: the collector need not walk through it, again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


# The browser --------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium instead of a downloaded one, deaf to everything but the site."""
    # Playwright keeps an event loop in this thread from here on; Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.fail("The browser tests need Chromium: apt-get install chromium, or its path in CHROMIUM.")
    flags = (
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    )
    arguments = [f"--{flag}" for flag in flags]
    return {**browser_type_launch_args, "executable_path": chromium, "args": arguments}


@pytest.fixture
def console_errors(page: Any) -> list[str]:
    """What the browser complained about, filled while the test runs; a test asserts that it is empty."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors
