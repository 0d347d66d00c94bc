"""Answers from the shelf, or keeps there what the view answered; tells clients when they already have it.

Outside of everything that makes an answer, inside of what judges hosts and schemes. Where the version cannot be told,
or was another one after the answer was made than before, the answer is given and nobody keeps it.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import autoreload, timezone
from django.utils.cache import patch_vary_headers

from changes.version import Version, current
from portal.away import is_away
from portal.caching.answers import Answer, RecordStream, pack
from portal.caching.asked import API, Asked, asked, encoding
from portal.caching.pieces import Pieces
from portal.caching.shelf import shelf
from portal.caching.validators import SHORT, STREAMED, Tag, last_modified, same_content, unchanged
from portal.lib.bounded import Bounded
from portal.lib.build import build

NextHandler = Callable[[HttpRequest], HttpResponse]


def _current(**how: Any) -> Version | None:
    """None while the database is away: the page below says so, with all the headers of a page."""
    try:
        return current(**how)
    except DatabaseError as error:
        if not is_away(error):
            raise
    except InterfaceError:
        pass
    return None


class KeptAnswersMiddleware:
    """The page cache and the validators."""

    def __init__(self, get_response: NextHandler) -> None:
        if not settings.PAGE_CACHE_BYTES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.shelf = shelf()
        self.pieces = Bounded[Any](settings.PAGE_CACHE_BYTES // 4)
        if settings.DEBUG:
            autoreload.file_changed.connect(self._forget)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            what = asked(request)
        except DisallowedHost:
            what = None
        version = _current() if what else None
        if what is None or version is None:
            return self._passed_on(request)
        edition = f"{version}{build()}"
        known = unchanged(request, edition, what.digest, version.since)
        if known is not None:
            return _not_modified(known, None)
        made: list[Any] = []
        answer = self._answer(request, what, version, edition, made)
        if answer is None:
            response = made[0] if made else self.get_response(request)
            return _streamed(response, what, version, edition)
        if not made:
            request.resolver_match = answer.match()
        return _told(request, answer, what, version, edition)

    def _passed_on(self, request: HttpRequest) -> HttpResponse:
        """From the view alone; those of the API compressed too, as `changes/` is long and asked often."""
        response = self.get_response(request)
        if request.path_info.startswith(API) and request.method == "GET":
            pack(response, encoding(request))
        return response

    def _answer(
        self, request: HttpRequest, what: Asked, version: Version, edition: str, made: list[Any]
    ) -> Answer | None:
        """The answer from the shelf or from the view; ``made`` holds what the view answered this very time."""

        def is_in_force() -> bool:
            return _current(settling=False) == version

        def make() -> Answer | None:
            method, request.method = request.method, "GET"  # what is kept has a body
            request.pieces = Pieces(self.pieces, edition, is_in_force)  # type: ignore[attr-defined]
            made.append(self.get_response(request))
            request.method = method
            if method == "HEAD" and made[0].streaming:
                made[
                    0
                ].streaming_content = ()  # nobody reads the rows of a table for a question about its head
            answer = Answer.of(request, made[0])
            return answer if answer and is_in_force() else None

        name = f"{edition}-{what.digest}"
        return self.shelf.get(name) or self.shelf.made_once(name, make)

    def _forget(self, **_kwargs: Any) -> None:
        """A developer saved a template."""
        build.cache_clear()
        self.shelf.clear()
        self.pieces.clear()


def _told(request: HttpRequest, answer: Answer, what: Asked, version: Version, edition: str) -> HttpResponse:
    _body, used = answer.form(encoding(request))
    tag = Tag(edition, what.digest[:SHORT], answer.digest, f"-{used}" if used else "")
    if (known := same_content(request, tag)) is not None:
        return _not_modified(known, answer)
    response = answer.response(used)
    response.headers["ETag"] = str(tag)
    _dated(response, version)
    patch_vary_headers(response, ["Accept-Encoding"])
    if request.method == "HEAD":
        response.content = b""
        response.headers["Content-Length"] = str(len(_body))
    return response


def _streamed(response: Any, what: Asked, version: Version, edition: str) -> HttpResponse:
    """A table that nobody keeps, with the validators of what is kept. A write while it is on its way makes another
    version, of which this ETag is none: it is refused from then on.
    """
    if isinstance(response, RecordStream) and response.status_code == HTTPStatus.OK:
        response.headers["ETag"] = str(Tag(edition, what.digest[:SHORT], STREAMED, ""))
        _dated(response, version)
    return response


def _dated(response: Any, version: Version) -> None:
    if (stamp := last_modified(version, timezone.now())) is not None:
        response.headers["Last-Modified"] = stamp


def _not_modified(tag: str, answer: Answer | None) -> HttpResponse:
    """304 with what RFC 9110 §15.4.5 asks for; the client keeps all other headers as it has them."""
    response = HttpResponseNotModified()
    del response.headers["Content-Type"]
    if tag:
        response.headers["ETag"] = tag
    if answer is not None and "Cache-Control" in answer.headers:
        response.headers["Cache-Control"] = answer.headers["Cache-Control"]
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
