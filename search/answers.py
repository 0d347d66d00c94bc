"""The direct answer: what was typed is exactly the name of a person, an institution or a place."""

from typing import Any

from django.db import connection

from institutions.models import Territory
from portal.lib.search.queries import Query, name_key
from portal.lib.text import normalize, words
from portal.lib.translated import all_languages
from search.filter_tokens import of_name
from search.finding import called as found_called
from search.kinds import KINDS

CANDIDATES = 20
MOST = 3
_FINDS = {"sqlite": "instr", "postgresql": "strpos"}


def called(text: str, query: Query) -> list[Any]:
    """Rows that are called what was typed; at most three, for some names are borne by several."""
    if not query:
        return []
    return [*_named(text), *_places(text)][:MOST]


def _named(text: str) -> list[Any]:
    numbers: dict[str, list[int]] = {}
    for hit in found_called(of_name(name_key(text)), CANDIDATES):
        numbers.setdefault(hit.kind, []).append(hit.object_id)
    return [row for kind, keys in numbers.items() for row in KINDS[kind].shown(keys)]


def _places(text: str) -> list[Territory]:
    numbers = _where_spelled(normalize(text).strip(), " ".join(words(text)))
    if not numbers:
        return []
    rows = Territory.objects.filter(pk__in=numbers).order_by("path", "pk").prefetch_related("aliases")
    found: list[Territory] = []
    for place in rows[:CANDIDATES]:  # a city within a prefecture of its name is answered by the prefecture
        is_within = any(place.path.startswith(other.path) for other in found)
        if not is_within and name_key(text) in map(name_key, _names(place)):
            found.append(place)
    return found


def _where_spelled(spelled: str, folded: str) -> list[int]:
    """Territories among whose names the text stands somewhere. One query over the few thousand there are."""
    stands = f"{_FINDS[connection.vendor]}(search_text, %s) > 0"
    sql = (
        f"SELECT id FROM institutions_territory WHERE {stands}"  # noqa: S608  (the name of a function)
        f" UNION SELECT territory_id FROM institutions_territoryalias WHERE {stands}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [spelled, folded])
        return [number for (number,) in cursor.fetchall()]


def _names(place: Any) -> list[str]:
    return [*all_languages(place, "name").values(), *(alias.text for alias in place.aliases.all())]
