"""What a visitor takes along from an event: the programme as PDF, a code that leads back to the page."""

from io import BytesIO

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.files import SECONDS_PUBLIC, download_name
from events.models import Event, Photo
from events.programme_pdf import programme
from institutions.addresses import object_at


@require_safe
def event_programme(request: HttpRequest, slug: str) -> HttpResponse:
    event = object_at(Event.objects.public().for_page(), slug)
    if event.slug != slug:
        return redirect("events:event_programme", event.slug, permanent=True)
    language = get_language() or settings.LANGUAGE_CODE
    response = HttpResponse(
        programme(event, language, short_address(event.pk)), content_type="application/pdf"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{download_name(event.slug, "pdf")}"'
    response.headers["Content-Security-Policy"] = (
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    patch_cache_control(response, public=True, max_age=SECONDS_PUBLIC)
    return response


@require_safe
def event_qr(request: HttpRequest, event_id: int) -> HttpResponse:
    """The short link as a code to print or show; dark on white in every scheme, as cameras want it."""
    get_object_or_404(Event.objects.public(), pk=event_id)
    drawn = BytesIO()
    segno.make_qr(short_address(event_id), error="m").save(
        drawn, kind="svg", scale=8, light="#ffffff", dark="#121f38"
    )
    response = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=SECONDS_PUBLIC)
    return response


@require_safe
def photo_detail(request: HttpRequest, slug: str, photo_id: int) -> HttpResponse:
    """One photo with its caption, credit and neighbours: a page of its own, so that it works without a script."""
    photo = get_object_or_404(Photo.objects.public().select_related("event__territory"), pk=photo_id)
    if photo.event.slug != slug:
        return redirect("events:photo_detail", photo.event.slug, photo.pk, permanent=True)
    keys = list(Photo.objects.public().filter(event=photo.event_id).values_list("pk", flat=True))
    place = keys.index(photo.pk)
    context = {
        "photo": photo,
        "number": place + 1,
        "total": len(keys),
        "before": keys[place - 1] if place else None,
        "after": keys[place + 1] if place + 1 < len(keys) else None,
    }
    return render(request, "events/photo_detail.html", context)


def short_address(event_id: int) -> str:
    return settings.SITE_URL.rstrip("/") + reverse("short_link", args=[event_id])
