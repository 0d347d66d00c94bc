"""The home page: what is on, what was held, what came of it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from events.calendar_links import list_links
from events.facets import kinds_on_record
from events.models import Event, Recommendation
from events.pages import follow_up_totals
from events.weeks import this_week
from institutions.models import Agreement
from portal.lib.zone import today
from portal.pages.who import institutions_by_activity, with_event_count

LATEST, BUSIEST = 5, 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    public = Event.objects.public().for_list()
    on = today()
    week = this_week(public, on)
    context: dict[str, Any] = {
        "today": on,
        "week": week,
        "now": next((bar for bar in week.bars if bar.is_on(on)), None),
        "upcoming": public.upcoming(on).oldest_first()[:LATEST],
        "latest": public.past(on).newest_first()[:LATEST],
        "kinds": kinds_on_record(),
        "subscription": list_links(settings.SITE_URL.rstrip("/"), ""),
        "totals": follow_up_totals(),
        "recommendations": Recommendation.objects.public().for_list()[:3],
        "institutions": with_event_count([row for row in institutions_by_activity()[:BUSIEST] if row[1]]),
        "agreement": Agreement.objects.public().for_list().order_by("-signed_on", "-pk").first(),
    }
    return render(request, "pages/home.html", context)


@require_safe
@vary_on_headers("Accept-Language")
def language_choice(request: HttpRequest) -> HttpResponse:
    """The bare address leads to the visitor's language, Arabic when it is not one of ours."""
    language = get_language_from_request(request)
    with override(language if language in settings.PUBLIC_LANGUAGES else settings.LANGUAGE_CODE):
        return HttpResponseRedirect(reverse("home"))
