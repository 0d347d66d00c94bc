"""The same records as linked data (`Accept: application/ld+json`): schema.org, as the pages tell it.

A record is a document of its own; a page of a list holds its records in `@graph`, and says in `Link` (RFC 8288) where
the next one is. Told in one language: that of `?lang=` or, without it, that of the request.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from events.jsonld import event_page
from events.social_card import card_address
from institutions.jsonld import telling
from portal.api.filtering import FORMAT
from portal.lib.jsonld import CONTEXT, Node

MEDIA_TYPE = "application/ld+json"
COMPONENTS: dict[str, Any] = {  # as the description has it: what is certain of every node
    "Linked": {
        "type": "object",
        "description": "JSON-LD 1.1 in the vocabulary of schema.org.",
        "properties": {
            "@context": {"type": "string", "const": CONTEXT},
            "@type": {"type": "string"},
            "@id": {"type": "string", "format": "uri"},
        },
        "required": ["@context", "@type"],
    },
    "LinkedList": {
        "type": "object",
        "description": "The records of the page; `Link` tells the next one.",
        "properties": {
            "@context": {"type": "string", "const": CONTEXT},
            "@graph": {"type": "array", "items": {"type": "object", "required": ["@type"]}},
        },
        "required": ["@context", "@graph"],
    },
}


class LinkedDataRenderer(JSONRenderer):
    """JSON, under the name that says how to read it."""

    media_type = MEDIA_TYPE
    format = "jsonld"


class Negotiation(DefaultContentNegotiation):
    """A format we have not is a wrong parameter like any other."""

    def filter_renderers(self, renderers: Any, format: str) -> Any:  # noqa: A002  (the framework's name)
        if found := [renderer for renderer in renderers if renderer.format == format]:
            return found
        allowed = {"value": format[:100], "values": ", ".join(row.format for row in renderers)}
        message = _("“%(value)s” is not known here. Allowed: %(values)s.") % allowed
        raise ValidationError({FORMAT: [message]})


def event(row: Any) -> Node:
    """An event loaded as its page loads it. No query."""
    told = telling()
    return event_page(row, told, [told.address(card_address(row, told.language))])


def graph(nodes: list[Node], neighbours: dict[str, str | None]) -> Response:
    """A page of a list. Nodes share the context of the document."""
    bare = [{name: value for name, value in node.items() if name != "@context"} for node in nodes]
    links = [f'<{address}>; rel="{relation}"' for relation, address in neighbours.items() if address]
    headers = {"Link": ", ".join(links)} if links else {}
    return Response({"@context": CONTEXT, "@graph": bare}, headers=headers)


def spoken(asked: str | None) -> str:
    """The language of the answer."""
    return asked or get_language() or settings.LANGUAGE_CODE


def describe(schemas: Node, operations: Any) -> None:
    """What is answered as linked data, in the description of the API."""
    schemas.update(COMPONENTS)
    for path, operation in operations.items():
        content = operation["get"]["responses"]["200"]["content"]
        if MEDIA_TYPE in content:
            name = "Linked" if "{" in path else "LinkedList"
            content[MEDIA_TYPE] = {"schema": {"$ref": f"#/components/schemas/{name}"}}
