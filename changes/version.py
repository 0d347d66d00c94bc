"""The version of the record: what validators and the page cache are made of. One row is read."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import DatabaseError, connections, router
from django.utils import timezone

from changes.models import Record
from changes.settling import settle

logger = logging.getLogger("changes")
QUESTION = (
    "SELECT era, version, settled_at, next_boundary, EXISTS (SELECT 1 FROM changes_mark) "
    "FROM changes_record WHERE id = 1"
)


@dataclass(frozen=True)
class Version:
    """What is answered now stays right until ``until``, unless somebody writes."""

    era: str
    number: int
    since: datetime
    until: datetime

    def __str__(self) -> str:
        return f"{self.era}{self.number:x}"


def current(*, settling: bool = True) -> Version | None:
    """The version that an answer made now belongs to; None while it cannot be told.

    That is so while somebody else settles, after a bulk write that takes several rounds, and on a machine whose
    clock is behind that of the others. Such an answer is given, and kept by nobody.
    """
    version = _read()
    if version is None and settling:
        try:
            settle(wait=False, rounds=1)
        except DatabaseError:  # a database that only reads for now: pages are answered all the same
            logger.warning("The marks of writes could not be settled.", exc_info=True)
            return None
        version = _read()
    return version


def _read() -> Version | None:
    """In plain SQL: it is asked at every request, and building a query costs more than answering it."""
    with connections[router.db_for_read(Record)].cursor() as cursor:
        cursor.execute(QUESTION)
        row = cursor.fetchone()
    if row is None:
        return None
    era, number, has_marks = row[0], row[1], row[4]
    since, until = _instant(row[2]), _instant(row[3])
    if has_marks or not since <= timezone.now() < until:
        return None
    return Version(era, number, since, until)


def _instant(stored: Any) -> datetime:
    """SQLite gives the text that Django wrote, in UTC."""
    if isinstance(stored, str):
        stored = datetime.fromisoformat(stored)
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)
