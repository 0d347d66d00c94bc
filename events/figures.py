"""Figures of the whole record: counted once for each version of it, however often a page shows them.

The version lies above this app (``changes``) and makes itself known when Django starts. Where it cannot be told, a
figure is counted anew and kept by nobody. What is kept depends on nothing but the record: no language, no visitor. It
belongs to the release that counted it: another one may keep a figure in another shape under the same name.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

from portal.lib.build import build

Figure = TypeVar("Figure")
MANY = 1_000
KEPT_FOR = 60 * 60 * 6  # seconds; a version that nobody asks for any more goes away by itself
_record: dict[str, Callable[[], object | None]] = {}


def follow(version: Callable[[], object | None]) -> None:
    _record["version"] = version


def of_record(name: str, count: Callable[[], Figure]) -> Figure:
    """What ``count`` says of the present version. The version is read first: what is counted is at least as new."""
    version = _record["version"]()
    if version is None:
        return count()
    known: Figure | None = cache.get(key := f"figures:{build()}:{version}:{name}")
    if known is None:
        known = count()
        cache.set(key, known, KEPT_FOR)
    return known


def of_many(name: str, rows: int, count: Callable[[], Figure]) -> Figure:
    """The same of what is counted among very many ``rows``; among fewer it is counted each time, and fills no cache."""
    return of_record(name, count) if rows > MANY else count()
