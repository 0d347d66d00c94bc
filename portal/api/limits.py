"""Who asks the API, how much they may, and saying so on every answer.

The fields are those of draft-ietf-httpapi-ratelimit-headers-10: `RateLimit-Policy: "anonymous";q=300;w=60` is the rule
and `RateLimit: "anonymous";r=299;t=41` what is left and for how many seconds it must last. Windows are minutes of the
clock: one number in the cache for each caller, and the same work for every request.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from partners import keys, usage
from partners.models import ApiKey
from portal.api.deprecation import headers_of
from portal.api.problems import MEDIA_TYPE, problem
from portal.lib.translated import LANGUAGES
from staff.addresses import counted_address

WINDOW = 60
PREFIX = "/api/v1/"
BEARER, KEY_HEADER = "Bearer ", "X-Api-Key"


@dataclass(frozen=True)
class Caller:
    """``policy`` is the rule that holds for the caller; ``name`` tells callers under one rule apart."""

    policy: str
    name: str
    quota: int


@dataclass(frozen=True)
class Quota:
    """What the caller has left in this minute."""

    caller: Caller
    used: int
    seconds: int

    @property
    def is_spent(self) -> bool:
        return self.used > self.caller.quota

    def headers(self) -> dict[str, str]:
        left = max(self.caller.quota - self.used, 0)
        name = self.caller.policy
        return {
            "RateLimit-Policy": f'"{name}";q={self.caller.quota};w={WINDOW}',
            "RateLimit": f'"{name}";r={left};t={self.seconds}',
        }


class LimitMiddleware:
    """Before anything is read or answered from memory: a 304 counts as well, and says what is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        given = key_given(request)
        key = keys.recognise(given) if given else None
        quota = spend(_caller(request, key), time.time())
        response = self._answer(request, quota, is_refused=given is not None and key is None)
        if key:
            usage.count(key, timezone.now())
        for name, value in {**quota.headers(), **headers_of(request.path_info)}.items():
            response.headers[name] = value
        _vary(response)
        return response

    def _answer(self, request: HttpRequest, quota: Quota, *, is_refused: bool) -> HttpResponse:
        if quota.is_spent:
            detail = _refusal(request, "spent")
            headers = {"Retry-After": str(quota.seconds)}
            return _problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers)
        if is_refused:
            challenge = 'Bearer realm="Hakama API", error="invalid_token"'
            headers = {"WWW-Authenticate": challenge}
            return _problem(HTTPStatus.UNAUTHORIZED, _refusal(request, "key"), headers)
        return self.get_response(request)


def key_given(request: HttpRequest) -> str | None:
    """The key in the header that has one; other schemes of `Authorization` are no keys, and no key is right."""
    if KEY_HEADER in request.headers:
        return request.headers[KEY_HEADER].strip()
    authorization = request.headers.get("Authorization")
    if authorization is None:
        return None
    is_bearer = authorization[: len(BEARER)].lower() == BEARER.lower()
    return authorization[len(BEARER) :].strip() if is_bearer else ""


def _caller(request: HttpRequest, key: ApiKey | None) -> Caller:
    if key:
        return Caller("keyed", f"key:{key.pk}", key.per_minute)
    address = counted_address(request) or "unknown"
    return Caller("anonymous", f"address:{address}", settings.API_REQUESTS_PER_MINUTE)


def spend(caller: Caller, now: float) -> Quota:
    """Counts one request of the caller."""
    window, into = divmod(int(now), WINDOW)
    name = f"api:limit:{caller.name}:{window}"
    cache.add(name, 0, WINDOW * 2)
    try:
        used = cache.incr(name)
    except ValueError:  # the cache forgot it at once, or is away: nobody is shut out
        used = 1
    return Quota(caller, used, WINDOW - into)


def _refusal(request: HttpRequest, reason: str) -> str:
    """In the language of the request: the middleware that knows it comes later."""
    asked = request.GET.get("lang")
    with override(asked if asked in LANGUAGES else get_language_from_request(request)):
        told = {
            "spent": _(
                "You have asked as often as is allowed in a minute. Come back when «Retry-After» says."
            ),
            "key": _("This is no key in force. Leave it out, or ask whoever gave it to you for a new one."),
        }
        return told[reason]


def _problem(status: HTTPStatus, detail: str, headers: dict[str, str]) -> HttpResponse:
    said = json.dumps(problem(status, {"detail": detail}), ensure_ascii=False)
    return HttpResponse(
        said, content_type=MEDIA_TYPE, status=status, headers={**headers, "Cache-Control": "no-store"}
    )


def _vary(response: HttpResponse) -> None:
    """Shared caches keep what was answered with a key apart; anonymous callers share one copy of each answer.

    What succeeds is the same whatever language a browser prefers; only refusals are worded in it.
    """
    patch_vary_headers(response, ("Authorization", KEY_HEADER))
    if response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        named = [name.strip() for name in response.headers["Vary"].split(",")]
        response.headers["Vary"] = ", ".join(name for name in named if name.lower() != "accept-language")
