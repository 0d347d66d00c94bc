"""The list of what was asked: choices of its filters with their numbers, totals of every institution asked."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language

from events import figures
from events.enums import FollowUpStatus, RecommendationKind
from events.facets import Choice, Facet
from events.filters import RecommendationFilter
from events.models import Event, Recommendation
from institutions.models import Institution
from portal.lib.translated import LANGUAGES, Text

# The column that the values of a parameter are counted by.
COUNTED = {"status": "status", "kind": "kind", "institution": "addressees", "event": "event", "year": "year"}
MOST_TOLD = 200  # values of one parameter whose numbers are told
MOST = 12  # names a filter offers; what is chosen is always among them


def facets(found: RecommendationFilter, request: HttpRequest) -> list[Facet]:
    """Seven queries: one to count each parameter's values under the other filters, two for names.

    What is counted under no filter is counted once for each version of the record.
    """
    asked = found.form.cleaned_data
    if not found.is_valid() or any(value for name, value in asked.items() if name != "ordering"):
        counted = {name: _counted(name, request, asked.get(name) or ()) for name in COUNTED}
    else:
        counted = figures.of_record("asked", lambda: {name: _counted(name, request, ()) for name in COUNTED})
    choices = {
        "status": _closed(FollowUpStatus, counted["status"], asked.get("status")),
        "kind": _closed(RecommendationKind, counted["kind"], asked.get("kind")),
        "institution": _named(Institution.objects.public(), counted["institution"], asked.get("institution")),
        "event": _named(Event.objects.public(), counted["event"], asked.get("event")),
        "year": _years(counted["year"], asked.get("year")),
    }
    labels = {name: str(capfirst(str(type(found).base_filters[name].label))) for name in choices}
    return [Facet(name, labels[name], rows) for name, rows in choices.items() if rows]


def _counted(name: str, request: HttpRequest, chosen: Any) -> Counter[Any]:
    """How many rows each value of ``name`` would leave, the other filters being as they are.

    Of thousands of values the most frequent, and those that are chosen.
    """
    others = request.GET.copy()
    others.pop(name, None)
    rows = Recommendation.objects.public().with_status()
    found = RecommendationFilter(others, queryset=rows, request=request)
    if not found.is_valid():
        return Counter()
    column, rows = COUNTED[name], found.qs.annotate(year=ExtractYear("event__first_day")).order_by()

    def numbers(some: Any) -> dict[Any, int]:
        counted = some.values_list(column).annotate(number=Count("pk"))
        return dict(counted.order_by("-number", column)[:MOST_TOLD])

    tally = Counter(numbers(rows))
    if missing := {getattr(value, "pk", value) for value in chosen} - tally.keys():
        tally.update(numbers(rows.filter(**{f"{column}__in": missing})))
    return tally


def _closed(words: Any, numbers: Counter[Any], chosen: Any) -> list[Choice]:
    language, kept = get_language() or LANGUAGES[0], chosen or ()
    return [
        Choice(word.value, Text(str(capfirst(word.label)), language), numbers[word.value], word.value in kept)
        for word in words
        if numbers[word.value] or word.value in kept
    ]


def _named(rows: Any, numbers: Counter[Any], chosen: Any) -> list[Choice]:
    """In the order of the alphabet or of time: no institution stands above another."""
    language, kept = get_language() or LANGUAGES[0], {row.pk for row in chosen or ()}
    # Some are addressed to nobody by name.
    named = Counter({key: number for key, number in numbers.items() if key})
    found = rows.filter(pk__in={*kept, *(key for key, _number in named.most_common(MOST))})
    if rows.model is Event:
        ordered = found.select_related("territory").newest_first()
    else:
        ordered = found.order_by("sort_key", "pk")
    return [Choice(row.slug, row.name_in(language), numbers[row.pk], row.pk in kept) for row in ordered]


def _years(numbers: Counter[Any], chosen: Any) -> list[Choice]:
    language, kept = get_language() or LANGUAGES[0], set(chosen or ())
    years = sorted({year for year in numbers if year} | kept, reverse=True)
    return [Choice(str(year), Text(str(year), language), numbers[year], year in kept) for year in years]


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
