"""Full text of events and of requests. The engine lies above (``search``) and makes itself known when Django starts."""

from collections.abc import Callable, Iterable
from typing import Any

Rows = Any
_engine: dict[str, Callable[..., Any]] = {}


def use(**engine: Callable[..., Any]) -> None:
    _engine.update(engine)


def touch(model: Any, numbers: Iterable[int]) -> None:
    """To be called by whoever writes rows without signals: they are indexed anew when the transaction commits."""
    _engine["touch"](model, numbers)


def matching(rows: Rows, text: str) -> Rows:
    """Those of ``rows``, events or requests, that a search for ``text`` finds."""
    return _engine["matching"](rows, text)


def by_relevance(rows: Rows, text: str) -> Rows:
    """Events, best first."""
    return _engine["by_relevance"](rows, text)
