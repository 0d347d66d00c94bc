"""Puts a site back: all of it, or nothing.

First the whole file is read and compared with its manifest; nothing is touched unless it is sound and fits. Then the
media, whose names the present site does not use for anything else; then all tables in one transaction. What stops in
between leaves the site as it was, with at most some files that nothing names (``manage.py sweep_files``).
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from changes.settling import begin_anew
from portal.backup import BackupError, container, loading, media, tables
from portal.backup.making import FORMAT, HEADER, SEQUENCES
from search.index import rebuild, renew_engine


@dataclass
class Contents:
    """What a sound file holds."""

    header: dict[str, Any] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


def verify(path: Path, *, password: str = "") -> Contents:
    """Reads the whole file; raises unless every part is what was written and can be understood."""
    contents = Contents()
    for part in container.parts(path, password):
        kind, _, rest = part.name.partition("/")
        if not contents.header and part.name != HEADER:
            raise BackupError("This is not a backup of Hakama.")
        if kind == "tables":
            label = rest.rpartition("/")[0]
            contents.rows[label] = contents.rows.get(label, 0) + part.bytes().count(b"\n")
        elif kind == "media" and media.is_sound(rest):
            contents.files.add(rest)
        else:
            _note(contents, part)
    return contents


def _note(contents: Contents, part: container.Part) -> None:
    try:
        if part.name == HEADER:
            contents.header = json.loads(part.bytes())
        elif part.name == SEQUENCES:
            contents.sequences = json.loads(part.bytes())
        else:
            raise BackupError(f"The file holds {part.name}, which no backup does.")
    except ValueError as error:
        raise BackupError(f"The file is damaged: {part.name} cannot be read.") from error
    if contents.header.get("format") != FORMAT:
        raise BackupError("The backup has a format that this release does not know.")


def restore(
    path: Path, *, password: str = "", replace: bool = False, using: str = DEFAULT_DB_ALIAS
) -> Contents:
    """Verifies, then makes this site what the file says."""
    contents = verify(path, password=password)
    _refuse_another_state(contents, using)
    if not replace and not tables.is_empty(using):
        raise BackupError(
            "This site is not empty. --replace deletes what it holds and puts the backup in its place."
        )
    for part in container.parts(path, password):
        if part.name.startswith("media/"):
            media.put(default_storage, part.name.removeprefix("media/"), part.stream, part.size)  # type: ignore[arg-type]  # bytes
    with transaction.atomic(using=using):
        _load(path, password, contents, using)
    ContentType.objects.clear_cache()
    cache.clear()
    if replace:
        _remove_others(contents.files)
    return contents


def _refuse_another_state(contents: Contents, using: str) -> None:
    there, here = set(contents.header["migrations"]), set(tables.migrations(using))
    if there == here:
        return
    told = [f"only in the backup: {', '.join(sorted(there - here))}"] if there - here else []
    told += [f"only here: {', '.join(sorted(here - there))}"] if here - there else []
    raise BackupError(
        "The backup was made by another release: its tables are not those of this site "
        f"({'; '.join(told)}). Restore it with the release that made it, then upgrade."
    )


def _load(path: Path, password: str, contents: Contents, using: str) -> None:
    connection = connections[using]
    models = {model._meta.label: model for model in tables.kept_tables()}
    with loading.without_triggers(connection):
        loading.empty_all(connection)
        for label, content in _table_parts(path, password):
            names = contents.header["columns"][label]
            loading.insert(connection, models[label], names, tables.read(models[label], names, content))
        loading.set_sequences(connection, contents.sequences)
    renew_engine()
    rebuild(only_stale=True)
    begin_anew()


def _table_parts(path: Path, password: str) -> Iterator[tuple[str, bytes]]:
    with closing(container.parts(path, password)) as parts:
        for part in parts:
            if part.name.startswith("media/"):
                return  # tables come first
            if part.name.startswith("tables/"):
                yield part.name.split("/")[1], part.bytes()


def _remove_others(files: set[str]) -> None:
    for name in list(media.names(default_storage)):
        if name not in files:
            default_storage.delete(name)
