"""Full text of events. The engine lies above this app (``search``) and makes itself known when Django starts."""

from collections.abc import Callable
from typing import Any

Rows = Any
_engine: dict[str, Callable[[Rows, str], Rows]] = {}


def use(matching: Callable[[Rows, str], Rows], by_relevance: Callable[[Rows, str], Rows]) -> None:
    _engine.update(matching=matching, by_relevance=by_relevance)


def matching(rows: Rows, text: str) -> Rows:
    """Events that a search for ``text`` finds."""
    return _engine["matching"](rows, text)


def by_relevance(rows: Rows, text: str) -> Rows:
    """The same, best first."""
    return _engine["by_relevance"](rows, text)
