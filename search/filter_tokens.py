"""Tokens that say of what kind a document is, where, of whom and what it is called: one more word to be met.

They begin with a sign that no word of a text has (``portal.lib.text.words``), and what neither database takes for a
letter is written as its number, so that two values never share a token.
"""

import re
from collections.abc import Iterable

_OTHER = re.compile("[^a-z0-9]")


def of_kind(kind: str) -> str:
    return f"·k{_plain(kind)}"


def of_institution(number: int) -> str:
    return f"·i{number}"


def of_place(path: str) -> str:
    """Of a territory; what lies within has it too."""
    return f"·p{_plain(path)}"


def of_name(words: Iterable[str]) -> str:
    """Of what is called so, word for word (``portal.lib.search.queries.name_key``)."""
    return f"·n{'·'.join(words)}"


def of_block(number: int | str) -> str:
    """Of a stretch of days (``search.stretches``)."""
    return f"·b{number}"


def above(path: str) -> list[str]:
    """The path of a territory and of each that it lies within."""
    steps = path.split("/")[:-1]
    return ["/".join(steps[:count]) + "/" for count in range(1, len(steps) + 1)]


def _plain(value: str) -> str:
    return _OTHER.sub(lambda sign: f"·{ord(sign[0]):x}·", value)
