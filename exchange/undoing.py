"""Taking a whole import back: new events go, changed ones become what they were, to the byte.

An event that somebody has changed since, or that other records refer to, stays and is named.
"""

from collections import defaultdict
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import override

from events.models import Event
from exchange.enums import Outcome, Progress
from exchange.loading import WRITTEN_PARTS, Image, columns_of, fingerprints, kind_of_event, plain_rows
from exchange.models import ImportRow
from exchange.problems import CellError, ErrorKind
from history.bulk import recording_many
from history.models import Tombstone, Verb
from history.recording import label_of, name_of
from search.keeping import watch


@transaction.atomic
def undo_rows(rows: list[ImportRow], user: Any, reason: str) -> None:
    with override("ar"):
        events = {event.pk: event for event in _locked([row.event_id for row in rows])}
        now, used = fingerprints(list(events)), _in_use(list(events))
        going = [row for row in rows if _may_go(row, events, now, used)]
        watch(Event, [row.event_id or 0 for row in going])
        _remove([events[row.event_id or 0] for row in going if row.outcome == Outcome.CREATED], user, reason)
        changed = [row for row in going if row.outcome == Outcome.CHANGED]
        with recording_many(
            [events[row.event_id or 0] for row in changed],
            by=user,
            verb=Verb.UNDONE,
            reason=reason,
            model=Event,
        ):
            _restore(changed)
        for row in going:
            row.progress = Progress.UNDONE


def _locked(numbers: list[Any]) -> list[Event]:
    list(plain_rows(Event).filter(pk__in=numbers).select_for_update().values_list("pk"))
    return list(Event._base_manager.filter(pk__in=numbers).select_related("territory"))


def _may_go(row: ImportRow, events: dict[int, Event], now: dict[int, str], used: set[int]) -> bool:
    number = row.event_id or 0
    if number not in events or now[number] != row.after:
        _keep(row, ErrorKind.CHANGED_SINCE)
    elif row.outcome == Outcome.CREATED and number in used:
        _keep(row, ErrorKind.IN_USE)
    else:
        return True
    return False


def _keep(row: ImportRow, kind: ErrorKind) -> None:
    row.progress = Progress.KEPT
    row.errors = [CellError(kind).as_json("")]


def _in_use(numbers: list[int]) -> set[int]:
    """Events that anything but the parts an import writes refers to."""
    own = {model for model, _link in WRITTEN_PARTS}
    used: set[int] = set()
    relations: Any = Event._meta.get_fields(include_hidden=True)
    for relation in relations:
        model: Any = relation.related_model
        if relation.auto_created and not relation.concrete and model not in own and _is_key(relation):
            link = relation.field.attname
            rows = plain_rows(model).filter(**{f"{link}__in": numbers})
            used |= set(rows.values_list(link, flat=True))
    return used


def _is_key(relation: Any) -> bool:
    """A foreign key of another row; many-to-many relations have one of their own in the table between."""
    return bool(relation.one_to_many or relation.one_to_one)


# New events --------------------------------------------------------------------------------------------


def _remove(events: list[Event], user: Any, reason: str) -> None:
    """Nothing refers to them but what the import wrote, and nobody has read them: they go without a former address."""
    numbers = [event.pk for event in events]
    if not numbers:
        return
    Tombstone.objects.bulk_create([_tombstone(event, user, reason) for event in events])
    for model, link in WRITTEN_PARTS:
        _delete(model, **{f"{link}__in": numbers})
    _delete(Event, pk__in=numbers)


def _delete(model: Any, **condition: Any) -> None:
    """Without signals: the one of an address would keep it for ever, although it was never public."""
    rows = plain_rows(model).filter(**condition)
    rows._raw_delete(rows.db)


def _tombstone(event: Event, user: Any, reason: str) -> Tombstone:
    return Tombstone(
        content_type=kind_of_event(),
        object_id=event.pk,
        label=label_of(event),
        by=user,
        by_name=name_of(user),
        at=timezone.now(),
        reason=reason[:400],
    )


# Changed events ----------------------------------------------------------------------------------------


def _restore(rows: list[ImportRow]) -> None:
    images: dict[int, Image] = {row.event_id or 0: row.before or {} for row in rows}
    for model, link in ((Event, "id"), *WRITTEN_PARTS):
        now: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
        for row in plain_rows(model).filter(**{f"{link}__in": list(images)}):
            now[row.__dict__[link]][row.pk] = columns_of(row)
        for number, image in images.items():
            before = {columns["id"]: columns for columns in image.get(model._meta.db_table, [])}
            _restore_rows(model, before, now[number])


def _restore_rows(model: Any, before: dict[int, dict[str, Any]], now: dict[int, dict[str, Any]]) -> None:
    if gone := now.keys() - before.keys():
        _delete(model, pk__in=gone)
    for pk, columns in before.items():
        if pk not in now:
            plain_rows(model).bulk_create([model(id=pk, **_as_stored(model, columns))])
        if columns != now.get(pk):
            plain_rows(model).filter(pk=pk).update(**_as_stored(model, columns))


def _as_stored(model: type[models.Model], columns: dict[str, Any]) -> dict[str, Any]:
    """Values of the columns by attribute, the key left out, as Python knows them."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return {
        name: _python(fields[name], value)
        for name, value in columns.items()
        if name != "id" and name in fields
    }


def _python(field: Any, value: Any) -> Any:
    if value is None or field.remote_field or isinstance(field, models.JSONField):
        return value
    return field.to_python(value)
