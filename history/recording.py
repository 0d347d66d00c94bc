"""The one way in which changes of a row and of its parts become versions."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.dispatch import Signal
from django.utils import translation

from history import versions
from history.differences import difference
from history.models import Verb, Version
from history.snapshots import Snapshot, snapshot

__all__ = ["Recorded", "Verb", "keep_present", "name_of", "recording", "recording_changes"]

# Sent before a change is kept: ``made``, and the snapshots ``before`` and ``now``. Who writes to the row says True.
recording_changes = Signal()


@dataclass
class Recorded:
    """A change under way. ``row`` is set inside the block when it is created there; ``version`` after the block."""

    row: Any
    verb: Verb
    reason: str = ""
    is_typo: bool = False
    version: Version | None = None


_under_way: ContextVar[tuple[Recorded, ...]] = ContextVar("under_way", default=())


@contextmanager
def recording(
    row: models.Model | None, *, by: Any, verb: Verb, reason: str = "", is_typo: bool = False
) -> Iterator[Recorded]:
    """Record what the block does to ``row`` and its parts as one version, in one transaction.

    ``row`` is locked, and its present state is kept first when it has no version yet. A recording inside another
    of the same row joins it and makes its verb more telling. Nothing is written when nothing differs and the verb
    is «changed». ``by`` may be None: a command.
    """
    outer = next((made for made in _under_way.get() if row is not None and _same(made.row, row)), None)
    if outer is not None:
        outer.verb = verb if outer.verb == Verb.CHANGED else outer.verb
        outer.reason = outer.reason or reason
        yield outer
        return
    with transaction.atomic():
        if row is not None:
            type(row)._base_manager.select_for_update().get(pk=row.pk)
            keep_present(row)
        made = Recorded(row, verb, reason, is_typo)
        token = _under_way.set((*_under_way.get(), made))
        try:
            yield made
        finally:
            _under_way.reset(token)
        if made.row is not None and made.row.pk:
            made.version = _keep(made, by)


def _same(one: Any, other: models.Model) -> bool:
    return type(one) is type(other) and one.pk == other.pk


def keep_present(row: models.Model) -> Version:
    """The version that says what ``row`` says now, written if what wrote it left none (a command, an older release)."""
    now, last = snapshot(row), versions.of(row).first()
    if last and not difference(last.snapshot, now):
        return last
    return _keep_version(Recorded(row, Verb.FOUND), last.number + 1 if last else 1, now, None)


def _keep(made: Recorded, by: Any) -> Version | None:
    now = snapshot(made.row)
    last = versions.of(made.row).first()
    before = last.snapshot if last else {}
    changed = bool(difference(before, now))
    if last and made.verb == Verb.CHANGED and not changed:
        return None
    if (
        last
        and changed
        and any(
            said
            for _receiver, said in recording_changes.send(type(made.row), made=made, before=before, now=now)
        )
    ):
        now = snapshot(made.row)
    return _keep_version(made, last.number + 1 if last else 1, now, by)


def _keep_version(made: Recorded, number: int, shot: Snapshot, by: Any) -> Version:
    return Version.objects.create(
        content_type=ContentType.objects.get_for_model(made.row),
        object_id=made.row.pk,
        label=label_of(made.row),
        number=number,
        verb=made.verb,
        snapshot=shot,
        by=by,
        by_name=name_of(by),
        reason=made.reason.strip()[:400],
        is_typo=made.is_typo,
    )


def label_of(row: models.Model) -> str:
    """What the record calls ``row``, in Arabic whatever the language of the page."""
    with translation.override("ar"):
        return str(row)[:400]


def name_of(user: Any) -> str:
    """The name that history keeps when the account is gone."""
    return (user.get_full_name() or user.get_username())[:200] if user else ""
