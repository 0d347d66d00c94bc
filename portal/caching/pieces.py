"""Parts of answers, kept in the memory of the process by the version of the record, as whole answers are."""

from collections.abc import Callable
from typing import Any

from portal.lib.bounded import Bounded


class Pieces:
    """Those that one request may be given: of the version that was in force when it came."""

    def __init__(self, shelf: Bounded[Any], edition: str, is_in_force: Callable[[], bool]) -> None:
        self.shelf, self.edition, self.is_in_force = shelf, edition, is_in_force

    def get(self, name: str, make: Callable[[], Any]) -> Any:
        name = f"{self.edition} {name}"
        found: Any = self.shelf.get(name)
        if found is None:
            found = make()
            if self.is_in_force():  # nothing was written while it was made
                self.shelf.keep(name, found, found.size)
        return found
