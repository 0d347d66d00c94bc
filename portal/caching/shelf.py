"""Where answers are kept: in the memory of the process, bounded in bytes; behind it in Redis, where there is one.

Names of answers hold the version of the record: nothing is ever invalidated, what is old is not asked for any more.
"""

import pickle
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache

from portal.caching.answers import Answer
from portal.lib.bounded import Bounded

SHARED_FOR = 60 * 60 * 6
PATIENCE = 5.0  # seconds that a request waits for another one that is already making the same answer
PAUSE = 0.05


class Shelf:
    """Answers by name, the least recently asked for going first."""

    def __init__(self, room: int, *, is_shared: bool) -> None:
        self._is_shared = is_shared
        self._kept = Bounded[Answer](room)
        self._lock = threading.Lock()
        self._made: dict[str, threading.Event] = {}

    def get(self, name: str) -> Answer | None:
        if (answer := self._kept.get(name)) is not None:
            return answer
        if self._is_shared and (found := self._shared(name)) is not None:
            self._kept.keep(name, found, found.size)
            return found
        return None

    def put(self, name: str, answer: Answer) -> None:
        self._kept.keep(name, answer, answer.size)
        if self._is_shared:
            told = (answer.body, answer.headers, answer.route, answer.digest, answer.forms)
            cache.set(f"answer:{name}", pickle.dumps(told), SHARED_FOR)

    def clear(self) -> None:
        self._kept.clear()

    def made_once(self, name: str, make: Callable[[], Answer | None]) -> Answer | None:
        """The answer of that name; while somebody makes it, others wait for it instead of making it too.

        None where it was made and may not be kept: its maker has it, and every other one makes their own.
        """
        with self._turn(name) as is_ours:
            if not is_ours:
                return self.get(name)
            if (answer := self.get(name)) is not None:
                return answer
            if (answer := self._of_another_process(name)) is not None:
                return answer
            if (answer := make()) is not None:
                self.put(name, answer)
            return answer

    @contextmanager
    def _turn(self, name: str) -> Iterator[bool]:
        """Whether it is ours to make; where not, whoever makes it has done so, or took too long."""
        with self._lock:
            waited_for = self._made.get(name)
            if waited_for is None:
                ours = self._made[name] = threading.Event()
        if waited_for is not None:
            waited_for.wait(PATIENCE)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                self._made.pop(name, None)
            ours.set()

    def _of_another_process(self, name: str) -> Answer | None:
        if not self._is_shared or cache.add(f"making:{name}", 1, PATIENCE):
            return None
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if (answer := self.get(name)) is not None:
                return answer
            if cache.get(f"making:{name}") is None:
                return None
            time.sleep(PAUSE)
        return None

    def _shared(self, name: str) -> Answer | None:
        told = cache.get(f"answer:{name}")
        return Answer(*pickle.loads(told)) if told else None  # noqa: S301  (we alone write there)


def shelf() -> Shelf:
    """One for the process."""
    is_shared = "redis" in settings.CACHES["default"]["BACKEND"].lower()
    return Shelf(settings.PAGE_CACHE_BYTES, is_shared=is_shared)
