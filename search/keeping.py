"""Keeps the index right: whatever is written marks what it touches, and the marks are settled once on commit.

Signals tell of rows saved one by one, whoever saves them: a form, an inline, a service, an action, a merge.
``history`` tells of what is restored. Bulk writes send no signal: who makes them calls ``touch``. A search inside
the transaction settles first, so that nobody is answered from an index that is behind their own writes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete

from history.models import Tombstone, Version
from search import index
from search.dependents import PARTS, ROOTS, Documents, documents_of

Mark = tuple[type[models.Model], int]


@dataclass
class Marks:
    """What a connection has touched since it last settled: rows, and documents named outright."""

    rows: set[Mark] = field(default_factory=set)
    documents: Documents = field(default_factory=dict)


def _marks() -> Marks:
    here: Any = connection
    if not hasattr(here, "search_marks"):
        here.search_marks = Marks()
    marks: Marks = here.search_marks
    return marks


def _forget() -> None:
    here: Any = connection
    here.search_marks = Marks()


def touch(model: type[models.Model], numbers: Iterable[int]) -> None:
    """These rows, or what they are found by, have changed in this transaction."""
    _forget_what_was_rolled_back()
    _marks().rows.update((model, number) for number in numbers)
    transaction.on_commit(settle, robust=True)


def watch(model: type[models.Model], numbers: Iterable[int]) -> None:
    """These rows are about to change without signals: what they have now, and will have, is looked at on commit."""
    numbers = set(numbers)
    touch(model, numbers)
    _add(_marks().documents, documents_of(model, numbers))


def catch_up() -> None:
    """Before a search: settle what this very transaction has touched."""
    _forget_what_was_rolled_back()
    settle()


def _forget_what_was_rolled_back() -> None:
    """A rollback takes the settling off the list of what follows the commit, and the marks have lost their meaning."""
    if not any(waiting[1] is settle for waiting in connection.run_on_commit):
        _forget()


def settle() -> None:
    """Renew every document that the marks concern."""
    marks, documents = _marks(), _marks().documents
    if not marks.rows and not documents:
        return
    _forget()
    by_model: dict[type[models.Model], set[int]] = {}
    for model, number in marks.rows:
        by_model.setdefault(model, set()).add(number)
    for model, numbers in by_model.items():
        _add(documents, documents_of(model, numbers))
    for kind in sorted(documents):
        index.renew(kind, documents[kind])


def _add(documents: Documents, more: Documents) -> None:
    for kind, numbers in more.items():
        documents.setdefault(kind, set()).update(numbers)


def look_again(since: datetime) -> int:
    """Renew what staff have written since then, and what that is found by; how many rows were looked at.

    A process that is killed between a commit and its settling leaves the index behind: for the nightly round.
    """
    written: dict[type[models.Model], set[int]] = {}
    rows = (
        Version.objects.filter(at__gte=since).order_by().values_list("content_type", "object_id").distinct()
    )
    for content_type, number in rows:
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model in ROOTS:
            written.setdefault(model, set()).add(number)
    with transaction.atomic():
        for model, numbers in written.items():
            touch(model, numbers)
    return sum(map(len, written.values()))


# Signals --------------------------------------------------------------------------------------------------


def _saved(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    if kwargs.get("raw"):
        return
    touch(sender, [instance.pk])


def _going(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """What names the row is known only while the row is there."""
    _forget_what_was_rolled_back()
    _add(_marks().documents, documents_of(sender, {instance.pk}))
    transaction.on_commit(settle, robust=True)


def _part_changed(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    for model, column in PARTS[sender]:
        if (owner := getattr(instance, column)) is not None:
            touch(model, [owner])


def _linked(
    sender: Any, instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
) -> None:
    if not reverse:
        touch(type(instance), [instance.pk])
    elif pk_set:
        touch(model, pk_set)
    elif action == "pre_clear":
        _going(type(instance), instance)


def _recorded(sender: Any, instance: Any, **kwargs: Any) -> None:
    model = instance.content_type.model_class()
    if model in ROOTS:
        touch(model, [instance.object_id])


def connect() -> None:
    for model in ROOTS:
        post_save.connect(_saved, sender=model)
        pre_delete.connect(_going, sender=model)
        for relation in model._meta.many_to_many:
            m2m_changed.connect(_linked, sender=relation.remote_field.through)
    for model in PARTS:
        post_save.connect(_part_changed, sender=model)
        post_delete.connect(_part_changed, sender=model)
    for model in (Version, Tombstone):
        post_save.connect(_recorded, sender=model)
