"""The only definition of the public query parameters: page, API, feeds, exports, calendar and embed.

Repeating a parameter means OR, different parameters mean AND. A value that is not known is an error that
names the parameter and, for closed lists, the allowed values. What is not public is not known either.
"""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events import enums, finding, reaching
from events.models import (
    AccessibilityProvision,
    Audience,
    Event,
    EventSeries,
    Recommendation,
    SpokenLanguage,
    Topic,
)
from events.parameters import (
    Parameters,
    WholeNumbersFilter,
    by_slug,
    one_of,
    order,
)
from events.querysets import people_on_record, spans
from institutions.models import Agreement, Institution, Territory
from portal.lib.zone import today

WHEN = [("upcoming", _("to come")), ("ongoing", _("going on now")), ("past", _("past"))]
HAS = [
    ("documents", _("documents")),
    ("photos", _("photos")),
    ("recommendations", _("requests or recommendations")),
    ("video", _("video")),
]
BY_DATE = [("-date", _("latest first")), ("date", _("oldest first"))]
ORDERINGS = [
    *BY_DATE,
    ("title", _("title")),
    ("relevance", _("relevance")),
]


def in_years(years: list[int], prefix: str = "") -> Q:
    """Condition: touches one of the calendar years."""
    touches = Q()
    for year in years:
        touches |= Q(
            **{f"{prefix}first_day__lte": date(year, 12, 31), f"{prefix}last_day__gte": date(year, 1, 1)}
        )
    return touches


class EventFilter(Parameters):
    q = filters.CharFilter(label=_("text"), method="matching", max_length=200)
    kind = one_of(enums.EventKind, label=_("kind"))
    status = one_of(enums.EventStatus, label=_("status"))
    scope = one_of(enums.EventScope, label=_("scope"))
    access = one_of(enums.Access, label=_("access"))
    when = one_of(WHEN, label=_("when"), method="in_time")
    after = filters.DateFilter(label=_("from"), method="bounded")
    before = filters.DateFilter(label=_("until"), method="bounded")
    year = WholeNumbersFilter(label=_("year"), method="in_year", min_value=1900, max_value=2200)
    month = WholeNumbersFilter(label=_("month"), method="in_month", min_value=1, max_value=12)
    series = by_slug(
        lambda request: EventSeries.objects.public(), label=_("series"), field_name="series__slug"
    )
    parent = by_slug(
        lambda request: Event.objects.public(), label=_("part of"), field_name="super_event__slug"
    )
    institution = by_slug(
        lambda request: Institution.objects.public(), label=_("institution"), method="involving"
    )
    role = one_of(enums.InstitutionRole, label=_("role of the institution"), method="unfiltered")
    speaker = by_slug(lambda request: people_on_record(), label=_("speaker"), method="spoken_by")
    territory = by_slug(lambda request: Territory.objects.all(), label=_("place"), method="in_places")
    topic = by_slug(lambda request: Topic.objects.all(), label=_("topic"), method="with_term")
    audience = by_slug(lambda request: Audience.objects.all(), label=_("audience"), method="with_term")
    accessibility = by_slug(
        lambda request: AccessibilityProvision.objects.all(), label=_("accessibility"), method="with_term"
    )
    language = by_slug(
        lambda request: SpokenLanguage.objects.all(), label=_("spoken language"), method="with_term"
    )
    agreement = by_slug(
        lambda request: Agreement.objects.public(), label=_("agreement"), method="under_agreement"
    )
    has = one_of(HAS, label=_("with"), method="having")
    ordering = order(ORDERINGS)

    class Meta:
        model = Event
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("ordering") else rows.newest_first()

    def matching(self, rows: Any, name: str, value: str) -> QuerySet:
        return finding.matching(rows, value)

    def in_time(self, rows: Any, name: str, values: list[str]) -> QuerySet:
        if not values:
            return rows
        chosen = Q()
        for value in values:
            chosen |= spans(today())[value]
        return rows.filter(chosen)

    def bounded(self, rows: Any, name: str, day: Any) -> QuerySet:
        return rows.between(day, None) if name == "after" else rows.between(None, day)

    def in_year(self, rows: Any, name: str, years: list[int]) -> QuerySet:
        return rows.filter(in_years(years)) if years else rows

    def in_month(self, rows: Any, name: str, months: list[int]) -> QuerySet:
        return rows.in_months(months) if months else rows

    def involving(self, rows: Any, name: str, institutions: Any) -> QuerySet:
        roles = self.form.cleaned_data.get("role")
        return self._reached(rows, name, institutions, lambda: reaching.involving(institutions, roles))

    def unfiltered(self, rows: Any, name: str, value: Any) -> QuerySet:
        """``role`` only narrows ``institution``."""
        return rows

    def spoken_by(self, rows: Any, name: str, people: Any) -> QuerySet:
        return self._reached(rows, name, people, lambda: reaching.with_speakers(people))

    def in_places(self, rows: Any, name: str, territories: Any) -> QuerySet:
        return self._reached(rows, name, territories, lambda: reaching.held_in(territories))

    def with_term(self, rows: Any, name: str, terms: Any) -> QuerySet:
        return self._reached(rows, name, terms, lambda: reaching.with_terms(name, terms))

    def under_agreement(self, rows: Any, name: str, agreements: Any) -> QuerySet:
        return self._reached(rows, name, agreements, lambda: reaching.under(agreements))

    def _reached(self, rows: Any, name: str, values: Any, condition: Callable[[], Q]) -> QuerySet:
        """Whatever is counted for the form, a condition is made once."""
        if not values:
            return rows
        if name not in self.conditions:
            self.conditions[name] = condition()
        return rows.filter(self.conditions[name])

    @cached_property
    def conditions(self) -> dict[str, Q]:
        return {}

    def having(self, rows: Any, name: str, values: list[str]) -> QuerySet:
        return rows.having(values) if values else rows

    def ordered(self, rows: Any, name: str, value: str) -> QuerySet:
        if value == "date":
            return rows.oldest_first()
        if value == "title":
            return rows.order_by("sort_key", "pk")
        if value == "relevance":
            return finding.by_relevance(rows, self.form.cleaned_data.get("q") or "")
        return rows.newest_first()


