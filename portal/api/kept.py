"""Records as JSON, kept for as long as the ledger says that nothing of them changed (docs/decisions/0009).

The entry of a thing moves whenever its answer may have become another (decision 0008), by a write or by the clock. A
record is therefore kept under the position of its entry; nothing is invalidated. The position is read before the rows:
what is written of them is at least as new as their entry.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import connections, router
from django.db.models import Model

from changes.models import Entry
from changes.resources import RESOURCES
from changes.version import current
from events.kept_queries import AMONG, among
from portal.lib.bounded import Bounded

POSITIONS = "SELECT object_id, position FROM changes_entry WHERE resource = %s AND object_id {among}"


@dataclass(frozen=True)
class Written:
    """Records that are JSON already; ``is_list`` off: the only one is the whole."""

    records: list[bytes]
    is_list: bool = True

    @property
    def data(self) -> "Written":
        """What the framework expects of a serializer."""
        return self

    def told(self) -> bytes:
        return b"[" + b",".join(self.records) + b"]" if self.is_list else self.records[0]


def is_keeping() -> bool:
    return bool(settings.RECORD_CACHE_BYTES)


@cache
def memory() -> Bounded[bytes]:
    """One for the process."""
    return Bounded(settings.RECORD_CACHE_BYTES)


def written(
    model: type[Model],
    numbers: list[int],
    language: str | None,
    make: Callable[[list[int]], dict[int, bytes]],
) -> Written:
    """Public records in the order of ``numbers``; those that are not here are made, and kept."""
    names = _names(model, numbers, language)
    known = memory().get_many(names.values())
    missing = [number for number in numbers if names.get(number) not in known]
    made = make(missing) if missing else {}
    for number in made.keys() & names.keys():
        memory().keep(names[number], made[number], len(made[number]))
    found = (made.get(number) or known.get(names.get(number, "")) for number in numbers)
    return Written([record for record in found if record])


def _names(model: type[Model], numbers: list[int], language: str | None) -> dict[int, str]:
    """Under which names the records are kept now; none where that cannot be told. Two queries."""
    version = current()
    if version is None:
        return {}
    resource = next(name for name, resource in RESOURCES.items() if resource.model is model)
    shape = f"{resource}-{language or 'all'}-{version.era}"
    return {number: f"{shape}-{number}-{position}" for number, position in _positions(resource, numbers)}


def _positions(resource: str, numbers: list[int]) -> list[tuple[int, int]]:
    """In plain SQL, written once: building the query would cost more than answering it."""
    connection = connections[router.db_for_read(Entry)]
    with connection.cursor() as cursor:
        cursor.execute(
            POSITIONS.format(among=AMONG[connection.vendor]), [resource, among(connection.alias, numbers)]
        )
        return list(cursor.fetchall())
