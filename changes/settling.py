"""Turns marks into entries of the ledger: once, in one order, by whoever comes first.

The lock on the only row of ``Record`` makes settling a queue: a position is given after all smaller ones have been
committed, and a mark is seen when its own transaction has been. A transaction that takes long is settled after it
ends, behind those that overtook it; so a reader who follows positions misses nothing, on both databases.
"""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.functions import Cast
from django.dispatch import Signal
from django.utils import timezone

from changes.affected import Numbers, Rows, affected, model_of_type, some
from changes.clock import crossed, next_boundary
from changes.event_counts import counts, miscounted
from changes.models import Entry, Mark, Record
from changes.resources import RESOURCES

MARKS_AT_ONCE = 1_000
TYPE = "type:"
settled = Signal()  # the ledger has grown; sent after the commit, to whoever tells others of it


def settle(*, wait: bool = True, rounds: int | None = None) -> None:
    """Settle every mark and every boundary that has passed, or as much as ``rounds`` allow.

    Without ``wait`` it gives up at once where somebody else is settling or the database is busy with a write.
    """
    while rounds is None or rounds > 0:
        with _record(wait=wait) as record:
            if record is None or not _settle_some(record):
                return
        rounds = None if rounds is None else rounds - 1


def reconcile() -> None:
    """Compare the whole ledger with what is public now, and set right what differs.

    Nothing depends on what the clock said before, so this also undoes a clock that was ahead at the last change.
    """
    with _record(wait=True) as record:
        if record is None:
            return
        at = timezone.now()
        for name in RESOURCES:
            for numbers in _differing(name, at):
                _write(record, {name: numbers}, at)
        _close(record, at)


def begin_anew() -> None:
    """After a restore: positions given out since the copy was made mean nothing any more; nobody may follow them."""
    with _record(wait=True) as record:
        if record is not None:
            record.era = _new_era()
            record.save(update_fields=["era"])
    reconcile()


@contextmanager
def _record(*, wait: bool) -> Iterator[Record | None]:
    """The record, held until the end of the block; None where it cannot be had without waiting."""
    with ExitStack() as held:
        try:
            with _patience(wait=wait):
                held.enter_context(transaction.atomic())
        except OperationalError:
            if wait:
                raise
            yield None
            return
        yield _held(wait=wait)


def _held(*, wait: bool) -> Record | None:
    rows = Record.objects.select_for_update(skip_locked=not wait and connection.vendor == "postgresql")
    record = rows.filter(pk=1).first()
    if record is None and not Record.objects.exists():
        now = timezone.now()
        new = Record(pk=1, era=_new_era(), settled_at=now, next_boundary=now)
        Record.objects.bulk_create([new], ignore_conflicts=True)
        record = rows.filter(pk=1).first()
    return record


@contextmanager
def _patience(*, wait: bool) -> Iterator[None]:
    """SQLite waits for another writer at the beginning of a transaction; told not to, it answers at once."""
    impatient = not wait and connection.vendor == "sqlite" and not connection.in_atomic_block
    if impatient:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            [usual] = cursor.fetchone()
            cursor.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        if impatient:
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {int(usual)}")


def _new_era() -> str:
    return secrets.token_hex(4)


# One round ------------------------------------------------------------------------------------------------
def _settle_some(record: Record) -> bool:
    """Whether anything was there to settle."""
    at = max(timezone.now(), record.settled_at)
    marks = list(Mark.objects.order_by("pk")[:MARKS_AT_ONCE])
    if not marks and at < record.next_boundary:
        return False
    own, parts = _rows_of(marks)
    if at >= record.next_boundary:
        for model, numbers in crossed(record.settled_at, at).items():
            own.setdefault(model, set()).update(numbers)
    _write(record, affected(own, parts), at)
    Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    _close(record, at)
    return True


def _rows_of(marks: list[Mark]) -> tuple[Rows, Rows]:
    own: Rows = {}
    parts: Rows = {}
    for mark in marks:
        if (model := _model_of(mark.model)) is not None:
            (own if mark.is_own else parts).setdefault(model, set()).add(mark.object_id)
    return own, parts


def _model_of(label: str) -> Any:
    """The model a mark names, by its label or the number of its type; None when no release has it any more."""
    if label.startswith(TYPE):
        return model_of_type(int(label.removeprefix(TYPE)))
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def _close(record: Record, at: datetime) -> None:
    record.version += 1
    record.settled_at, record.next_boundary = at, next_boundary(at)
    record.save()
    transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    settled.send_robust(sender=Record)


def _write(record: Record, touched: dict[str, Numbers], at: datetime) -> None:
    for name, numbers in touched.items():
        for together in some(numbers):
            _write_some(record, name, together, at)


def _write_some(record: Record, name: str, numbers: list[int], at: datetime) -> None:
    public = set(RESOURCES[name].public(at).filter(pk__in=numbers).order_by().values_list("pk", flat=True))
    known = {row.object_id: row for row in Entry.objects.filter(resource=name, object_id__in=numbers)}
    events = counts(name, public, at)
    told = []
    for number in numbers:
        entry, is_public = known.get(number), number in public
        if not is_public and (entry is None or not entry.is_public):
            continue  # never told of, or told that it is gone
        record.version += 1
        since = entry.public_since if entry and entry.is_public else record.version
        told.append(
            Entry(
                resource=name, object_id=number, is_public=is_public, position=record.version,
                public_since=since, at=at, event_count=events.get(number),
            )
        )  # fmt: skip
    Entry.objects.bulk_create(
        told,
        update_conflicts=True,
        unique_fields=["resource", "object_id"],
        update_fields=["is_public", "position", "public_since", "at", "event_count"],
    )


# The whole ledger -----------------------------------------------------------------------------------------
def _differing(name: str, at: datetime) -> Iterator[Numbers]:
    """What is public and not in the ledger, in it and not public, or has another number of events; some at a time."""
    alive = Entry.objects.filter(resource=name, is_public=True)
    public = RESOURCES[name].public(at).order_by()
    here = Cast(OuterRef("pk"), BigIntegerField())
    missing = public.filter(~Exists(alive.filter(object_id=here)))
    gone = alive.filter(~Exists(public.filter(pk=OuterRef("object_id"))))
    yield from _in_order(missing, "pk")
    yield from _in_order(gone, "object_id")
    yield from _in_order(miscounted(name, alive, at), "object_id")


def _in_order(rows: Any, key: str) -> Iterator[Numbers]:
    """What was looked at is not looked at again: a ledger is compared once from end to end."""
    last = 0
    numbers = rows.order_by(key).values_list(key, flat=True)
    while some := list(numbers.filter(**{f"{key}__gt": last})[:5_000]):
        yield set(some)
        last = some[-1]
