"""The direct answer: what was typed is exactly the name of a person, an institution or a place."""

from typing import Any

from django.db.models import Q

from institutions.models import Territory
from portal.lib.search.queries import Query
from portal.lib.text import normalize, words
from portal.lib.translated import LANGUAGES, Text, all_languages
from search.expressions import TITLE
from search.kinds import KINDS
from search.models import Kind, SearchDocument
from search.results import is_called

CANDIDATES = 20
MOST = 3


def called(text: str, query: Query) -> list[Any]:
    """Rows that are called what was typed; at most three, for some names are borne by several."""
    if not query:
        return []
    return [*_named(text, query), *_places(text)][:MOST]


def _named(text: str, query: Query) -> list[Any]:
    documents = SearchDocument.objects.filter(kind__in=(Kind.PERSON, Kind.INSTITUTION)).meeting(query, TITLE)
    found = (
        documents.public().order_by("kind_order", "object_id").values_list("kind", "object_id")[:CANDIDATES]
    )
    numbers: dict[str, list[int]] = {}
    for kind, number in found:
        numbers.setdefault(kind, []).append(number)
    return [
        row
        for kind, keys in numbers.items()
        for row in KINDS[kind].load(keys)
        if is_called(text, KINDS[kind].content(row).title)
    ]


def _places(text: str) -> list[Territory]:
    folded = " ".join(words(text))
    spelled = Q(search_text__contains=normalize(text).strip()) | Q(aliases__search_text__contains=folded)
    rows = Territory.objects.filter(spelled).distinct().order_by("path", "pk").prefetch_related("aliases")
    found: list[Territory] = []
    for place in rows[:CANDIDATES]:  # a city within a prefecture of its name is answered by the prefecture
        is_within = any(place.path.startswith(other.path) for other in found)
        if not is_within and is_called(text, _names(place)):
            found.append(place)
    return found


def _names(place: Any) -> list[Text]:
    own = [Text(value, language) for language, value in all_languages(place, "name").items()]
    return own + [
        Text(row.text, row.language if row.language in LANGUAGES else "fr") for row in place.aliases.all()
    ]
