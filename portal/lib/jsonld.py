"""Structured data in pages: JSON-LD 1.1 in the vocabulary of schema.org. What every kind of object shares.

A node says only what is known: a property without a value is not written.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.lib.translated import answer

Node = dict[str, Any]
CONTEXT = "https://schema.org"
# Inside <script> nothing is an entity: what could end the element, or a line of an old parser, is escaped in JSON.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def node(kind: str, identity: str = "", **properties: Any) -> Node:
    """A node of ``kind`` with those of ``properties`` that have a value."""
    head = {"@type": kind, "@id": identity} if identity else {"@type": kind}
    return head | {name: value for name, value in properties.items() if value not in (None, "", [], {})}


def document(root: Node) -> Node:
    """``root`` as a document of its own."""
    return {"@context": CONTEXT, **root}


def script_text(data: Node) -> str:
    """``data`` as it may stand inside <script>: nothing in it can end the element."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Node:
    """The trail to a page: names and absolute addresses; the last step, the page itself, needs none."""
    items = [
        node("ListItem", position=place, name=name, item=node("WebPage", address) if address else None)
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return document(node("BreadcrumbList", itemListElement=items))


@dataclass(frozen=True)
class Telling:
    """In which language, and at which address without a final slash, things are told."""

    language: str
    site: str

    def text(self, row: Any, field: str) -> str:
        return answer(row, field, self.language).value

    def name(self, row: Any) -> str:
        return str(row.name_in(self.language).value)

    def address(self, path: str) -> str:
        return self.site + path
