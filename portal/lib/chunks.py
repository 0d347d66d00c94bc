"""Long lists, some at a time: for queries whose number of parameters is bounded, and for constant memory."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

S = TypeVar("S", bound=Sequence)


def chunks(items: S, size: int) -> Iterator[S]:
    """Slices of at most ``size`` items, in order."""
    for start in range(0, len(items), size):
        yield items[start : start + size]  # type: ignore[misc]  # a slice of a sequence is of its kind
