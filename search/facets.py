"""By what results can be narrowed, and how many each choice would leave."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from institutions.models import Institution, Territory
from search import filter_tokens
from search.expressions import Narrowing
from search.finding import Hit
from search.models import Kind
from search.positions import stretch_of

MOST = 8  # choices of a facet; what is chosen is always among them
YEARS = range(1900, 2201)


@dataclass
class Chosen:
    """The filters of an address. What is not known is not chosen."""

    kinds: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    places: dict[str, Territory] = field(default_factory=dict)  # by path
    institutions: dict[int, Institution] = field(default_factory=dict)

    @classmethod
    def of(cls, parameters: Any) -> "Chosen":
        """At most one query for places and one for institutions."""
        years = {int(year) for year in parameters.getlist("year") if year.isdecimal() and len(year) == 4}
        places = _slugs(parameters, "territory")
        bodies = _slugs(parameters, "institution")
        return cls(
            set(parameters.getlist("kind")) & set(Kind.values),
            years & set(YEARS),
            {row.path: row for row in Territory.objects.filter(slug__in=places)} if places else {},
            {row.pk: row for row in Institution.objects.public().filter(slug__in=bodies)} if bodies else {},
        )

    def __bool__(self) -> bool:
        return bool(self.kinds or self.years or self.places or self.institutions)

    def left_of(self, hits: list[Hit], but: str = "") -> list[Hit]:
        """Those that pass every filter in force, the one named ``but`` aside."""
        for name, passes in self._conditions().items():
            hits = hits if name == but else [hit for hit in hits if passes(hit)]
        return hits

    def _conditions(self) -> dict[str, Callable[[Hit], bool]]:
        """What each filter in force asks of a hit."""
        within = tuple(self.places)
        asked: dict[str, tuple[Collection[Any], Callable[[Hit], bool]]] = {
            "kind": (self.kinds, lambda hit: hit.kind in self.kinds),
            "year": (self.years, lambda hit: hit.on is not None and hit.on.year in self.years),
            "territory": (within, lambda hit: hit.place.startswith(within)),
            "institution": (
                self.institutions,
                lambda hit: not self.institutions.keys().isdisjoint(hit.numbers),
            ),
        }
        return {name: passes for name, (chosen, passes) in asked.items() if chosen}

    @property
    def narrowing(self) -> Narrowing:
        """The same, in the words of the index."""
        tokens = [
            [filter_tokens.of_kind(kind) for kind in sorted(self.kinds)],
            [filter_tokens.of_place(path) for path in sorted(self.places)],
            [filter_tokens.of_institution(number) for number in sorted(self.institutions)],
        ]
        return Narrowing(
            tuple(group for group in tokens if group), tuple(map(stretch_of, sorted(self.years)))
        )


def _slugs(parameters: Any, name: str) -> list[str]:
    return [slug.replace("\x00", "") for slug in parameters.getlist(name) if slug][:20]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One parameter of the address with its choices, those that leave most first."""

    parameter: str
    label: str
    choices: list[Choice]


def facets(found: list[Hit], chosen: Chosen, language: str) -> list[Facet]:
    """Counts take the other filters into account, so that each is what choosing would show. Two queries."""
    counts = {name: Counter(values(chosen.left_of(found, but=name))) for name, values in _VALUES.items()}
    places = {row.path: row for row in Territory.objects.filter(path__in=_most(counts["territory"]))}
    numbers = _most(counts["institution"])
    bodies = {row.pk: row for row in Institution.objects.public().filter(pk__in=numbers)}
    named = [
        ("kind", _("Kind"), _kinds(counts["kind"], chosen)),
        ("year", _("Year"), _years(counts["year"], chosen)),
        (
            "territory",
            _("Place"),
            _rows(counts["territory"], places | chosen.places, chosen.places, language),
        ),
        (
            "institution",
            _("Institution"),
            _rows(counts["institution"], bodies | chosen.institutions, chosen.institutions, language),
        ),
    ]
    return [Facet(name, label, choices) for name, label, choices in named if choices]


_VALUES: dict[str, Callable[[list[Hit]], Iterable[Any]]] = {
    "kind": lambda hits: (hit.kind for hit in hits),
    "year": lambda hits: (on.year for hit in hits if (on := hit.on)),
    "territory": lambda hits: (hit.place for hit in hits if hit.place),
    "institution": lambda hits: map(int, "".join(hit.institutions for hit in hits).split()),
}


def _most(counts: Counter[Any]) -> list[Any]:
    return [value for value, _count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST]]


def _kinds(counts: Counter[str], chosen: Chosen) -> list[Choice]:
    return [
        Choice(kind.value, capfirst(str(kind.label)), counts[kind.value], kind.value in chosen.kinds)
        for kind in Kind
        if counts[kind.value] or kind.value in chosen.kinds
    ]


def _years(counts: Counter[int], chosen: Chosen) -> list[Choice]:
    years = sorted({*counts, *chosen.years}, reverse=True)[:MOST]
    return [Choice(str(year), str(year), counts[year], year in chosen.years) for year in years]


def _rows(counts: Counter[Any], rows: dict[Any, Any], chosen: dict[Any, Any], language: str) -> list[Choice]:
    choices = [
        Choice(row.slug, str(row.name_in(language)), counts[key], key in chosen) for key, row in rows.items()
    ]
    return sorted(choices, key=lambda choice: (-choice.count, choice.value))
