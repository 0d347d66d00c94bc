"""One verb, one function. Nothing here takes long: the work is done in slices (``work``)."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.enums import BatchState, DateOrder, Outcome, Progress
from exchange.files import Table, TypedRow, read_table
from exchange.models import ImportBatch, ImportRow
from exchange.problems import Notice
from portal.lib.date_reading import order_shown_by
from staff.audit import Action, record

DATE_COLUMNS = ("starts_on", "ends_on")
KEY_COLUMNS = ("id", "slug")
LONGEST_NAME = 200


@transaction.atomic
def receive_file(
    *, content: bytes, name: str, by: Any, order: DateOrder = DateOrder.DAY_FIRST
) -> ImportBatch:
    """Keep a file with its rows, ready to be checked. Raises ``FileError``."""
    table = read_table(content)
    checksum = hashlib.sha256(content).hexdigest()
    proved = _proved_order(table)
    batch = ImportBatch(
        by=by,
        file_name=name[-LONGEST_NAME:],
        kind=table.kind,
        checksum=checksum,
        date_order=proved or order,
        columns=table.columns,
        notices=[*table.notices, *_remarks(checksum, proved if proved != order else None)],
        row_count=len(table.rows),
        to_do=len(table.rows),
    )
    batch.file.save(name, ContentFile(content), save=False)
    batch.save()
    marked = _marked(table.rows)
    ImportRow.objects.bulk_create(
        [ImportRow(batch=batch, number=row.number, cells=row.cells) for row in marked], batch_size=1000
    )
    return batch


def _proved_order(table: Table) -> DateOrder | None:
    """The order that the file itself proves; None where it proves nothing, or both."""
    texts = (row.cells.get(name) for row in table.rows for name in DATE_COLUMNS)
    shown = order_shown_by(text for text in texts if isinstance(text, str))
    return DateOrder(shown.pop().value) if len(shown) == 1 else None


def _remarks(checksum: str, proved: DateOrder | None) -> Iterator[dict[str, Any]]:
    if proved is DateOrder.MONTH_FIRST:
        yield {"kind": Notice.ORDER_PROVED.value, "given": {}}
    earlier = ImportBatch.objects.filter(checksum=checksum, state=BatchState.DONE).first()
    if earlier and earlier.finished_at:
        yield {"kind": Notice.SENT_BEFORE.value, "given": {"day": f"{earlier.finished_at:%Y-%m-%d}"}}


def _marked(rows: list[TypedRow]) -> Iterator[TypedRow]:
    """Rows that mean the same event as an earlier one, or say the very same, carry that one's number."""
    first: dict[Any, int] = {}
    for row in rows:
        keys = [(name, str(row.cells[name]).strip().casefold()) for name in KEY_COLUMNS if name in row.cells]
        same = [first[key] for key in keys or [_whole(row)] if key in first]
        for key in keys or [_whole(row)]:
            first.setdefault(key, row.number)
        yield TypedRow(row.number, row.cells | {"#same_as": same[0]}) if same else row


def _whole(row: TypedRow) -> Any:
    return tuple(sorted((name, str(value)) for name, value in row.cells.items()))


@transaction.atomic
def start_import(
    *, batch: ImportBatch, by: Any, despite_errors: bool = False, request: HttpRequest | None = None
) -> None:
    """Order the writing of all good rows. With rows that are refused, only when the sender has said so."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    counts = batch.rows.counts()
    if batch.state != BatchState.CHECKED:
        raise ValidationError(_("This import has been ordered already."))
    if not counts["to_write"]:
        raise ValidationError(_("There is nothing to import."))
    if counts[Outcome.REFUSED] and not despite_errors:
        raise ValidationError(
            _("Some rows have errors. Say that the others are to be imported without them.")
        )
    batch.state, batch.to_do = BatchState.RUNNING, counts["to_write"]
    batch.save(update_fields=["state", "to_do"])
    record(Action.IMPORTED, by=by, request=request, target=batch, rows=batch.to_do, checksum=batch.checksum)


@transaction.atomic
def start_undo(*, batch: ImportBatch, by: Any, request: HttpRequest | None = None) -> None:
    """Order that everything the import did is taken back; also of an import that stopped half way."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in (BatchState.DONE, BatchState.RUNNING):
        raise ValidationError(_("There is nothing to undo."))
    batch.state, batch.to_do = BatchState.UNDOING, batch.rows.filter(progress=Progress.WRITTEN).count()
    batch.save(update_fields=["state", "to_do"])
    record(Action.IMPORT_UNDONE, by=by, request=request, target=batch, rows=batch.to_do)


@transaction.atomic
def discard_batch(*, batch: ImportBatch) -> None:
    """Forget a file that wrote nothing, or whose import was undone. An import that stands can be forgotten once old."""
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in (BatchState.CHECKING, BatchState.CHECKED, BatchState.UNDONE):
        raise ValidationError(_("This import has written events. Undo it first."))
    forget(batch)


def forget(batch: ImportBatch) -> None:
    """Remove the rows and the file of ``batch``."""
    file, storage = batch.file.name, batch.file.storage
    batch.delete()
    if file:
        transaction.on_commit(lambda: storage.delete(file))


def finished(batch: ImportBatch, state: BatchState) -> None:
    batch.state, batch.finished_at = state, timezone.now()
    batch.save(update_fields=["state", "finished_at"])
