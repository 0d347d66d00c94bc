"""The long work, in slices: each request of the progress page does a second or two of it. No queue, no threads.

A slice is claimed, so that two open pages do not do the same; whatever stops in the middle can go on later.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.checking import check_rows
from exchange.context import Context
from exchange.enums import BatchState, Outcome, Progress
from exchange.lookups import Lookups
from exchange.models import ImportBatch, ImportRow
from exchange.services.orders import finished
from exchange.undoing import undo_rows
from exchange.writing import write_rows
from portal.lib.date_reading import DateOrder

SECONDS = 1.5
CLAIM = timedelta(
    seconds=60
)  # longer than any slice; a server that died leaves the batch free again after it
CHECKED_AT_ONCE, WRITTEN_AT_ONCE, UNDONE_AT_ONCE = 500, 400, 400
OUTCOME_FIELDS = ["outcome", "progress", "label", "values", "changes", "errors", "event_id", "seen"]
Step = Callable[[ImportBatch, Any, Lookups], int]


def advance(batch: ImportBatch, user: Any, seconds: float = SECONDS) -> ImportBatch:
    """Work on ``batch`` for about ``seconds``, unless somebody else is at it; the batch as it is then."""
    with _claimed(batch) as is_ours:
        batch.refresh_from_db()
        lookups, ends = Lookups(user), time.monotonic() + seconds
        while is_ours and batch.is_at_work:
            with transaction.atomic():  # what was written and the note that it was: both or neither
                STEPS[BatchState(batch.state)](batch, user, lookups)
            if time.monotonic() >= ends:
                break
    return batch


@contextmanager
def _claimed(batch: ImportBatch) -> Iterator[bool]:
    rows = ImportBatch.objects.filter(pk=batch.pk)
    is_ours = bool(rows.unclaimed().update(claimed_until=timezone.now() + CLAIM))
    try:
        yield is_ours
    finally:
        if is_ours:
            rows.update(claimed_until=None)


def _check(batch: ImportBatch, user: Any, lookups: Lookups) -> int:
    rows = list(batch.rows.filter(outcome=Outcome.WAITING)[:CHECKED_AT_ONCE])
    if not rows:
        finished(batch, BatchState.CHECKED)
        return 0
    context = Context(rows, user=user, lookups=lookups, order=DateOrder(batch.date_order))
    check_rows(rows, context)
    _keep(rows, OUTCOME_FIELDS)
    return len(rows)


def _write(batch: ImportBatch, user: Any, lookups: Lookups) -> int:
    rows = list(batch.rows.to_write()[:WRITTEN_AT_ONCE])
    if not rows:
        finished(batch, BatchState.DONE)
        return 0
    write_rows(rows, user, _("Import %(number)s: %(file)s") % {"number": batch.pk, "file": batch.file_name})
    _keep(rows, [*OUTCOME_FIELDS, "before", "after"])
    return len(rows)


def _undo(batch: ImportBatch, user: Any, lookups: Lookups) -> int:
    """Latest first: a part written later goes before the whole."""
    rows = list(batch.rows.filter(progress=Progress.WRITTEN).order_by("-number")[:UNDONE_AT_ONCE])
    if not rows:
        finished(batch, BatchState.UNDONE)
        return 0
    undo_rows(rows, user, _("Import %(number)s: %(file)s") % {"number": batch.pk, "file": batch.file_name})
    _keep(rows, ["progress", "errors"])
    return len(rows)


STEPS: dict[BatchState, Step] = {
    BatchState.CHECKING: _check,
    BatchState.RUNNING: _write,
    BatchState.UNDOING: _undo,
}


def _keep(rows: list[ImportRow], fields: list[str]) -> None:
    """One statement for all rows: an insertion that meets what it knows becomes a change."""
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def done(batch: ImportBatch) -> int:
    """How many of the rows of the present work are behind us. One query."""
    left = {
        BatchState.CHECKING: batch.rows.filter(outcome=Outcome.WAITING),
        BatchState.RUNNING: batch.rows.to_write(),
        BatchState.UNDOING: batch.rows.filter(progress=Progress.WRITTEN),
    }
    state = BatchState(batch.state)
    return batch.to_do - left[state].count() if state in left else batch.to_do
