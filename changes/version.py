"""The version of the record: what validators and the page cache are made of. One row is read."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.db.models import Exists
from django.utils import timezone

from changes.models import Mark, Record
from changes.settling import settle

logger = logging.getLogger("changes")


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
    rows = Record.objects.annotate(has_marks=Exists(Mark.objects.all()))
    record = rows.filter(pk=1).first()
    now = timezone.now()
    if record is None or record.has_marks or not record.settled_at <= now < record.next_boundary:
        return None
    return Version(record.era, record.version, record.settled_at, record.next_boundary)
