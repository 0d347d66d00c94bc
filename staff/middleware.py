"""What stands between a session and its user."""

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from staff.sessions import user_of


class StaffAuthenticationMiddleware(AuthenticationMiddleware):
    """Django's, with an end to every session. A page that asks for no user reads no session and stays cacheable."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _remembered(request))  # type: ignore[assignment]  # lazy, as Django's
        request.auser = sync_to_async(lambda: _remembered(request))


def _remembered(request: HttpRequest) -> Any:
    """Looked up once a request, and kept where Django keeps it."""
    if "_cached_user" not in request.__dict__:
        request.__dict__["_cached_user"] = user_of(request)
    return request.__dict__["_cached_user"]
