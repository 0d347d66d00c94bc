"""Making the stored rows say what a snapshot says."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction

from history.registry import ACTS_OF_ALL, Shape, shape_of
from history.snapshots import (
    ROOT,
    Snapshot,
    as_proposed,
    linked_rows,
    names_in,
    number_in,
    owner_of,
    shape_at,
    snapshot,
    translated_keys,
)
from history.tombstones import successor

# Proposed rows that are stored only to be looked at get numbers that no sequence reaches: the same each time.
FIRST_PASSING_NUMBER = 2**61

_is_as_if: ContextVar[bool] = ContextVar("is_as_if", default=False)


@transaction.atomic
def apply(wanted: Snapshot, row: models.Model) -> None:
    """Make ``row`` and its parts say what ``wanted`` says, writing only what differs.

    Rows with negative numbers are created anew; those that were deleted come back under their old number. Raises
    ``ValidationError`` when that would not be fit to be stored; then nothing is written.
    """
    _Application(wanted, row).run()


@contextmanager
def as_if(wanted: Snapshot, row: models.Model) -> Iterator[None]:
    """Within the block, ``row`` and its parts say what ``wanted`` says; after it, nothing has happened.

    What is new has the same passing number each time, so that a form that shows it can be sent back.
    """
    token = _is_as_if.set(True)
    try:
        with transaction.atomic():
            _Application(wanted, row, new_numbers=lambda number: FIRST_PASSING_NUMBER - number).run()
            yield
            transaction.set_rollback(True)
    finally:
        _is_as_if.reset(token)


def is_as_if() -> bool:
    """Whether what is written now will be undone, though something may be made of it: a proposal names new files."""
    return _is_as_if.get()


def proposal(row: models.Model, base: Snapshot) -> Snapshot:
    """What is stored of ``row`` now, as a change proposed to ``base``: for use before a roll-back."""
    return as_proposed(_without_passing_numbers(snapshot(row), type(row)), base, type(row))


def _without_passing_numbers(shot: Snapshot, model: type[models.Model]) -> Snapshot:
    root = shape_of(model)

    def lasting(number: int) -> int:
        return FIRST_PASSING_NUMBER - number if number >= FIRST_PASSING_NUMBER else number

    def path_of(path: str) -> str:
        return "/".join(
            str(lasting(int(step))) if place % 2 else step for place, step in enumerate(path.split("/"))
        )

    return {
        path and path_of(path): {
            name: translated_keys(
                shape_at(root, path).fields.get(name), value, lambda _model, key: lasting(key)
            )
            for name, value in fields.items()
        }
        for path, fields in shot.items()
    }


def _moved(wanted: Snapshot, model: type[models.Model]) -> dict[tuple[type[models.Model], int], int | None]:
    """Where rows that ``wanted`` points to have gone: merged into another (its number), or erased (None).

    One query for each model that is mentioned, one more where rows are gone.
    """
    mentioned: dict[type[models.Model], set[int]] = defaultdict(set)
    for target, number in linked_rows(wanted, model):
        if number > 0:
            mentioned[target].add(number)
    moved: dict[tuple[type[models.Model], int], int | None] = {}
    for target, numbers in mentioned.items():
        known = target._base_manager.filter(pk__in=numbers).values_list("pk", flat=True)
        gone = numbers - set(known)
        moved |= {(target, number): successor(target, number) for number in gone}
    return moved


class _Application:
    def __init__(self, wanted: Snapshot, row: models.Model, new_numbers: Any = None) -> None:
        self.wanted, self.row, self.root = wanted, row, shape_of(type(row))
        self.present = snapshot(row)
        self.new_numbers = new_numbers
        self.numbers: dict[tuple[type[models.Model], int], int | None] = {}

    def run(self) -> None:
        own = {(shape_at(self.root, path).model, number_in(path)) for path in self.wanted if path}
        moved = _moved(self.wanted, self.root.model)
        self.numbers |= {row: number for row, number in moved.items() if row not in own}
        paths = self._in_order()
        for path in reversed([path for path in self.present if path not in self.wanted]):
            shape_at(self.root, path).model._base_manager.filter(pk=number_in(path)).delete()
        for path in paths:
            self._write(path, shape_at(self.root, path))

    def _in_order(self) -> list[str]:
        """Owners before what is below them, parts in the order in which they were registered."""
        order = {names: place for place, (names, _shape) in enumerate(self.root.walk())}
        known = [path for path in self.wanted if names_in(path) in order]
        return sorted(known, key=lambda path: (order[names_in(path)], path.count("/")))

    def _write(self, path: str, shape: Shape) -> None:
        fields = {name: value for name, value in self.wanted[path].items() if name in shape.fields}
        kept = ACTS_OF_ALL if path == ROOT else frozenset()
        present = self.present.get(path, {})
        changed = {
            name: value for name, value in fields.items() if present.get(name) != value and name not in kept
        }
        if path in self.present and not changed:
            return
        row = self._row(path, shape)
        self._fill(row, shape, changed)
        self._store(row, path)
        for relation in shape.relations:
            if relation.name in changed:
                getattr(row, relation.name).set(self._linked(relation, changed[relation.name]))

    def _row(self, path: str, shape: Shape) -> Any:
        if path == ROOT:
            return shape.model._base_manager.get(pk=self.row.pk)
        number = number_in(path)
        if path in self.present:
            return shape.model._base_manager.get(pk=number)
        row: Any = shape.model(pk=number if number > 0 else self.new_numbers and self.new_numbers(number))
        owner = self._number_of(owner_of(path), shape)
        setattr(row, shape.link, owner)
        if shape.generic:
            owner_model = shape_at(self.root, owner_of(path)).model
            setattr(row, shape.generic, ContentType.objects.get_for_model(owner_model))
        return row

    def _number_of(self, owner: str, shape: Shape) -> int | None:
        if owner == ROOT:
            return int(self.row.pk)
        return self._lasting(shape_at(self.root, owner).model, number_in(owner))

    def _lasting(self, model: type[models.Model], number: int) -> int | None:
        return self.numbers.get((model, number), number)

    def _linked(self, field: Any, value: Any) -> Any:
        return translated_keys(field, value, self._lasting)

    def _fill(self, row: Any, shape: Shape, changed: dict[str, Any]) -> None:
        for field in shape.columns:
            if field.name in changed:
                value = self._linked(field, changed[field.name])
                setattr(row, field.attname, value if value is None else field.to_python(value))

    def _store(self, row: Any, path: str) -> None:
        try:
            row.full_clean()
        except ValidationError as error:
            if path == ROOT:
                raise
            raise ValidationError(
                [f"{row._meta.verbose_name}: {words}" for words in error.messages]
            ) from error
        row.save()
        if path and number_in(path) < 0:
            self.numbers[type(row), number_in(path)] = row.pk
