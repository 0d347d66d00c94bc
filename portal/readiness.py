"""Whether this process can serve: what it needs, asked one after another, answered in plain words.

What is `needed` decides the status (503 takes the process out of the proxy's rotation); the rest is told only.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache as remembered
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.lib.zone import zone_data_is_current

OLDEST_TASK = 600  # seconds: a worker takes a task within one


class NotReadyError(Exception):
    """The message says what is wrong."""


@dataclass(frozen=True)
class Finding:
    name: str
    ok: bool
    needed: bool
    detail: str
    milliseconds: float

    def as_json(self) -> dict[str, Any]:
        return {"ok": self.ok, "needed": self.needed, "detail": self.detail, "ms": self.milliseconds}


def findings() -> list[Finding]:
    return [
        _asked("database", _database, needed=True),
        _asked("migrations", _migrations, needed=True),
        _asked("zone data", _zone_data, needed=True),
        _asked("storage", _storage, needed=True),
        _asked("cache", _cache, needed=False),
        _asked("queue", _queue, needed=False),
    ]


def _asked(name: str, question: Callable[[], str], *, needed: bool) -> Finding:
    begun = time.perf_counter()
    try:
        ok, detail = True, question()
    except NotReadyError as error:
        ok, detail = False, str(error)
    except (DatabaseError, InterfaceError):
        ok, detail = False, "The database does not answer."
    except OSError as error:
        ok, detail = False, f"Failed: {error.strerror or type(error).__name__}."
    except Exception as error:  # noqa: BLE001  (a store or a cache of any kind; a probe must answer)
        ok, detail = False, f"Failed: {type(error).__name__}."
    return Finding(name, ok, needed, detail, round((time.perf_counter() - begun) * 1000, 1))


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return f"{connection.display_name} answers."


@remembered
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _migrations() -> str:
    missing = _known_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    if missing:
        names = ", ".join(sorted(f"{app}.{name}" for app, name in missing))
        raise NotReadyError(f"Not applied: {names}. Run manage.py migrate.")
    return "All applied."


def _zone_data() -> str:
    if not zone_data_is_current():
        raise NotReadyError("Older than Morocco's change of September 2026: hours would be wrong.")
    return "Morocco is on UTC, as the law says since September 2026."


def _storage() -> str:
    """Writes a small file and takes it away."""
    content = secrets.token_bytes(16)
    name = default_storage.save(f"readyz/{content.hex()}", ContentFile(content))
    try:
        with default_storage.open(name) as file:
            if file.read() != content:
                raise NotReadyError("The store gives back something else than was written.")
    finally:
        default_storage.delete(name)
    return "Writable."


def _cache() -> str:
    token = secrets.token_hex(8)
    cache.set("readyz", token, 60)
    if cache.get("readyz") is None:
        raise NotReadyError("The cache does not answer. The site works without it, slower.")
    return "Answers."


def oldest_waiting() -> tuple[int, float]:
    """How many tasks wait, and for how many seconds the oldest has."""
    waiting = DBTaskResult.objects.ready()
    first = waiting.order_by("enqueued_at").values_list("enqueued_at", "run_after").first()
    if first is None:
        return 0, 0.0
    since = max(moment for moment in first if moment <= timezone.now())
    return waiting.count(), (timezone.now() - since).total_seconds()


def _queue() -> str:
    count, age = oldest_waiting()
    if age > OLDEST_TASK:
        raise NotReadyError(
            f"{count} tasks wait, the oldest for {age / 60:.0f} minutes. Is manage.py db_worker running?"
        )
    return f"{count} tasks wait."
