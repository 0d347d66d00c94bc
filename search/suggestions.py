"""Names that begin with what is being typed."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from portal.lib.text import normalize
from search.engine import beginning
from search.finding import named
from search.kinds import KINDS
from search.models import Kind
from search.results import address_of, name_of

MOST = 8
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    text: str
    language: str
    kind: str
    url: str


def suggestions(text: str, language: str) -> list[Suggestion]:
    """At most eight names, best first; one query, and one for each kind among them."""
    if len(normalize(text).strip()) < SHORTEST:
        return []
    found = [(hit.kind, hit.object_id) for hit in named(beginning(text), MOST)]
    rows = {
        (kind, row.pk): row
        for kind in sorted({kind for kind, _number in found})
        for row in KINDS[kind].shown([number for of, number in found if of == kind])
    }
    return [
        _suggestion(kind, rows[kind, number], language) for kind, number in found if (kind, number) in rows
    ]


def _suggestion(kind: str, row: Any, language: str) -> Suggestion:
    name = name_of(kind, row, language)
    return Suggestion(name.value, name.language, str(capfirst(Kind(kind).label)), address_of(kind, row))
