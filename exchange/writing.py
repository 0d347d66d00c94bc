"""Writing checked rows: new events as drafts, changes where nothing newer is in the way. One transaction a chunk."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from events.models import Event
from exchange.applying import apply_values
from exchange.enums import Outcome, Progress
from exchange.loading import (
    WRITTEN_PARTS,
    Blank,
    fingerprint,
    fingerprints,
    images_of,
    kind_of_event,
    plain_rows,
    with_parts,
)
from exchange.models import ImportRow
from exchange.parts import write_parts
from exchange.permissions import rights_on
from exchange.problems import CellError, ErrorKind
from exchange.slugs import give_addresses
from history.bulk import recording_many
from history.models import Verb, Version
from institutions.models import Territory
from search.keeping import touch

# REFUSALS: what somebody else did at this very moment: entered the same, or removed what a row refers to.
TABLES = [model._meta.db_table for model, _link in ((Event, "id"), *WRITTEN_PARTS)]
REFUSALS = (IntegrityError, ObjectDoesNotExist)


def write_rows(rows: list[ImportRow], user: Any, reason: str) -> None:
    """Write ``rows``; where the database refuses the chunk, each row alone, so that one does not stop the others."""
    try:
        Chunk(rows, user, reason).write()
    except REFUSALS:
        for row in rows:
            if row.outcome != Outcome.REFUSED:
                _write_alone(row, user, reason)


def _write_alone(row: ImportRow, user: Any, reason: str) -> None:
    try:
        Chunk([row], user, reason).write()
    except REFUSALS:
        refuse(row, ErrorKind.DATABASE)


def refuse(row: ImportRow, kind: ErrorKind, column: str = "") -> None:
    """The row is not written after all; nothing of it was."""
    row.outcome, row.progress, row.before, row.after = Outcome.REFUSED, Progress.WAITING, None, ""
    row.event_id = row.event_id if row.seen else None
    row.errors = [CellError(kind).as_json(column)]


class Chunk:
    def __init__(self, rows: list[ImportRow], user: Any, reason: str) -> None:
        self.rows, self.user, self.reason = rows, user, reason
        self._blank = Blank(Event, created_by=user)

    @transaction.atomic
    def write(self) -> None:
        with override("ar"):  # derived words are those of the portal's first language, whoever imports
            pairs = [(row, event) for row, event in self._pairs() if event is not None]
            changed = [event for row, event in pairs if row.outcome == Outcome.CHANGED]
            self._keep_images(pairs)
            with recording_many(
                changed, by=self.user, verb=Verb.IMPORTED, reason=self.reason, model=Event
            ) as recorded:
                recorded.extend(self._save(pairs))
            connection.check_constraints(
                TABLES
            )  # now, not when the slice is committed: one row must not stop it
            _note(pairs)
            touch(Event, [event.pk for _row, event in pairs])

    def _pairs(self) -> list[tuple[ImportRow, Event | None]]:
        """Each row with its event; none where something newer, or a right that is gone, stands in the way."""
        numbers = [row.event_id for row in self.rows if row.outcome == Outcome.CHANGED]
        events = _locked(numbers)
        seen, rights = fingerprints(list(events)), rights_on(list(events), self.user)
        return [(row, self._event_of(row, events, seen, rights.direct)) for row in self.rows]

    def _event_of(
        self, row: ImportRow, events: dict[int, Event], seen: dict[int, str], direct: frozenset[int]
    ) -> Event | None:
        if row.outcome == Outcome.CREATED:
            new: Event = self._blank.new(slug=row.values.get("slug", ""))
            return new
        event = events.get(row.event_id or 0)
        if event is None or seen[event.pk] != row.seen:
            refuse(row, ErrorKind.NEWER, "version")
        elif event.pk not in direct:
            refuse(row, ErrorKind.NOT_YOURS, "id")
        else:
            return event
        return None

    def _keep_images(self, pairs: list[tuple[ImportRow, Event]]) -> None:
        numbers = [event.pk for _row, event in pairs if event.pk]
        images = images_of(numbers) if numbers else {}
        for row, event in pairs:
            row.before = images.get(event.pk)

    def _save(self, pairs: list[tuple[ImportRow, Event]]) -> list[Event]:
        """Save all events and their parts; returns the new ones."""
        for row, event in pairs:
            apply_values(event, _columns(row))
        _give_territories([event for _row, event in pairs])
        new = [event for _row, event in pairs if event.pk is None]
        changed = [event for _row, event in pairs if event.pk is not None]
        give_addresses(new)
        for event in new:
            event.derive()
        plain_rows(Event).bulk_create(new)
        for event in changed:
            _update(event)
        write_parts([(event, row.values) for row, event in pairs])
        return new


def _locked(numbers: list[Any]) -> dict[int, Event]:
    """The events to change, locked until the chunk is written."""
    if not numbers:
        return {}
    list(plain_rows(Event).filter(pk__in=numbers).select_for_update().values_list("pk"))
    return {event.pk: event for event in with_parts(Event.objects.filter(pk__in=numbers))}


def _columns(row: ImportRow) -> dict[str, Any]:
    return {name: value for name, value in row.values.items() if name != "slug"}


def _give_territories(events: list[Event]) -> None:
    """The words of the place are part of what an event is found by: load them once, not once an event."""
    places = Territory.objects.in_bulk({event.territory_id for event in events if event.territory_id})
    for event in events:
        if event.territory_id in places:
            event.territory = places[event.territory_id]


def _update(event: Event) -> None:
    """Save what a row can change, and all that is derived from it. One query; the address never changes here."""
    fields = [
        f for f in Event._meta.concrete_fields if not (f.primary_key or f.name in ("slug", "created_at"))
    ]
    values = {f.attname: f.pre_save(event, add=False) for f in fields if f.name not in _shadowed()}
    plain_rows(Event).filter(pk=event.pk).update(**values)


def _shadowed() -> set[str]:
    """Base columns that modeltranslation keeps and nothing reads."""
    names = {f.name for f in Event._meta.concrete_fields}
    return {name for name in names if f"{name}_ar" in names}


def _note(pairs: list[tuple[ImportRow, Event]]) -> None:
    """Remember what each event says now: an undo compares with it. History has just kept it."""
    versions = Version.objects.filter(
        content_type=kind_of_event(), object_id__in=[event.pk for _row, event in pairs]
    ).order_by("number")
    now = {version.object_id: fingerprint(version.snapshot) for version in versions}
    for row, event in pairs:
        row.event_id, row.after, row.progress = event.pk, now[event.pk], Progress.WRITTEN
