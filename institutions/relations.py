"""Everything in the database that points to a row, found by introspection: no future model can be forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet

# What tells of the past stays with the number of the row it tells of.
LEFT_ALONE = frozenset({"history.Version", "history.PendingRevision", "history.Tombstone"})


@dataclass(frozen=True)
class Relation:
    """A foreign key, a side of a many-to-many table, or a generic key, that may lead to a row."""

    model: type[models.Model]
    column: str  # the foreign key, or the key of a generic relation
    kind_column: str = ""  # the content type of a generic relation

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.column}"

    @property
    def name(self) -> Any:
        """What staff call the rows."""
        owner: Any = self.model._meta.auto_created
        if not owner:
            return self.model._meta.verbose_name_plural
        field = next(f for f in owner._meta.many_to_many if f.remote_field.through is self.model)
        return field.verbose_name

    def leading_to(self, row: models.Model) -> dict[str, Any]:
        if not self.kind_column:
            return {self.column: row}
        return {self.kind_column: ContentType.objects.get_for_model(row), self.column: row.pk}

    def rows(self, row: models.Model) -> QuerySet[Any]:
        return self.model._base_manager.filter(**self.leading_to(row)).order_by("pk")


@cache
def relations(model: type[models.Model]) -> tuple[Relation, ...]:
    """All relations that may lead to rows of ``model``, those without a name back included."""
    return tuple(relation for relation in (*_keys(model), *_generic()) if _moves(relation))


def _keys(model: type[models.Model]) -> Iterator[Relation]:
    fields: list[Any] = model._meta.get_fields(include_hidden=True)
    for field in fields:
        if field.auto_created and not field.concrete and (field.one_to_many or field.one_to_one):
            yield Relation(field.related_model, field.field.name)


@cache
def _generic() -> tuple[Relation, ...]:
    keys = ((model, key) for model in apps.get_models() for key in model._meta.private_fields)
    return tuple(
        Relation(model, key.fk_field, key.ct_field)
        for model, key in keys
        if isinstance(key, GenericForeignKey)
    )


def _moves(relation: Relation) -> bool:
    return relation.model._meta.label not in LEFT_ALONE


# Twins ----------------------------------------------------------------------------------------------


def twin(row: models.Model, **moved: Any) -> Any:
    """The row that ``row`` would repeat, against a constraint, if its columns were ``moved``."""
    for columns, condition in _unique(type(row)):
        if not set(columns) & set(moved):
            continue
        values = {name: moved.get(name, getattr(row, _attname(row, name))) for name in columns}
        if any(value is None for value in values.values()) or not _applies(condition, row):
            continue
        found = type(row)._base_manager.filter(condition, **values).exclude(pk=row.pk).first()
        if found is not None:
            return found
    return None


@cache
def _unique(model: type[models.Model]) -> list[tuple[tuple[str, ...], Q]]:
    constraints = [
        (tuple(constraint.fields), constraint.condition or Q())
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields
    ]
    together = [(tuple(columns), Q()) for columns in model._meta.unique_together]
    alone = [((field.name,), Q()) for field in model._meta.concrete_fields if field.unique]
    return [*constraints, *together, *alone]


def _attname(row: models.Model, name: str) -> str:
    return row._meta.get_field(name).attname  # type: ignore[union-attr]  # a column


def _applies(condition: Q, row: models.Model) -> bool:
    return not condition or type(row)._base_manager.filter(condition, pk=row.pk).exists()
