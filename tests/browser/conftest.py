import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

LONGEST_ANSWER = 20  # seconds


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database in a file, as in production: one in memory refuses a reader while another request writes."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("browser") / "db.sqlite3")


@pytest.fixture(autouse=True)
def late_requests_are_over(transactional_db: None, live_server: Any, browser: Any) -> Iterator[None]:
    """The database is emptied after a test: by then no window asks and no thread of the server answers any more."""
    yield
    for context in browser.contexts:
        context.close()
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(LONGEST_ANSWER)
