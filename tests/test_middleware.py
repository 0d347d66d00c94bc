"""Language of the admin, and the headers that every response carries."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from portal.middleware import PermissionsPolicyMiddleware, StaffLanguageMiddleware


@pytest.fixture(autouse=True)
def language_is_restored() -> Iterator[None]:
    with translation.override("fr"):
        yield


def language_of(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


@pytest.mark.parametrize(
    ("path", "cookie", "language"),
    [
        ("/admin/", None, "ar"),
        ("/admin/events/event/", "fr", "fr"),
        ("/admin/", "en", "en"),
        ("/admin/", "zgh", "ar"),
        ("/admin/", "../etc", "ar"),
        ("/en/events/", None, "fr"),
    ],
)
def test_admin_speaks_arabic_until_staff_chooses(path: str, cookie: str | None, language: str) -> None:
    request = RequestFactory().get(path, headers={"accept-language": "en"})
    if cookie:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = StaffLanguageMiddleware(language_of)(request)

    assert response.content.decode() == language
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_every_response_denies_browser_features_the_portal_never_uses() -> None:
    response = PermissionsPolicyMiddleware(language_of)(RequestFactory().get("/"))

    assert "geolocation=()" in response.headers["Permissions-Policy"]
    assert "camera=()" in response.headers["Permissions-Policy"]
