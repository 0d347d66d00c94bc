"""What every response passes through, besides Django's own middleware."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from portal.lib.marked_html import mark_fallbacks

IN_AMAZIGH, HEAD = b'<html lang="zgh"', 300
NextHandler = Callable[[HttpRequest], HttpResponse]

# Everything a page of ours could be tricked into asking a visitor for; it needs none of it.
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


# What partners show on pages of their own: photos, figures, answers of the API. The rest is for our pages only.
SHARED = ("/api/", "/photos/", "/documents/", "/publications/", "/embed/", "/oembed", "/static/")


class PermissionsPolicyMiddleware:
    """Denies the browser features the portal never uses (W3C Permissions Policy §9), and other sites the use of our
    answers as parts of their pages, from which they could be read (Cross-Origin-Resource-Policy, Fetch §3.7).
    """

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        reach = "cross-origin" if request.path_info.startswith(SHARED) else "same-origin"
        response.headers.setdefault("Cross-Origin-Resource-Policy", reach)
        return response


class VisibleFallbackMiddleware:
    """On pages in Amazigh, what falls back to Arabic says so: words of templates, catalogues and code alike."""

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and IN_AMAZIGH in response.content[:HEAD]:  # frames choose their language by parameter
            response.content = mark_fallbacks(response.content.decode()).encode()
        return response


class StaffLanguageMiddleware:
    """The admin speaks Arabic until a member of staff chooses otherwise, whatever the browser prefers.

    Comes after LocaleMiddleware, whose choice (cookie, then Accept-Language) stands for the public pages.
    """

    def __init__(self, get_response: NextHandler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/"):
            chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
            translation.activate(chosen if chosen in settings.COMPLETE_LANGUAGES else settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
