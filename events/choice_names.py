"""What the choices of filters with open vocabularies are called. Two queries, of words written once."""

from functools import cache

from django.db import connections
from django.utils.translation import get_language

from events.kept_queries import AMONG, among
from events.models import (
    AccessibilityProvision,
    Audience,
    Event,
    EventSeries,
    SpokenLanguage,
    Topic,
)
from institutions.models import Agreement, Institution, Person, Territory
from portal.lib.translated import FALLBACK, LANGUAGES, Text

PARENT = "parent"
NAMED = {
    "series": EventSeries,
    "topic": Topic,
    "audience": Audience,
    "accessibility": AccessibilityProvision,
    "language": SpokenLanguage,
    "institution": Institution,
    "speaker": Person,
    "agreement": Agreement,
    "territory": Territory,
}
Names = dict[
    str, dict[str, tuple[str, Text]]
]  # by parameter, then by key: the value in the address, the name


def names_of(wanted: dict[str, list[str]], using: str) -> Names:
    """All of these rows are public: they were counted or asked for."""
    language = get_language() or LANGUAGES[0]
    asked = [
        among(using, [key if name == "territory" else int(key) for key in wanted[name]]) for name in NAMED
    ]
    found: Names = {}
    with connections[using].cursor() as cursor:
        cursor.execute(_words(using), asked)
        for name, key, slug, *texts in cursor.fetchall():
            found.setdefault(name, {})[key] = (slug, _answer(texts, language))
    if wanted[PARENT]:
        found[PARENT] = _of_events(wanted[PARENT], language)
    return found


@cache
def _words(using: str) -> str:
    columns = ", ".join(f"name_{code}" for code in LANGUAGES)
    parts = []
    for name, model in NAMED.items():
        key = "path" if name == "territory" else "id"
        parts.append(
            f"SELECT '{name}', CAST({key} AS text), slug, {columns} FROM {model._meta.db_table} "  # noqa: S608
            f"WHERE {key} {AMONG[connections[using].vendor]}"
        )
    return " UNION ALL ".join(parts)


def _answer(texts: list[str | None], language: str) -> Text:
    written = {code: (text or "").strip() for code, text in zip(LANGUAGES, texts, strict=True)}
    return next(
        (Text(written[code], code) for code in FALLBACK[language] if written[code]), Text("", language)
    )


def _of_events(keys: list[str], language: str) -> dict[str, tuple[str, Text]]:
    """Of an event without a title the name is composed: the row is read."""
    rows = Event.objects.public().filter(pk__in=keys).for_mention()
    return {str(row.pk): (row.slug, row.name_in(language)) for row in rows}
