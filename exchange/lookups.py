"""What a cell may refer to, loaded once: places, institutions, series, venues, words of the vocabularies.

Names in any language, other names, acronyms, codes and identifiers lead to a row, whatever their spelling
(`portal.lib.text.words`). No query is made a row.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models

from events.models import Audience, EventSeries, Topic, Venue
from institutions.enums import TerritoryKind
from institutions.models import Institution, InstitutionName, Territory, TerritoryAlias
from institutions.rights import visible_rows
from portal.lib.month_words import folded
from portal.lib.translated import FALLBACK, LANGUAGES

NAMES = tuple(f"name_{language}" for language in LANGUAGES)
WIDER_THAN_A_CITY = (TerritoryKind.COUNTRY, TerritoryKind.REGION)


@dataclass
class Entry:
    """One row that a cell may lead to."""

    pk: int
    key: str  # what is always understood: the identifier in addresses
    names: tuple[str | None, ...]  # in the order of LANGUAGES
    others: list[str] = field(default_factory=list)
    path: str = ""
    kind: str = ""

    def name_in(self, language: str) -> str:
        by_language = dict(zip(LANGUAGES, self.names, strict=True))
        return next((name for code in FALLBACK[language] if (name := by_language[code])), self.key)


class Index:
    """Finds entries by anything they are called."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.pk: entry for entry in entries}

    @cached_property
    def _keys(self) -> dict[str, Entry]:
        return {entry.key.casefold(): entry for entry in self.entries.values()}

    @cached_property
    def _names(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries.values():
            for name in {folded(name) for name in (*entry.names, *entry.others) if name}:
                found[name].append(entry)
        return found

    def find(self, text: str) -> list[Entry]:
        """The entries that ``text`` may mean: by identifier one, by name perhaps several."""
        if exact := self._keys.get(text.casefold()):
            return [exact]
        return self._narrowed(self._official(folded(text)))

    def _official(self, name: str) -> list[Entry]:
        """Whose own name it is comes before those who are also called so."""
        found = self._names.get(name, [])
        own = [entry for entry in found if name in {folded(own) for own in entry.names if own}]
        return own or found

    def _narrowed(self, found: list[Entry]) -> list[Entry]:
        return found

    def label(self, pk: int, language: str) -> str:
        """The name in ``language`` where it leads back to this very row, otherwise the identifier."""
        entry = self.entries.get(pk)
        if entry is None:
            return str(pk)
        name = entry.name_in(language)
        separators = ";" in name or "|" in name or "؛" in name or "\n" in name
        return name if not separators and self.find(name) == [entry] else entry.key

    def name(self, pk: int, language: str) -> str:
        """The name for a reader."""
        entry = self.entries.get(pk)
        return entry.name_in(language) if entry else str(pk)


class PlaceIndex(Index):
    def _narrowed(self, found: list[Entry]) -> list[Entry]:
        """«فاس» is a prefecture and the commune inside it: the wider one is meant, below a region if there is any."""
        below = [entry for entry in found if entry.kind not in WIDER_THAN_A_CITY] or found
        widest = min(below, key=lambda entry: len(entry.path), default=None)
        return [widest] if widest and all(entry.path.startswith(widest.path) for entry in below) else below


class Lookups:
    """All indices for one user, each loaded when first needed: two queries at most an index."""

    def __init__(self, user: Any) -> None:
        self.user = user

    @cached_property
    def territories(self) -> Index:
        rows = Territory.objects.values_list("pk", "slug", "path", "kind", "hcp_code", "iso_code", *NAMES)
        entries = {
            pk: Entry(pk, slug, names, [code for code in (hcp, iso) if code], path, kind)
            for pk, slug, path, kind, hcp, iso, *names in rows.iterator()
        }
        _add_others(entries, TerritoryAlias.objects.values_list("territory", "text"))
        return PlaceIndex(entries.values())

    @cached_property
    def institutions(self) -> Index:
        rows = visible_rows(Institution, self.user).values_list("pk", "slug", "acronym", *NAMES)
        entries = {pk: Entry(pk, slug, names, [acronym]) for pk, slug, acronym, *names in rows.iterator()}
        _add_others(entries, InstitutionName.objects.values_list("institution", "text"))
        return Index(entries.values())

    @cached_property
    def series(self) -> Index:
        return _index(visible_rows(EventSeries, self.user))

    @cached_property
    def topics(self) -> Index:
        return _index(Topic.objects.all())

    @cached_property
    def audiences(self) -> Index:
        return _index(Audience.objects.all())

    @cached_property
    def venues(self) -> Index:
        rows = Venue.objects.values_list("pk", *NAMES)
        return Index(Entry(pk, str(pk), names) for pk, *names in rows.iterator())


def _index(rows: models.QuerySet[Any]) -> Index:
    return Index(
        Entry(pk, slug, names) for pk, slug, *names in rows.values_list("pk", "slug", *NAMES).iterator()
    )


def _add_others(entries: dict[int, Entry], names: models.QuerySet[Any]) -> None:
    for pk, text in names.iterator():
        if pk in entries:
            entries[pk].others.append(text)
