"""The list of what was asked: choices of its filters with their numbers, totals of every institution asked."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.db.models import Count, F
from django.http import HttpRequest, QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language

from events import figures, listing
from events.enums import FollowUpStatus, RecommendationKind
from events.facets import Choice, Facet
from events.filters import RecommendationFilter
from events.kept_queries import AMONG, among
from events.models import Event, Recommendation
from institutions.models import Institution
from portal.lib.paging import MOST_COUNTED
from portal.lib.translated import LANGUAGES, Text

NAMES = ("status", "kind", "institution", "event", "year")
MOST = 12  # names a filter offers; what is chosen is always among them


@dataclass(frozen=True)
class Tally:
    """How many rows each value of each parameter has among those found, of which at most one more is counted.

    Of more than are counted, the latest say which values there are; how many have one is then not told.
    """

    found: int = 0
    numbers: dict[str, Counter[Any]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def is_endless(self) -> bool:
        return self.found > MOST_COUNTED

    def told(self, name: str, value: Any) -> int | None:
        return None if self.is_endless else self.numbers[name][value]


def facets(found: RecommendationFilter, request: HttpRequest) -> tuple[int, list[Facet]]:
    """How many are found, at most one more than is counted; and each parameter's values under the other filters.

    Two queries, two more for each parameter asked for, two for names. What is found under no filter is counted
    once for each version of the record.
    """
    found.is_valid()
    asked, tallies = found.form.cleaned_data, _Tallies(request)
    under = {name: tallies[tallies.but(name)] for name in NAMES}
    choices = {
        "status": _closed("status", FollowUpStatus, under["status"], asked.get("status")),
        "kind": _closed("kind", RecommendationKind, under["kind"], asked.get("kind")),
        "institution": _named(
            "institution", Institution.objects.public(), under["institution"], asked.get("institution")
        ),
        "event": _named("event", Event.objects.public(), under["event"], asked.get("event")),
        "year": _years(under["year"], asked.get("year")),
    }
    labels = {name: str(capfirst(str(type(found).base_filters[name].label))) for name in choices}
    return tallies[tallies.but("")].found, [
        Facet(name, labels[name], rows) for name, rows in choices.items() if rows
    ]


class _Tallies(dict[str, Tally]):
    """By what is asked, as an address: parameters that are not asked for have the same others."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request = request

    def but(self, name: str) -> str:
        others = self.request.GET.copy()
        others.pop(name, None)
        return others.urlencode()

    def __missing__(self, address: str) -> Tally:
        rows = Recommendation.objects.public().with_status()
        found = RecommendationFilter(QueryDict(address), queryset=rows, request=self.request)
        if not found.is_valid():
            return Tally()
        if any(value for name, value in found.form.cleaned_data.items() if name != "ordering"):
            self[address] = _tally(found.qs)
        else:
            self[address] = figures.of_record("asked", lambda: _tally(found.qs))
        return self[address]


def _tally(rows: Any) -> Tally:
    """Rows are counted here: for a database to group them by each column takes longer than to hand them over."""
    latest = rows.order_by(F("event__first_day").desc(nulls_last=True), "-event_id")[: MOST_COUNTED + 1]
    columns = list(latest.values_list("pk", "status", "kind", "event_id", "event__first_day"))
    tally = Tally(len(columns))
    tally.numbers["institution"].update(_by_addressee([key for key, *_others in columns]))
    for _key, status, kind, event, day in columns:
        tally.numbers["status"][status] += 1
        tally.numbers["kind"][kind] += 1
        tally.numbers["event"][event] += 1
        tally.numbers["year"][day and day.year] += 1
    return tally


def _by_addressee(requests: list[int]) -> dict[int, int]:
    links = Recommendation.addressees.through
    connection = connections[links.objects.db]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT institution_id, COUNT(*) FROM {links._meta.db_table} "  # noqa: S608  (words of ours)
            f"WHERE recommendation_id {AMONG[connection.vendor]} GROUP BY institution_id",
            [among(connection.alias, requests)],
        )
        return dict(cursor.fetchall())


def _closed(name: str, words: Any, tally: Tally, chosen: Any) -> list[Choice]:
    language, kept = get_language() or LANGUAGES[0], chosen or ()
    return [
        Choice(
            word.value,
            Text(str(capfirst(word.label)), language),
            tally.told(name, word.value),
            word.value in kept,
        )
        for word in words
        if tally.is_endless or tally.numbers[name][word.value] or word.value in kept
    ]


def _named(name: str, rows: Any, tally: Tally, chosen: Any) -> list[Choice]:
    """In the order of the alphabet or of time: no institution stands above another."""
    language, kept = get_language() or LANGUAGES[0], {row.pk for row in chosen or ()}
    most = [key for key, _number in tally.numbers[name].most_common(MOST)]
    found = rows.filter(pk__in={*kept, *most})
    if rows.model is Event:
        ordered = found.select_related("territory").newest_first()
    else:
        ordered = found.order_by("sort_key", "pk")
    return [
        Choice(row.slug, row.name_in(language), tally.told(name, row.pk), row.pk in kept) for row in ordered
    ]


def _years(tally: Tally, chosen: Any) -> list[Choice]:
    language, kept = get_language() or LANGUAGES[0], set(chosen or ())
    known = listing.years() if tally.is_endless else filter(None, tally.numbers["year"])
    return [
        Choice(str(year), Text(str(year), language), tally.told("year", year), year in kept)
        for year in sorted({*known, *kept}, reverse=True)
    ]


# Totals -------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """An institution with how many requests addressed to it stand at each step, in the order of the steps."""

    institution: Any
    counts: list[tuple[FollowUpStatus, int]]
    total: int


def totals_by_institution() -> list[Asked]:
    """In the order of the alphabet; counted once for each version of the record."""
    rows = Recommendation.objects.public().with_status().filter(addressees__isnull=False).order_by()
    counted = rows.values_list("addressees", "status").annotate(Count("pk"))
    numbers: dict[int, Counter[str]] = defaultdict(Counter)
    for key, status, number in figures.of_record("asked/totals", lambda: list(counted)):
        numbers[key][status] = number
    asked = Institution.objects.public().filter(pk__in=numbers).order_by("sort_key", "pk")
    return [
        Asked(row, [(step, numbers[row.pk][step.value]) for step in FollowUpStatus], numbers[row.pk].total())
        for row in asked
    ]
