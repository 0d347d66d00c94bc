"""Pages that need both apps: institutions, people, agreements and places, with their events."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from changes.event_counts import event_count
from events import figures
from events.querysets import people_on_record
from institutions.addresses import object_at
from institutions.models import Agreement, Institution, Territory
from portal.lib.paging import BoundedPaginator, count
from portal.pages.agreement import agreement_context
from portal.pages.institution import LATEST_SIGNED, agreements_with_parts, institution_context
from portal.pages.person import person_context
from portal.pages.territory import territory_context

PAGE_SIZE = 40


def institutions_by_activity() -> list[tuple[int, int]]:
    """Public institutions, by number, with how many public events they have; the busiest first."""
    return figures.of_record("activity", lambda: list(_counted().values_list("pk", "event_count")))


def _counted() -> QuerySet[Institution]:
    rows = Institution.objects.public().annotate(event_count=event_count("institutions"))
    return rows.order_by("-event_count", "sort_key", "pk")


def with_event_count(counted: Iterable[tuple[int, int]]) -> list[Institution]:
    """The institutions in that order. One query."""
    counts = dict(counted)
    found = Institution.objects.public().select_related("parent").in_bulk(counts)
    for number, institution in found.items():
        institution.event_count = counts[number]
    return [found[number] for number in counts if number in found]


@require_safe
def institution_list(request: HttpRequest) -> HttpResponse:
    query, rows = request.GET.get("q", "")[:200], institutions_by_activity()
    if query:
        matching = set(Institution.objects.public().matching(query).values_list("pk", flat=True))
        rows = [row for row in rows if row[0] in matching]
    page: Any = BoundedPaginator(rows, PAGE_SIZE, counted=len(rows)).get_page(request.GET.get("page"))
    page.object_list = with_event_count(page.object_list)
    return render(request, "pages/institution_list.html", {"page": page, "query": query})


@require_safe
def institution_detail(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Institution.objects.public().annotate(event_count=event_count("institutions"))
    institution = object_at(rows.select_related("parent", "territory"), slug)
    if institution.slug != slug:
        return redirect(institution, permanent=True)
    return render(request, "pages/institution_detail.html", institution_context(institution))


@require_safe
def speaker_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:200]
    rows = people_on_record().matching(query).annotate(event_count=event_count("speakers"))
    rows = rows.order_by("sort_key", "pk")
    counted = None if query else figures.of_record("people", lambda: count(people_on_record()))
    page = BoundedPaginator(rows, PAGE_SIZE, counted).get_page(request.GET.get("page"))
    return render(request, "pages/speaker_list.html", {"page": page, "query": query})


@require_safe
def speaker_detail(request: HttpRequest, slug: str) -> HttpResponse:
    person = object_at(people_on_record(), slug)
    if person.slug != slug:
        return redirect(person, permanent=True)
    return render(request, "pages/speaker_detail.html", person_context(person))


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    rows = Agreement.objects.public().for_list().order_by(LATEST_SIGNED, "-pk")
    page = BoundedPaginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pages/agreement_list.html", {"page": page})


@require_safe
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    agreement = object_at(agreements_with_parts(), slug)
    if agreement.slug != slug:
        return redirect(agreement, permanent=True)
    return render(request, "pages/agreement_detail.html", agreement_context(agreement))


@require_safe
def territory_detail(request: HttpRequest, slug: str) -> HttpResponse:
    territory = object_at(Territory.objects.select_related("parent__parent__parent__parent"), slug)
    if territory.slug != slug:
        return redirect(territory, permanent=True)
    return render(request, "pages/territory_detail.html", territory_context(request, territory))
