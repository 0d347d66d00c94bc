"""Pages that need both apps: institutions, people, agreements and places, with their events."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from events.models import Citation, Event, EventAgreement, PressItem, Speaker
from events.querysets import people_on_record
from institutions.addresses import object_at
from institutions.models import Agreement, Institution, Person, Territory
from institutions.querysets import public_condition
from portal.pages.institution import institution_context

PAGE_SIZE = 40


def institutions_by_activity() -> QuerySet[Institution]:
    """Public institutions with their number of public events, the busiest first."""
    counted = Count(
        "involvements__event", filter=public_condition(prefix="involvements__event__"), distinct=True
    )
    return (
        Institution.objects.public().annotate(event_count=counted).order_by("-event_count", "sort_key", "pk")
    )


@require_safe
def institution_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:200]
    rows = institutions_by_activity().select_related("parent").matching(query)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pages/institution_list.html", {"page": page, "query": query})


@require_safe
def institution_detail(request: HttpRequest, slug: str) -> HttpResponse:
    institution = object_at(Institution.objects.public().select_related("parent", "territory"), slug)
    if institution.slug != slug:
        return redirect(institution, permanent=True)
    return render(request, "pages/institution_detail.html", institution_context(institution))


@require_safe
def speaker_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")[:200]
    appearances = Count(
        "appearances__event", filter=public_condition(prefix="appearances__event__"), distinct=True
    )
    rows = people_on_record().matching(query).annotate(event_count=appearances).order_by("sort_key", "pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pages/speaker_list.html", {"page": page, "query": query})


@require_safe
def speaker_detail(request: HttpRequest, slug: str) -> HttpResponse:
    person = object_at(people_on_record(), slug)
    if person.slug != slug:
        return redirect(person, permanent=True)
    appearances = list(Speaker.objects.public().filter(person=person, name_is_public=True).for_timeline())
    context = {
        "person": person,
        "appearances": appearances,
        "positions": person.positions.select_related("institution").order_by("-starts_on", "pk"),
        "signatures": person.signatures.filter(public_condition(prefix="agreement__")).select_related(
            "agreement", "institution"
        ),
        "companions": spoke_with(person, appearances),
        "press_items": PressItem.objects.filter(events__in=[row.event_id for row in appearances])
        .distinct()
        .order_by("published_on", "pk"),
        "citations": Citation.objects.about(person, *appearances),
    }
    return render(request, "pages/speaker_detail.html", context)


def spoke_with(person: Person, appearances: list[Any]) -> QuerySet[Person]:
    """People on record who took part in the same events."""
    together = Speaker.objects.filter(
        person=OuterRef("pk"), event__in=[row.event_id for row in appearances], name_is_public=True
    )
    return people_on_record().filter(Exists(together)).exclude(pk=person.pk).order_by("sort_key", "pk")


@require_safe
def agreement_list(request: HttpRequest) -> HttpResponse:
    rows = Agreement.objects.public().for_list().order_by("-signed_on", "-pk")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "pages/agreement_list.html", {"page": page})


@require_safe
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    agreement = object_at(Agreement.objects.public().for_list(), slug)
    if agreement.slug != slug:
        return redirect(agreement, permanent=True)
    links = EventAgreement.objects.public().filter(agreement=agreement)
    context = {
        "agreement": agreement,
        "areas": agreement.areas.all(),
        "signatories": agreement.signatories.select_related("person", "institution"),
        "links": links.select_related("event__territory").order_by("event__first_day", "event_id"),
        "documents": agreement.documents.all(),
        "citations": Citation.objects.about(agreement),
    }
    return render(request, "pages/agreement_detail.html", context)


@require_safe
def territory_detail(request: HttpRequest, slug: str) -> HttpResponse:
    territory = object_at(Territory.objects.select_related("parent__parent__parent__parent"), slug)
    if territory.slug != slug:
        return redirect(territory, permanent=True)
    events = Event.objects.public().in_territories([territory]).for_list().newest_first()
    page = Paginator(events, 20).get_page(request.GET.get("page"))
    context = {"territory": territory, "page": page, "children": busy_children(territory)}
    return render(request, "pages/territory_detail.html", context)


def busy_children(territory: Territory) -> list[Territory]:
    """Places directly below that hold public events, themselves or further down."""
    used = Event.objects.public().filter(territory__path__startswith=territory.path)
    paths = set(used.values_list("territory__path", flat=True))
    children = territory.children.order_by("sort_key", "pk")
    return [child for child in children if any(path.startswith(child.path) for path in paths)]
