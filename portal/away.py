"""The database is away, and what is answered meanwhile: 503, in the visitor's language, without asking it anything.

Restarted, full, locked, unreachable: the error is the visitor's for some seconds only, so it is no failure of the page.
"""

import sys

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation

from portal.context import site

RETRY_AFTER = 5  # seconds; a restart of PostgreSQL takes two


def is_away(error: BaseException | None) -> bool:
    """Whether the database could not answer, directly or as the cause of what was raised."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        # What libpq cannot name (an answer that broke off) comes as the bare class; a mistake of ours never does.
        if isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError:
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def is_away_now() -> bool:
    """Asked while an exception is being handled."""
    return is_away(sys.exc_info()[1])


def away(request: HttpRequest) -> HttpResponse:
    """The page of the meantime. No session, no user, no query."""
    chosen = getattr(request, "LANGUAGE_CODE", None)  # by the middleware, when it came that far
    language = chosen or translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        context = {**site(request), "noindex": True, "preview": None, "address": request.get_full_path()}
        page = loader.get_template("503.html").render(context)
    return HttpResponse(page, status=503, headers=said_so(language))


def said_so(language: str) -> dict[str, str]:
    return {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store", "Content-Language": language}
