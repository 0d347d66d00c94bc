"""The portal about itself, to people and to machines."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Robots may read the record, not the staff's room."""
    lines = ["User-agent: *", "Disallow: /admin/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it where a page names none."""
    return redirect(static("img/favicon.svg"), permanent=True)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers and reaches its database."""
    connection.ensure_connection()
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
