"""Which models are kept with their history, and which parts belong to a row of each.

An aggregate is a row (an event, a person…) with the parts that are edited on its page. The apps above say what
theirs are (``events/record.py``, ``institutions/record.py``); nothing here knows them by name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models

# Columns that tell of the write itself: no facts of the record.
NOT_FACTS = frozenset({"created_at", "created_by", "modified_at", "recorded_at", "sequence"})
# Who may read a row is decided by acts.
ACTS_OF_ALL = frozenset({"publication_state", "publish_from", "publish_until"})


@dataclass(frozen=True)
class Part:
    """One kind of rows below an owner.

    ``relation`` names it: the reverse accessor or, with ``model``, a word of one's own for rows that lead to the
    owner by a foreign key without a name back, or by a generic one. What ``stays`` is never taken back by
    restoring an earlier version: public notices.
    """

    relation: str
    parts: tuple["Part | str", ...] = ()
    model: str = ""
    stays: bool = False


@dataclass(frozen=True)
class Shape:
    """Where the facts of one model of an aggregate are kept."""

    model: type[models.Model]
    link: str = ""  # the column that leads to the owner; empty for the root
    generic: str = ""  # the column of the owner's content type, where the link is generic
    parts: dict[str, "Shape"] = field(default_factory=dict)
    stays: bool = False
    decided_by_acts: frozenset[str] = frozenset()  # columns that restoring an earlier version leaves alone

    @cached_property
    def columns(self) -> list[models.Field]:
        """Columns that state facts: neither derived ones nor the copies that modeltranslation shadows."""
        names = {f.name for f in self.model._meta.concrete_fields}
        left_out = NOT_FACTS | {self.link, self.generic}
        return [
            f
            for f in self.model._meta.concrete_fields
            if not (f.primary_key or f.attname in left_out or f.name in left_out or hasattr(f, "derive"))
            and f"{f.name}_ar" not in names
        ]

    @cached_property
    def relations(self) -> list[Any]:
        """Many-to-many relations whose links carry nothing else; those that do are parts."""
        relations: list[Any] = list(self.model._meta.many_to_many)
        return [f for f in relations if f.remote_field.through._meta.auto_created]

    @cached_property
    def fields(self) -> dict[str, Any]:
        return {f.name: f for f in (*self.columns, *self.relations)}

    def walk(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], "Shape"]]:
        """Every shape with the names that lead to it, owners first."""
        yield path, self
        for name, part in self.parts.items():
            yield from part.walk((*path, name))


Parts = tuple[Part | str, ...]
_parts: dict[type[models.Model], Parts] = {}
_further: dict[type[models.Model], Parts] = {}
_acts: dict[type[models.Model], frozenset[str]] = {}
_shapes: dict[type[models.Model], Shape] = {}


def register(
    model: type[models.Model], *parts: Part | str, decided_by_acts: frozenset[str] = frozenset()
) -> None:
    """Keep the history of ``model`` with these parts; a word stands for a part that has none below it.

    Parts that others point to come first: what is restored is created in this order.
    """
    _parts[model] = parts
    _acts[model] = decided_by_acts
    _shapes.pop(model, None)


def extend(model: type[models.Model], *parts: Part | str) -> None:
    """Add the parts that an app above keeps for a model that one below registers, in whatever order."""
    _further[model] = parts
    _shapes.pop(model, None)


def is_registered(model: type[models.Model]) -> bool:
    return model in _parts


def registered() -> list[type[models.Model]]:
    return list(_parts)


def shape_of(model: type[models.Model]) -> Shape:
    """The shape of a registered model; raises ``KeyError`` for another."""
    if model not in _shapes:
        parts = _below(model, _parts[model] + _further.get(model, ()))
        _shapes[model] = Shape(model, parts=parts, decided_by_acts=_acts[model] | ACTS_OF_ALL)
    return _shapes[model]


def _below(owner: type[models.Model], parts: Parts) -> dict[str, Shape]:
    all_parts = (Part(part) if isinstance(part, str) else part for part in parts)
    return {part.relation: _shape(owner, part) for part in all_parts}


def _shape(owner: type[models.Model], part: Part) -> Shape:
    link, generic = _link(owner, part)
    model: Any = link.model
    key = getattr(link, "fk_field", None) or link.attname
    return Shape(model, key, generic, _below(model, part.parts), part.stays)


def _link(owner: type[models.Model], part: Part) -> tuple[Any, str]:
    """The foreign key that leads to ``owner`` and, of a generic one, the column of the owner's content type."""
    if not part.model:
        return next(
            f.field for f in owner._meta.related_objects if f.get_accessor_name() == part.relation
        ), ""
    model = apps.get_model(part.model)
    for column in model._meta.concrete_fields:
        if column.is_relation and column.related_model is owner:
            return column, ""
    generic = next(f for f in model._meta.private_fields if isinstance(f, GenericForeignKey))
    return generic, generic.ct_field


# Who may read the name of a row that a difference mentions is for the apps above to say.
Seen = Callable[[type[models.Model], Any], models.QuerySet[Any]]
_seen: list[Seen] = []


def let_see(seen: Seen) -> None:
    """``seen(model, user)``: the rows of ``model`` whose names ``user`` may read."""
    _seen[:] = [seen]


def rows_seen(model: type[models.Model], user: Any) -> models.QuerySet[Any]:
    return _seen[0](model, user) if _seen and user is not None else model._base_manager.all()


# What a row is called may take rows that it points to: they are fetched along with it.
_label_related: dict[type[models.Model], tuple[str, ...]] = {}


def call_with(model: type[models.Model], *related: str) -> None:
    _label_related[model] = related


def label_related(model: type[models.Model]) -> tuple[str, ...]:
    return _label_related.get(model, ())
