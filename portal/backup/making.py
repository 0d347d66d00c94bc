"""Makes the file."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django
from django.core.files.storage import default_storage
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from portal.backup import container, loading, media, tables
from portal.backup.container import Writer

FORMAT = 1
HEADER = "hakama.json"
SEQUENCES = "sequences.json"
PART_SIZE = 4 * 1024 * 1024


@dataclass
class Made:
    """What went into the file."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    vanished: list[str] = field(default_factory=list)  # deleted by the site while they were to be copied


def make(path: Path, *, password: str = "", using: str = DEFAULT_DB_ALIAS) -> Made:
    """Writes database and media of this moment to a new file at ``path``."""
    made = Made()
    with container.writing(path, password) as writer, tables.snapshot(using) as moment:
        kept = tables.kept_tables()
        _add_json(writer, HEADER, _header(kept, moment))
        for model in kept:
            made.rows[model._meta.label] = _add_table(writer, model, moment)
        # Last: a number given meanwhile is left out, one that a row has is not.
        _add_json(writer, SEQUENCES, loading.sequences(connections[moment], kept))
        _add_media(writer, made)
        writer.finish(rows=made.rows, files=made.files)
    return made


def _header(kept: list[tables.Model], moment: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "database": connections[moment].vendor,
        "django": django.get_version(),
        "migrations": tables.migrations(moment),
        "columns": {model._meta.label: [f.attname for f in tables.columns(model)] for model in kept},
    }


def _add_json(writer: Writer, name: str, content: Any) -> None:
    writer.add_bytes(name, json.dumps(content, ensure_ascii=False, indent=1).encode())


def _add_table(writer: Writer, model: tables.Model, moment: str) -> int:
    rows = 0
    for number, (content, count) in enumerate(_portions(tables.lines(model, moment)), 1):
        writer.add_bytes(f"tables/{model._meta.label}/{number:06}.jsonl", content)
        rows += count
    return rows


def _portions(lines: Iterator[bytes]) -> Iterator[tuple[bytes, int]]:
    held, size = [], 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= PART_SIZE:
            yield b"".join(held), len(held)
            held, size = [], 0
    if held:
        yield b"".join(held), len(held)


def _add_media(writer: Writer, made: Made) -> None:
    for name in media.names(default_storage):
        try:
            file = default_storage.open(name)
        except FileNotFoundError:
            made.vanished.append(name)
            continue
        with file:
            writer.add(f"media/{name}", file, file.size)
        made.files += 1
