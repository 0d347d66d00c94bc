"""The database is away, and what is answered meanwhile: 503, in the visitor's language, without asking it anything.

Restarted, locked, unreachable: the error is the visitor's for some seconds only, so it is no failure of the page.
A full disk is answered so too, in other words: reading goes on, and what was sent is still in the browser.
"""

import errno
import sys
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation

from portal.context import site

RETRY_AFTER = 5  # seconds; a restart of PostgreSQL takes two
FULL = {errno.ENOSPC, errno.EDQUOT}
PG_FULL = "53100"
FULL_WORDS = "disk is full"  # SQLite says it in words, PostgreSQL by a code


def is_away(error: BaseException | None) -> bool:
    """Whether the database or the store could not answer, directly or as the cause of what was raised."""
    # What libpq cannot name (an answer that broke off) comes as the bare class; a mistake of ours never does.
    return any(
        isinstance(cause, OperationalError | InterfaceError)
        or type(cause) is DatabaseError
        or _is_full(cause)
        or _is_bucket_away(cause)
        for cause in _causes(error)
    )


def is_full(error: BaseException | None) -> bool:
    """Whether there was no room left on a disk."""
    return any(map(_is_full, _causes(error)))


def _is_bucket_away(cause: BaseException) -> bool:
    """By name: without a bucket its library is not loaded."""
    named = {f"{kind.__module__}.{kind.__name__}" for kind in type(cause).__mro__}
    return bool(named & {"botocore.exceptions.ConnectionError", "botocore.exceptions.HTTPClientError"})


def _is_full(cause: BaseException) -> bool:
    if isinstance(cause, OSError):
        return cause.errno in FULL
    full = isinstance(cause, OperationalError) and FULL_WORDS in str(cause)
    return full or getattr(cause, "pgcode", None) == PG_FULL


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or error.__context__


def away_now(request: HttpRequest) -> HttpResponse | None:
    """Asked while an exception is being handled: the page of the meantime, if that is what it was."""
    error = sys.exc_info()[1]
    return away(request, full=is_full(error)) if is_away(error) else None


def away(request: HttpRequest, *, full: bool = False) -> HttpResponse:
    """The page of the meantime. No session, no user, no query."""
    chosen = getattr(request, "LANGUAGE_CODE", None)  # by the middleware, when it came that far
    language = chosen or translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        context = {
            **site(request),
            "noindex": True,
            "preview": None,
            "address": request.get_full_path(),
            "full": full,
        }
        page = loader.get_template("503.html").render(context)
    return HttpResponse(page, status=503, headers=said_so(language))


def said_so(language: str) -> dict[str, str]:
    return {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store", "Content-Language": language}
