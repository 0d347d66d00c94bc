"""Error pages in the visitor's language (the one of the address) and in the house's look."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from portal.away import away_now
from staff.entrance import rescue


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: somebody else's form, or a page of the staff left open too long."""
    return rescue(request) or forbidden(request)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Touches neither the database nor the request: whatever failed must not fail again."""
    return away_now(request) or HttpResponse(loader.get_template("500.html").render(), status=500)
