"""Writes synthetic events: a pattern by the project's own rules, and copies of it."""

from django.db import connection, transaction

from changes import settling
from events import synthetic
from portal.backup.loading import without_triggers
from portal.synthetic import copying
from search import index

PATTERN = 5_000  # more are copies: the texts, dates and places of 5,000 are as varied as those of a million drawn alike
INSTITUTIONS = 400  # as many as a country has, however many events they hold


@transaction.atomic
def generate(count: int, seed: int, *, beside_the_record: bool = False) -> int:
    """Write at least ``count`` events; their number. Memory is that of one pattern."""
    synthetic.refuse_to_mix(beside_the_record=beside_the_record)
    copies = -(-count // PATTERN)
    size = -(-count // copies)
    settling.settle()
    with without_triggers(connection), index.filled_at_once():
        rows = copying.Rows.from_here()
        synthetic.write(size, seed, institutions=min(INSTITUTIONS, 10 + count // 100))
        index.rebuild(only_stale=True)
        settling.reconcile()
        rows.multiply(copies)
        index.recount()
    settling.reconcile()
    return size * copies
