"""Parts of pages that stay right as long as the record stays as it is: pages that share one make it once.

Who keeps them, and whether anything may be kept for this request at all, is said by ``request.pieces``
(``portal.caching``); without it everything is made anew.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar


class Sized(Protocol):
    @property
    def size(self) -> int:
        """About how many bytes it takes."""


Piece = TypeVar("Piece", bound=Sized)


def piece(request: Any, name: str, make: Callable[[], Piece]) -> Piece:
    """``name`` says all that the piece depends on, besides the record."""
    pieces = getattr(request, "pieces", None)
    return make() if pieces is None else pieces.get(name, make)
