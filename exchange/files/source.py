from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Source:
    """Lines of cells with their numbers, and what there is to say about how they were read."""

    lines: Iterable[tuple[int, list[Any]]]
    notices: list[dict[str, Any]] = field(default_factory=list)
