"""Settles right after a commit, so that the next reader need not. Nothing depends on it: marks wait for ever."""

from typing import Any

from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save

from changes.settling import settle
from changes.watching import APPS, FURTHER, UNWATCHED

ROUNDS = 5  # what a form, a merge or a small import leaves; a large one is left to the worker


def prompt() -> None:
    """Settle when this transaction has been committed; once, however often it is asked."""
    if connection.in_atomic_block and not any(
        waiting[1] is after_commit for waiting in connection.run_on_commit
    ):
        transaction.on_commit(after_commit, robust=True)


def after_commit() -> None:
    settle(wait=False, rounds=ROUNDS)


def _written(sender: Any, **_kwargs: Any) -> None:
    label = sender._meta.label
    if (sender._meta.app_label in APPS or label in FURTHER) and label not in UNWATCHED:
        prompt()


def connect() -> None:
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_written, dispatch_uid="changes.prompting")
