"""The choices of the filter form, with what each would leave. Three queries, whatever is asked and found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import figures
from events.choice_names import NAMED, PARENT, names_of
from events.counting import PLACES, Counts, around, counts
from events.counting_queries import ALL
from events.enums import EventKind
from events.filters import EventFilter
from events.listing import MORE
from events.models import Event
from portal.lib.calendar_words import month_name
from portal.lib.text import sort_key
from portal.lib.translated import LANGUAGES, Text

MOST = 8  # choices of a facet as long as nobody asks for all («more»); what is chosen is always among them
FEW_REGIONS = 3
CLOSED = ("kind", "status", "scope", "access", "role", "when", "has")
RARE = (
    *("topic", "status", "series", "speaker", "has", "audience", "accessibility", "language", "access"),
    *("scope", "agreement", "parent"),
)


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text
    count: int | None  # not known to the end where more is found than is counted
    chosen: bool


@dataclass(frozen=True)
class Group:
    """Choices that lie in one region; open where something is chosen, or where there are few regions."""

    label: Text
    choices: list[Choice]
    is_open: bool


@dataclass(frozen=True)
class Facet:
    """One parameter with its choices; ``left_off`` others wait behind «more», uncounted where it ``is_partial``."""

    parameter: str
    label: str
    choices: list[Choice]
    left_off: int = 0
    is_partial: bool = False
    groups: list[Group] = field(default_factory=list)

    @property
    def is_used(self) -> bool:
        return any(choice.chosen for choice in (*self.choices, *(c for g in self.groups for c in g.choices)))

    def __bool__(self) -> bool:
        return bool(self.choices or self.groups)


@dataclass(frozen=True)
class Facets:
    """``total``: of the whole record, ``found``: under all filters; at most one more than is counted."""

    total: int
    found: int
    by_name: dict[str, Facet]

    @property
    def going_on(self) -> int | None:
        return next(choice.count for choice in self.by_name["when"].choices if choice.value == "ongoing")

    @property
    def rare(self) -> list[Facet]:
        return [facet for name in RARE if (facet := self.by_name[name])]

    @property
    def rare_is_used(self) -> bool:
        return any(facet.is_used for facet in self.rare)


def facets(found: Any, parameters: Any) -> Facets:
    """Of a form with errors, what could be read is counted."""
    found = _sound(found, parameters)
    asked = parameters.getlist(MORE)
    tallies = counts(found, every_choice=bool(asked))
    chosen = {name: _chosen(name, found) for name in (*NAMED, PARENT)}
    wanted = {name: _wanted(name, tallies, name in asked) for name in (*NAMED, PARENT)}
    names = names_of(wanted, found.queryset.db)
    by_name = {name: _closed(name, found, tallies, name in asked) for name in CLOSED}
    for name, rows in chosen.items():
        known = {**rows, **names.get(name, {})}
        ordered = sorted(known, key=lambda key: (-tallies[name][key], _sort_key(str(known[key][1]))))
        choices = [Choice(*known[key], tallies.told(name, key), key in rows) for key in ordered]
        left_off = max(len(tallies[_pool(name)]) - len(choices), 0)
        by_name[name] = Facet(
            name, _label(name, found), choices, left_off, name in tallies.endless and not asked
        )
    if "territory" in asked:
        by_name["territory"] = _by_region(
            found, {**chosen["territory"], **names.get("territory", {})}, tallies
        )
    for name in ("year", "month"):
        by_name[name] = Facet(name, _label(name, found), list(_numbers(name, found, tallies)))
    return Facets(tallies[ALL][""], tallies.found, by_name)


def _sound(found: Any, parameters: Any) -> Any:
    if found.is_valid():
        return found
    kept = parameters.copy()
    for name in found.form.errors:
        kept.pop(name, None)
    sound = type(found)(kept, queryset=found.queryset, request=found.request)
    sound.is_valid()
    return sound


_sort_key = lru_cache(maxsize=5_000)(sort_key)


def _label(name: str, found: Any) -> str:
    return str(capfirst(str(type(found).base_filters[name].label)))


# Closed lists -----------------------------------------------------------------------------------------
def _closed(name: str, found: Any, tallies: Counts, everything: bool) -> Facet:
    language, asked = get_language() or LANGUAGES[0], found.form.cleaned_data.get(name) or []
    choices = [
        Choice(value, Text(label, language), tallies.told(name, value), value in asked)
        for value, label in _closed_list(name, language)
    ]
    if name == "role" and not found.form.cleaned_data.get("institution"):
        return Facet(name, _label(name, found), [choice for choice in choices if choice.chosen])
    if len(choices) <= MOST or everything:
        return Facet(name, _label(name, found), choices)
    used = [choice for choice in choices if tallies[name][choice.value] or choice.chosen]
    used.sort(key=lambda choice: (not choice.chosen, -tallies[name][choice.value]))
    del used[max(MOST, len(asked)) :]
    return Facet(name, _label(name, found), used, len(choices) - len(used))


@cache
def _closed_list(name: str, _language: str) -> list[tuple[str, str]]:
    """The values and their labels in the language in force."""
    choices = EventFilter.base_filters[name].extra["choices"]
    return [(str(value), str(capfirst(str(label)))) for value, label in choices]


def _numbers(name: str, found: Any, tallies: Counts) -> Iterator[Choice]:
    """Years, latest first; months in their order."""
    language, asked = get_language() or LANGUAGES[0], found.form.cleaned_data.get(name) or []
    for number in sorted({*tallies[name], *asked}, reverse=name == "year"):
        text = month_name(number, language) if name == "month" else str(number)
        yield Choice(str(number), Text(text, language), tallies.told(name, number), number in asked)


# Rows with names --------------------------------------------------------------------------------------
def _pool(name: str) -> str:
    """Places are offered where something was held, not with every region around."""
    return PLACES if name == "territory" else name


def _key(name: str, row: Any) -> str:
    return row.path if name == "territory" else str(row.pk)


def _chosen(name: str, found: Any) -> dict[str, tuple[str, Text]]:
    """By key: what the form has found for the values asked. No query: the filters have read them."""
    language = get_language() or LANGUAGES[0]
    rows = found.form.cleaned_data.get(name) or ()
    return {_key(name, row): (row.slug, row.name_in(language)) for row in rows}


def _wanted(name: str, tallies: Counts, everything: bool) -> list[str]:
    if everything:
        return list(tallies[name])
    ranked = [(-tallies[name][key], key) for key in tallies[_pool(name)]]
    return [key for _count, key in sorted(ranked)[:MOST]]


# All places, by region --------------------------------------------------------------------------------
def _by_region(found: Any, names: dict[str, tuple[str, Text]], tallies: Counts) -> Facet:
    asked = {row.path for row in found.form.cleaned_data.get("territory") or ()}
    regions: dict[str, list[str]] = {}
    for path in names:
        regions.setdefault("".join(around(path)[:2][-1:]), []).append(path)

    def group(region: str, paths: list[str]) -> Group:
        others = Text(_("Other places"), get_language() or LANGUAGES[0])
        ordered = sorted(paths, key=lambda path: (path != region, _sort_key(str(names[path][1]))))
        choices = [Choice(*names[path], tallies.told("territory", path), path in asked) for path in ordered]
        label = names[region][1] if region in names else others
        return Group(label, choices, len(regions) <= FEW_REGIONS or not asked.isdisjoint(paths))

    groups = [group(region, paths) for region, paths in regions.items()]
    groups.sort(key=lambda group: _sort_key(str(group.label)))
    return Facet("territory", _label("territory", found), [], groups=groups)


def kinds_on_record() -> list[Choice]:
    """The kinds of which there are public events, the most frequent first. One query."""
    counted = Event.objects.public().order_by().values_list("kind").annotate(Count("pk"))
    tally = figures.of_record("kinds", lambda: dict(counted))
    language, labels = get_language() or LANGUAGES[0], dict(EventKind.choices)
    return [
        Choice(kind, Text(str(capfirst(str(labels[kind]))), language), number, False)
        for kind, number in sorted(tally.items(), key=lambda item: (-item[1], item[0]))
        if kind in labels
    ]
