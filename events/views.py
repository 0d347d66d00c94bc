"""Pages of events, series and recommendations: read the request, ask, render."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import asked, listing, previews
from events.calendar_links import event_links, list_links
from events.feeds import asked_of, heading_of
from events.filter_form import filter_form
from events.filters import EventFilter, RecommendationFilter
from events.jsonld import event_page
from events.models import Event, EventSeries, Recommendation
from events.pages import event_context, follow_up_totals, recommendation_context, series_context
from events.renditions import open_with
from events.social_card import card_address
from history.tombstones import successor
from institutions.addresses import object_at
from institutions.jsonld import telling
from portal.lib.paging import BoundedPaginator

PAGE_SIZE = 20


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    found = EventFilter(request.GET, queryset=Event.objects.public().for_list(), request=request)
    form, applied, asked = (
        filter_form(request, found),
        listing.applied(found, request.GET),
        asked_of(request),
    )
    is_sound = found.is_valid()
    rows, size = (found.qs, form.found) if is_sound else (Event.objects.none(), 0)
    page = BoundedPaginator(rows, PAGE_SIZE, size).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "months": listing.by_month(listing.nested(page)),
        "form": form,
        "ongoing": form.going_on if page.number == 1 else 0,
        "applied": applied,
        "asked": asked,
        "subscription": list_links(settings.SITE_URL.rstrip("/"), asked),
        **listing.for_robots(request, page, applied, is_sound=is_sound),
    }
    return render(request, "events/event_list.html", context, status=200 if is_sound else 400)


@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    event = object_at(Event.objects.public().for_page(), slug)
    if event.slug != slug:
        return redirect(event, permanent=True)
    told = telling()
    card = told.address(card_address(event, told.language))
    context = {
        **event_context(event),
        "calendar": event_links(event, heading_of(event)),
        "card_url": card,
        "structured": event_page(event, told, [card]),
    }
    return render(request, "events/event_detail.html", context)


@require_safe
def event_preview(request: HttpRequest, token: str) -> HttpResponse:
    """An event of any state behind a secret address, as the public would see it; never kept, never indexed."""
    link = previews.link_of(token)
    if link is None:
        raise Http404
    if link.is_open_at(timezone.now()):
        with previews.shown(link):
            event = Event.objects.for_page().get(pk=link.event_id)
            open_with(event, token)
            context = {**event_context(event), "preview": link, "preview_token": token}
            response = render(request, "events/event_detail.html", context)
    else:
        response = render(request, "events/preview_closed.html", {"preview": link}, status=410)
    return previews.kept_secret(response)


@require_safe
def series_detail(request: HttpRequest, slug: str) -> HttpResponse:
    series = object_at(EventSeries.objects.public().select_related("organizer"), slug)
    if series.slug != slug:
        return redirect(series, permanent=True)
    return render(request, "events/series_detail.html", series_context(series))


@require_safe
def recommendation_list(request: HttpRequest) -> HttpResponse:
    rows = Recommendation.objects.public().for_list()
    found = RecommendationFilter(request.GET, queryset=rows, request=request)
    size, facets = asked.facets(found, request)
    listed = found.qs if found.is_valid() else rows.none()
    page = BoundedPaginator(listed, PAGE_SIZE, size).get_page(request.GET.get("page"))
    applied = listing.applied(found, request.GET)
    context = {
        "filter": found,
        "page": page,
        "applied": applied,
        "asked": asked_of(request),
        "facets": facets,
        "totals": follow_up_totals(),
        "institutions": [] if applied else asked.totals_by_institution(),
        **listing.for_robots(request, page, applied, is_sound=found.is_valid()),
    }
    return render(
        request, "events/recommendation_list.html", context, status=200 if found.is_valid() else 400
    )


@require_safe
def recommendation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    recommendation = get_object_or_404(Recommendation.objects.public().for_its_page(), pk=pk)
    return render(request, "events/recommendation_detail.html", recommendation_context(recommendation))


@require_safe
def short_link(request: HttpRequest, event_id: int) -> HttpResponse:
    """The address to share: leads to the event in the visitor's language, or to the one it was merged into."""
    event = Event.objects.public().filter(pk=event_id).first()
    if event is None and (heir := successor(Event, event_id)):
        get_object_or_404(Event.objects.public(), pk=heir)
        return redirect("short_link", event_id=heir, permanent=True)
    return redirect(event or get_object_or_404(Event.objects.public(), pk=event_id))
