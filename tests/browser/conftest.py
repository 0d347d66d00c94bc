import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

LONGEST_ANSWER = 20  # seconds


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database in a file, as in production: one in memory refuses a reader while another request writes."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("browser") / "db.sqlite3")


@pytest.fixture(scope="session")
def kept_sample() -> Iterator[sqlite3.Connection]:
    """A copy of the whole database, empty until a test has asked for the sample."""
    with closing(sqlite3.connect(":memory:")) as copy:
        yield copy


@pytest.fixture
def sample(transactional_db: None, kept_sample: sqlite3.Connection) -> None:
    """The record of the source articles: read the first time, and copied for each test from then on."""
    connection.ensure_connection()
    if kept_sample.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
        kept_sample.backup(connection.connection)
        ContentType.objects.clear_cache()  # they have the numbers of the copy again
    else:
        call_command("loadsample", verbosity=0)
        connection.connection.backup(kept_sample)


@pytest.fixture(autouse=True)
def late_requests_are_over(transactional_db: None, live_server: Any, browser: Any) -> Iterator[None]:
    """The database is emptied after a test: by then no window asks and no thread of the server answers any more."""
    yield
    for context in browser.contexts:
        context.close()
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(LONGEST_ANSWER)
