"""Names that begin with what is being typed."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from portal.lib.text import normalize
from search.engine import beginning
from search.expressions import TITLE
from search.kinds import KINDS
from search.models import Kind, SearchDocument
from search.results import address_of, name_of

NAMED = (Kind.EVENT, Kind.SERIES, Kind.INSTITUTION, Kind.PERSON, Kind.AGREEMENT)
MOST = 8
SHORTEST = 2


@dataclass(frozen=True)
class Suggestion:
    text: str
    language: str
    kind: str
    url: str


def suggestions(text: str, language: str) -> list[Suggestion]:
    """At most eight names, best first; one query, and two or so for each kind among them."""
    if len(normalize(text).strip()) < SHORTEST:
        return []
    query = beginning(text)
    documents = SearchDocument.objects.filter(kind__in=NAMED).meeting(query, TITLE).public()
    found = list(documents.best_first(query).values_list("kind", "object_id")[:MOST])
    rows = {
        (kind, row.pk): row
        for kind in sorted({kind for kind, _number in found})
        for row in _rows(kind, [number for of, number in found if of == kind])
    }
    return [
        _suggestion(kind, rows[kind, number], language) for kind, number in found if (kind, number) in rows
    ]


def _rows(kind: str, numbers: list[int]) -> Any:
    rows = KINDS[kind].model._default_manager.filter(pk__in=numbers)
    return rows.select_related("territory") if kind == Kind.EVENT else rows


def _suggestion(kind: str, row: Any, language: str) -> Suggestion:
    name = name_of(kind, row, language)
    return Suggestion(name.value, name.language, str(capfirst(Kind(kind).label)), address_of(kind, row))