class RecommendationFilter(Parameters):
    q = filters.CharFilter(label=_("text"), method="matching", max_length=200)
    kind = one_of(enums.RecommendationKind, label=_("kind"))
    status = one_of(enums.FollowUpStatus, label=_("follow-up"), method="at_step")
    institution = by_slug(
        lambda request: Institution.objects.public(), label=_("addressed to"), method="addressed_to"
    )
    event = by_slug(lambda request: Event.objects.public(), label=_("event"), field_name="event__slug")
    territory = by_slug(lambda request: Territory.objects.all(), label=_("place"), method="in_places")
    year = WholeNumbersFilter(label=_("year"), method="in_year", min_value=1900, max_value=2200)
    ordering = order(BY_DATE)

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def matching(self, rows: Any, name: str, value: str) -> QuerySet:
        return finding.matching(rows, value)

    def at_step(self, rows: Any, name: str, steps: list[str]) -> QuerySet:
        return rows.filter(reaching.at_step(steps)) if steps else rows

    def addressed_to(self, rows: Any, name: str, institutions: Any) -> QuerySet:
        return rows.filter(reaching.addressed_to(institutions)) if institutions else rows

    def in_places(self, rows: Any, name: str, territories: Any) -> QuerySet:
        if not territories:
            return rows
        return rows.filter(event__in=Event.objects.filter(reaching.held_in(territories)).values("pk"))

    def in_year(self, rows: Any, name: str, years: list[int]) -> QuerySet:
        return rows.filter(in_years(years, "event__")) if years else rows

    def ordered(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.oldest_first() if value == "date" else rows
