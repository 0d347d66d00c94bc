"""The dry run: what each row of a file means, what is wrong with it, what it would change. Writes no event.

A chunk costs the same queries whatever its length: all that cells may refer to is loaded before.
"""

import copy
from typing import Any

from events.models import Event
from exchange.applying import (
    Contradiction,
    Values,
    announced_changes,
    apply_values,
    inferred,
    label_of,
    problems,
)
from exchange.cells import Cell, Reading
from exchange.columns import BY_NAME, WRITTEN
from exchange.context import Context
from exchange.enums import Outcome
from exchange.models import ImportRow
from exchange.moment_cells import DayCell, TimeCell
from exchange.permissions import is_published
from exchange.problems import CellError, ErrorKind

CLEARING = {"-", "–", "—", "∅"}  # typed to empty a field; an empty cell changes nothing
ORGANIZING = ("organizers", "joint_organizers")


def check_rows(rows: list[ImportRow], context: Context) -> None:
    """Fill each row with its values, changes, errors and outcome."""
    for row in rows:
        RowCheck(row, context).run()


class RowCheck:
    """One row of the file against the event that it names, or against none."""

    def __init__(self, row: ImportRow, context: Context) -> None:
        self.row, self.context = row, context
        self.errors: dict[str, CellError] = {}
        self.values: Values = {}
        self.event: Event | None = None

    def run(self) -> None:
        self._find_event()
        self._read_cells()
        changes = self._compare()
        self._refuse_the_forbidden(changes)
        self._finish(changes)

    def fail(self, column: str, kind: ErrorKind, **given: Any) -> None:
        """The first thing wrong with a cell is said, not what follows from it."""
        self.errors.setdefault(column, CellError(kind, **given))

    # Which event

    def _find_event(self) -> None:
        keys = self.context.keys_of(self.row)
        for column, error in keys.errors.items():
            self.fail(column, error.kind, **error.given)
        if first := self.row.cells.get("#same_as"):
            self.fail(keys.column, ErrorKind.DUPLICATE_ROW, row=first)
        if keys.number is not None:
            self._find_by_number(keys.number, keys.slug)
        elif keys.slug:
            self._find_by_slug(keys.slug)
        if self.event:
            self.row.event_id, self.row.seen = self.event.pk, self.context.seen[self.event.pk]
            self._check_version(self.event)

    def _find_by_number(self, number: int, slug: str) -> None:
        event = self.context.by_number.get(number)
        if event is None or event.pk not in self.context.rights.visible:
            self.fail("id", ErrorKind.UNKNOWN_EVENT)
        elif slug and event.slug != slug:
            self.fail("slug", ErrorKind.OTHER_SLUG, slug=event.slug)
        else:
            self.event = event

    def _find_by_slug(self, slug: str) -> None:
        event = self.context.by_slug.get(slug)
        if event is not None and event.pk in self.context.rights.visible:
            self.event = event
        elif event is not None or slug in self.context.taken:
            self.fail("slug", ErrorKind.TAKEN_SLUG)
        else:
            self.values["slug"] = slug

    def _check_version(self, event: Event) -> None:
        typed = self.row.cells.get("version")
        if typed and str(typed).strip() != BY_NAME["version"].cell.current(event):
            self.fail("version", ErrorKind.NEWER)

    # What it says

    def _read_cells(self) -> None:
        for column in WRITTEN:
            raw = self.row.cells.get(column.name)
            if raw is not None:
                try:
                    self.values[column.name] = read_cell(column.cell, raw, self.context.reading)
                except CellError as error:
                    self.fail(column.name, error.kind, **error.given)

    # What it changes

    def _compare(self) -> dict[str, list[Any]]:
        target = copy.copy(self.event) if self.event else self.context.new_event()
        old = {name: self._old(name) for name in self.values if name != "slug"}
        said = {name: value for name, value in self.values.items() if name != "slug"}
        self._apply(target, said)
        guessed = inferred(target, said)
        self._apply(target, guessed)
        old |= {name: self._old(name) for name in guessed}
        changes = {
            name: [old[name], value]
            for name, value in {**said, **guessed}.items()
            if not BY_NAME[name].cell.same(old[name], value)
        }
        self.values = {name: new for name, (_old, new) in changes.items()} | self._slug()
        self._check_whole(target, changes)
        self.row.label = label_of(target, self.values, self.context.showing)
        return changes

    def _slug(self) -> Values:
        return {"slug": self.values["slug"]} if "slug" in self.values else {}

    def _old(self, name: str) -> Any:
        cell = BY_NAME[name].cell
        return cell.current(self.event) if self.event else cell.empty

    def _apply(self, target: Event, values: Values) -> None:
        try:
            apply_values(target, values)
        except Contradiction as error:
            if not any(name.startswith(error.moment) for name in self.errors):
                self.fail(error.column, error.kind)

    def _check_whole(self, target: Event, changes: dict[str, list[Any]]) -> None:
        """Only of what changes, and never of a column whose cell could not be read: one mistake, one message."""
        wrong_time = any(isinstance(BY_NAME[name].cell, DayCell | TimeCell) for name in self.errors)
        for column, kind in problems(target, self.values) if changes else ():
            follows = kind is ErrorKind.ENDS_BEFORE_START and wrong_time
            unread = kind is ErrorKind.EDITION_WITHOUT_SERIES and "series" in self.errors
            if not (follows or unread or self._cells_failed(column)):
                self.fail(column, kind)
        if (
            "super_event" in self.values
            and self.event
            and self.context.contains(self.event, target.super_event_id)
        ):
            self.fail("super_event", ErrorKind.PART_OF_ITSELF)

    def _cells_failed(self, column: str) -> bool:
        """A title or a kind that could not be read is not missing; nor is one of an event that was not found."""
        return column in self.errors or (
            column == "name_ar" and bool(self.errors.keys() & {"kind", "name_fr", "id", "slug"})
        )

    # Whether it may

    def _refuse_the_forbidden(self, changes: dict[str, list[Any]]) -> None:
        rights = self.context.rights
        if self.event is None:
            if not rights.may_add:
                self.fail("name_ar", ErrorKind.MAY_NOT_ADD)
            self._warn_of_twins()
        elif changes and self.event.pk not in rights.editable:
            self.fail(self.context.keys_of(self.row).column, ErrorKind.NOT_YOURS)
        elif changes and self.event.pk not in rights.direct:
            self.fail(self.context.keys_of(self.row).column, ErrorKind.NOT_DIRECTLY)
        elif is_published(self.event):
            for name in announced_changes(changes):
                self.fail(name, ErrorKind.ANNOUNCED)
        self._check_organizers(changes)

    def _warn_of_twins(self) -> None:
        twin = self.context.twin_of(self.values)
        if twin and not self.errors:
            self.fail(
                "name_ar" if self.values.get("name_ar") else "name_fr", ErrorKind.ALREADY_THERE, slug=twin
            )

    def _check_organizers(self, changes: dict[str, list[Any]]) -> None:
        touched = self.event is None or changes.keys() & set(ORGANIZING)
        unread = self.errors.keys() & {*ORGANIZING, "id", "slug"}
        if not touched or unread or self.context.rights.is_everywhere:
            return
        after = [pk for name in ORGANIZING for pk in self.values.get(name, self._old(name))]
        if not self.context.rights.is_own(after):
            self.fail("organizers", ErrorKind.NO_ORGANIZER)

    # The verdict

    def _finish(self, changes: dict[str, list[Any]]) -> None:
        row = self.row
        row.changes, row.values = changes, self.values
        row.errors = [
            error.as_json(column, row.cells.get(column, "")) for column, error in self.errors.items()
        ]
        if row.errors:
            row.outcome = Outcome.REFUSED
        elif self.event is None:
            row.outcome = Outcome.CREATED
        else:
            row.outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED


def read_cell(cell: Cell, raw: Any, reading: Reading) -> Any:
    """Raises ``CellError``."""
    if isinstance(raw, dict):
        raise CellError(ErrorKind(raw["error"]))
    if isinstance(raw, str) and raw.strip() in CLEARING:
        return cell.empty
    return cell.read(raw, reading)
