"""A memory of bounded size, shared by the threads of a process: what was least recently asked for goes first."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, TypeVar

V = TypeVar("V")


class Bounded(Generic[V]):
    """Values by name, in ``room`` bytes; what would take a tenth of them alone is not kept."""

    def __init__(self, room: int) -> None:
        self._room, self._size = room, 0
        self._kept: OrderedDict[str, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> V | None:
        return self.get_many((name,)).get(name)

    def get_many(self, names: Iterable[str]) -> dict[str, V]:
        """Those that are here."""
        found = {}
        with self._lock:
            for name in names:
                if (known := self._kept.get(name)) is not None:
                    self._kept.move_to_end(name)
                    found[name] = known[0]
        return found

    def keep(self, name: str, value: V, size: int) -> None:
        if size > self._room // 10:
            return
        with self._lock:
            if (known := self._kept.pop(name, None)) is not None:
                self._size -= known[1]
            self._kept[name] = value, size
            self._size += size
            while self._size > self._room:
                _name, (_oldest, freed) = self._kept.popitem(last=False)
                self._size -= freed

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._size = 0
