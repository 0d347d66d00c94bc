"""The cells of each row, in chunks: the same number of queries for each, and no more memory for more rows."""

from array import array
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import override

from exchange.tables.table import Reader, Table

CHUNK = 250


def rows_of(found: models.QuerySet, table: Table, reader: Reader) -> Iterator[list[Any]]:
    """A row for each of ``found``, in its order. Of a row not yet written, its key is all that is kept: eight bytes.

    The keys are read at once: a visitor who reads slowly holds no cursor of the database open. What is withdrawn
    in the meantime is not written.
    """
    keys = array("q", found.prefetch_related(None).values_list("pk", flat=True).iterator(chunk_size=2_000))
    for start in range(0, len(keys), CHUNK):
        yield from _chunk(keys[start : start + CHUNK].tolist(), table, reader)


def _chunk(numbers: list[int], table: Table, reader: Reader) -> list[list[Any]]:
    """Made whole before it goes out: what reads it between two rows may speak another language."""
    with override(reader.language):
        loaded = {row.pk: row for row in table.load(numbers)}
        cells = [
            [column.value(loaded[number], reader) for column in table.columns]
            for number in numbers
            if number in loaded
        ]
    for row in loaded.values():
        row._prefetched_objects_cache = {}  # a row and its parts hold each other: let go now, not when Python looks
    return cells
