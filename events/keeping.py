"""Files and transactions: a file stays when its row is committed, and goes when its row has gone.

A store knows nothing of transactions. New files are written at once, so that they can be read; they are taken
away again when the row that names them is rolled back. Old files go only once their row's end is certain, and
not while its history could bring it back.
"""

import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from history.applying import is_as_if
from history.models import PendingRevision, Version


class KeptWithItsFiles(models.Model):
    """A row with files: should writing the row fail, the files just written for it go."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)


class _UntilCommit:
    """Waits among the callbacks of the transaction. Called: the files stay. Dropped uncalled: they go.

    Django tells nobody of a rollback, to a savepoint or of the whole; but it throws away the callbacks
    registered since. So does the end of the process.
    """

    def __init__(self, storage: Storage, names: list[str]) -> None:
        self._undo = weakref.finalize(self, _delete, storage, names)

    def __call__(self) -> None:
        self._undo.detach()


@contextmanager
def keep_if_committed(storage: Storage) -> Iterator[list[str]]:
    """The list to add the names of new files to, one by one as they are written.

    When a form is saved only to learn what its author proposes, they stay in any case: the proposal names them.
    Those that nothing names in the end are swept away by ``manage.py sweep_files``.
    """
    written: list[str] = []
    if not is_as_if():
        transaction.on_commit(_UntilCommit(storage, written))
    yield written


def forget_after_commit(storage: Storage, names: list[str]) -> None:
    """Delete the files of one row, the first the one its history would name, unless a restore may need them."""
    if names:
        transaction.on_commit(lambda: None if is_remembered(names[0]) else _delete(storage, names))


def is_remembered(name: str) -> bool:
    """Whether a version of any row, or a change proposed to one, names the file: it can be restored. Two queries."""
    for model, column in ((Version, "snapshot"), (PendingRevision, "proposed")):
        as_text = model._base_manager.annotate(text=Cast(column, TextField()))
        if as_text.filter(text__contains=name).exists():
            return True
    return False


def _delete(storage: Storage, names: Iterable[str]) -> None:
    for name in names:
        storage.delete(name)
