"""What differs between two snapshots, and what becomes of two changes of the same one. Pure: data in, data out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from history.snapshots import ROOT, Snapshot, owner_of

Fields = dict[str, Any]


class Kind(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One row that differs: which one, how, and its fields that differ as (before, after).

    Of an added or a removed row, the fields that say something; the other side is None.
    """

    path: str
    kind: Kind
    fields: dict[str, tuple[Any, Any]]


def difference(old: Snapshot, new: Snapshot) -> list[Change]:
    """Rows that differ, the root first, then as ``new`` and ``old`` list them."""
    return [change for path in {**new, **old} if (change := _change(path, old.get(path), new.get(path)))]


def _change(path: str, old: Fields | None, new: Fields | None) -> Change | None:
    if old is None:
        return Change(path, Kind.ADDED, {name: (None, value) for name, value in _said(new or {})})
    if new is None:
        return Change(path, Kind.REMOVED, {name: (value, None) for name, value in _said(old)})
    changed = {name: (old.get(name), new.get(name)) for name in {**new, **old} if _differ(old, new, name)}
    return Change(path, Kind.CHANGED, changed) if changed else None


def _differ(old: Fields, new: Fields, name: str) -> bool:
    """A column that one of them does not know yet (the model has grown) is no difference while it says nothing."""
    before, after = old.get(name), new.get(name)
    return before != after and bool(before or after or (name in old and name in new))


def _said(fields: Fields) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in fields.items() if value not in (None, "", [], 0, False))


# Two changes of one thing ---------------------------------------------------------------------------

# The row as a whole, among the fields of a conflict: one side removed it, the other changed it.
WHOLE_ROW = ""


@dataclass
class Merge:
    """``result``: both changes together; where they clash, mine. ``conflicts``: (path, field) of the clashes."""

    result: Snapshot
    conflicts: list[tuple[str, str]] = field(default_factory=list)


def merge(
    base: Snapshot, mine: Snapshot, theirs: Snapshot, *, theirs_win: frozenset[str] = frozenset()
) -> Merge:
    """Bring together two changes of ``base``. ``theirs_win`` holds the keys of fields where mine gives way."""
    merging = _Merging(base, mine, theirs, theirs_win)
    merging.run()
    return merging.merged


def conflict_key(path: str, name: str) -> str:
    return f"{path} {name}"


class _Merging:
    def __init__(self, base: Snapshot, mine: Snapshot, theirs: Snapshot, theirs_win: frozenset[str]) -> None:
        self.base, self.mine, self.theirs, self.theirs_win = base, mine, theirs, theirs_win
        self.merged = Merge({})

    def run(self) -> None:
        for path in {**self.mine, **self.theirs}:
            both = path in self.mine and path in self.theirs
            row = self._fields(path) if both else self._presence(path)
            if row is not None:
                self.merged.result[path] = row
        _drop_orphans(self.merged.result)

    def _presence(self, path: str) -> Fields | None:
        """One of the two sides has no such row."""
        mine, theirs = self.mine.get(path), self.theirs.get(path)
        if path not in self.base:
            return theirs if self._theirs_wins(path, WHOLE_ROW) else mine or theirs  # added by one side
        if (mine or theirs) == self.base[path]:  # removed by one side, left alone by the other
            return theirs if self._theirs_wins(path, WHOLE_ROW) else None
        return self._clash(path, WHOLE_ROW, mine, theirs)

    def _fields(self, path: str) -> Fields:
        base = self.base.get(path, {})
        return {
            name: self._field(path, name, base.get(name)) for name in {**self.mine[path], **self.theirs[path]}
        }

    def _field(self, path: str, name: str, old: Any) -> Any:
        mine, theirs = self.mine[path].get(name), self.theirs[path].get(name)
        if mine in (theirs, old):
            return theirs
        if theirs == old:
            return theirs if self._theirs_wins(path, name) else mine
        if isinstance(mine, list) and isinstance(theirs, list):
            before, my, their = set(old or []), set(mine), set(theirs)
            return sorted((before | my | their) - (before - my) - (before - their))
        return self._clash(path, name, mine, theirs)

    def _theirs_wins(self, path: str, name: str) -> bool:
        return conflict_key(path, name) in self.theirs_win

    def _clash(self, path: str, name: str, mine: Any, theirs: Any) -> Any:
        self.merged.conflicts.append((path, name))
        return theirs if self._theirs_wins(path, name) else mine


def _drop_orphans(result: Snapshot) -> None:
    """A part goes with its owner."""
    for path in sorted(result, key=lambda path: path.count("/")):
        if path != ROOT and owner_of(path) not in result:
            del result[path]
