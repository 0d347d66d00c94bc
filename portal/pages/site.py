"""The portal about itself, to people and to machines."""

from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.lib.zone import today

STATEMENT_OF = date(2026, 11, 29)  # the statement on accessibility was last compared with the tests
NO_PLACE_FOR_ROBOTS = (  # RFC 9309: «*» stands for anything
    "/admin/",
    "/*/search/",
    "/*/preview/",
    "/*/alerts/",
    "/*/events/?*&",
    "/*/calendar/*?",
    "/*/recommendations/?*&",
)
SECURITY_TXT_DAYS = 180  # RFC 9116 §2.5.5 asks for less than a year


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is known of people, why and for how long; rights under law 09-08."""
    return render(request, "pages/privacy.html", _responsible())


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was tested, what was not, and whom to tell of a barrier."""
    context = {**_responsible(), "statement_of": STATEMENT_OF}
    return render(request, "pages/accessibility.html", context)


def _responsible() -> dict[str, str]:
    return {
        "controller": settings.DATA_CONTROLLER,
        "contact": settings.CONTACT_EMAIL,
        "cndp_reference": settings.CNDP_REFERENCE,
    }


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116). Expires moves on by itself, once a day: the answer can be kept."""
    if not settings.SECURITY_CONTACT:
        raise Http404  # §2.5.3: a file without contact is none
    expires = datetime.combine(today() + timedelta(days=SECURITY_TXT_DAYS), time(), tzinfo=UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(settings.COMPLETE_LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Robots may read the record: not the staff's room, nor endless combinations of filters and months."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in NO_PLACE_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {settings.SITE_URL.rstrip('/')}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it where a page names none."""
    return redirect(static("img/favicon.svg"), permanent=True)
