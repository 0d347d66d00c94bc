"""The choices of the filter form, with what each would leave. Six queries, whatever is asked and found."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.counting import ALL, PLACES, Counts, around, counts
from events.enums import EventKind
from events.listing import MORE
from events.models import (
    AccessibilityProvision,
    Audience,
    Event,
    EventSeries,
    SpokenLanguage,
    Topic,
)
from institutions.models import Agreement, Institution, Person, Territory
from portal.lib.calendar_words import month_name
from portal.lib.text import sort_key
from portal.lib.translated import FALLBACK, LANGUAGES, Text

MOST = 8  # choices of a facet as long as nobody asks for all («more»); what is chosen is always among them
FEW_REGIONS = 3
CLOSED = ("kind", "status", "scope", "access", "role", "when", "has")
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
RARE = (
    *("topic", "status", "series", "speaker", "has", "audience", "accessibility", "language", "access"),
    *("scope", "agreement", "parent"),
)


@dataclass(frozen=True)
class Choice:
    value: str
    label: Text
    count: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """Choices that lie in one region; open where something is chosen, or where there are few regions."""

    label: Text
    choices: list[Choice]
    is_open: bool


@dataclass(frozen=True)
class Facet:
    """One parameter with its choices; ``left_off`` of them wait behind «more»."""

    parameter: str
    label: str
    choices: list[Choice]
    left_off: int = 0
    groups: list[Group] = field(default_factory=list)

    @property
    def is_used(self) -> bool:
        return any(choice.chosen for choice in (*self.choices, *(c for g in self.groups for c in g.choices)))

    def __bool__(self) -> bool:
        return bool(self.choices or self.groups)


@dataclass(frozen=True)
class Facets:
    total: int
    by_name: dict[str, Facet]

    @property
    def going_on(self) -> int:
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
    tallies, asked = counts(found), parameters.getlist(MORE)
    chosen = {name: _chosen(name, found) for name in (*NAMED, "parent")}
    wanted = {name: _wanted(name, tallies, name in asked) for name in (*NAMED, "parent")}
    names = _names(wanted) | _parent_names(wanted["parent"])
    by_name = {name: _closed(name, found, tallies[name], name in asked) for name in CLOSED}
    for name, rows in chosen.items():
        choices = [
            Choice(slug, label, tallies[name][key], key in rows)
            for key, (slug, label) in ({**rows, **names.get(name, {})}).items()
        ]
        by_name[name] = _facet(name, found, choices, len(tallies[_pool(name)]))
    if "territory" in asked:
        by_name["territory"] = _by_region(
            found, {**chosen["territory"], **names.get("territory", {})}, tallies
        )
    for name in ("year", "month"):
        by_name[name] = Facet(name, _label(name, found), list(_numbers(name, found, tallies[name])))
    return Facets(tallies[ALL][""], by_name)


def _sound(found: Any, parameters: Any) -> Any:
    if found.is_valid():
        return found
    kept = parameters.copy()
    for name in found.form.errors:
        kept.pop(name, None)
    sound = type(found)(kept, queryset=found.queryset, request=found.request)
    sound.is_valid()
    return sound


def _label(name: str, found: Any) -> str:
    return str(capfirst(str(type(found).base_filters[name].label)))


def _facet(name: str, found: Any, choices: Iterable[Choice], known: int) -> Facet:
    ordered = sorted(choices, key=lambda choice: (-choice.count, sort_key(str(choice.label))))
    return Facet(name, _label(name, found), ordered, max(known - len(ordered), 0))


# Closed lists -----------------------------------------------------------------------------------------
def _closed(name: str, found: Any, tally: Counter[str], everything: bool) -> Facet:
    language, asked = get_language() or LANGUAGES[0], found.form.cleaned_data.get(name) or []
    choices = [
        Choice(str(value), Text(str(capfirst(str(label))), language), tally[str(value)], value in asked)
        for value, label in found.form.fields[name].choices
    ]
    if name == "role" and not found.form.cleaned_data.get("institution"):
        return Facet(name, _label(name, found), [choice for choice in choices if choice.chosen])
    if len(choices) <= MOST or everything:
        return Facet(name, _label(name, found), choices)
    used = [choice for choice in choices if choice.count or choice.chosen]
    used = sorted(used, key=lambda choice: (not choice.chosen, -choice.count))[: max(MOST, len(asked))]
    return Facet(name, _label(name, found), used, len(choices) - len(used))


def _numbers(name: str, found: Any, tally: Counter[int]) -> Iterator[Choice]:
    """Years, latest first; months in their order."""
    language, asked = get_language() or LANGUAGES[0], found.form.cleaned_data.get(name) or []
    for number in sorted({*tally, *asked}, reverse=name == "year"):
        text = month_name(number, language) if name == "month" else str(number)
        yield Choice(str(number), Text(text, language), tally[number], number in asked)


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


def _names(wanted: dict[str, list[str]]) -> dict[str, dict[str, tuple[str, Text]]]:
    """The names of rows of every kind, all of them public: they were counted or asked for. One query.

    The querysets are Django's own: modeltranslation's shuffles the columns of a UNION.
    """
    columns = [f"name_{code}" for code in LANGUAGES]
    parts = []
    for name, model in NAMED.items():
        place = name == "territory"
        rows: Any = QuerySet(model).filter(**{"path__in" if place else "pk__in": wanted[name]}).order_by()
        key = F("path") if place else Cast("pk", CharField())
        parts.append(
            rows.annotate(facet=Value(name, CharField()), key=key).values_list(
                "facet", "key", "slug", *columns
            )
        )
    found: dict[str, dict[str, tuple[str, Text]]] = {}
    first, *others = [part for name, part in zip(NAMED, parts, strict=True) if wanted[name]] or parts[:1]
    for name, key, slug, *texts in first.union(*others, all=True) if others else first:
        found.setdefault(name, {})[key] = (slug, _answer(texts))
    return found


def _answer(texts: list[str | None]) -> Text:
    language = get_language() or LANGUAGES[0]
    written = {code: (text or "").strip() for code, text in zip(LANGUAGES, texts, strict=True)}
    return next(
        (Text(written[code], code) for code in FALLBACK[language] if written[code]), Text("", language)
    )


def _parent_names(wanted: list[str]) -> dict[str, dict[str, tuple[str, Text]]]:
    """Of an event without a title the name is composed: the row is read. One query."""
    language = get_language() or LANGUAGES[0]
    rows = Event.objects.public().filter(pk__in=wanted).select_related("territory")
    return {"parent": {str(row.pk): (row.slug, row.name_in(language)) for row in rows}}


# All places, by region --------------------------------------------------------------------------------
def _by_region(found: Any, names: dict[str, tuple[str, Text]], tallies: Counts) -> Facet:
    asked = {row.path for row in found.form.cleaned_data.get("territory") or ()}
    regions: dict[str, list[str]] = {}
    for path in names:
        regions.setdefault("".join(around(path)[:2][-1:]), []).append(path)

    def group(region: str, paths: list[str]) -> Group:
        others = Text(_("Other places"), get_language() or LANGUAGES[0])
        ordered = sorted(paths, key=lambda path: (path != region, sort_key(str(names[path][1]))))
        choices = [Choice(*names[path], tallies["territory"][path], path in asked) for path in ordered]
        label = names[region][1] if region in names else others
        return Group(label, choices, len(regions) <= FEW_REGIONS or not asked.isdisjoint(paths))

    groups = [group(region, paths) for region, paths in regions.items()]
    groups.sort(key=lambda group: sort_key(str(group.label)))
    return Facet("territory", _label("territory", found), [], 0, groups)


def kinds_on_record() -> list[Choice]:
    """The kinds of which there are public events, the most frequent first. One query."""
    tally = dict(Event.objects.public().order_by().values_list("kind").annotate(Count("pk")))
    language, labels = get_language() or LANGUAGES[0], dict(EventKind.choices)
    return [
        Choice(kind, Text(str(capfirst(str(labels[kind]))), language), number, False)
        for kind, number in sorted(tally.items(), key=lambda item: (-item[1], item[0]))
        if kind in labels
    ]
