"""Whose history tells of a row: the event of a speaker, the person of a post."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import QuerySet

from history.registry import is_registered, registered, shape_of

Path = tuple[type[models.Model], str]


def owners_of(rows: QuerySet[Any]) -> Iterator[models.Model]:
    """The rows with a history of their own to which ``rows`` belong; a query for each kind of owner."""
    for model, path in _paths(rows.model):
        yield from model._base_manager.filter(pk__in=rows.order_by().values(path)).order_by("pk")


def _paths(model: type[models.Model], before: str = "") -> Iterator[Path]:
    if is_registered(model):
        yield model, f"{before}pk"
        return
    for owner, column in _above(model):
        yield from _paths(owner, f"{before}{column}__")


def _above(model: type[models.Model]) -> Iterator[Path]:
    """The models to which rows of ``model`` belong, with the column that leads there."""
    owner: Any = model._meta.auto_created
    if owner:  # the table of a many-to-many relation
        field = next(f for f in owner._meta.many_to_many if f.remote_field.through is model)
        yield owner, field.m2m_field_name()
        return
    for root in registered():
        shapes = dict(shape_of(root).walk())
        for path, shape in shapes.items():
            if shape.model is model and path and not shape.generic:
                yield shapes[path[:-1]].model, shape.link.removesuffix("_id")
