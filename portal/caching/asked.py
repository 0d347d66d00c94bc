"""What an answer depends on besides the record: everything of the request that a view may look at."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

# Never kept: the desk, what machines ask about the process, files (they have validators of their own), and the
# stream of changes, which tells its reader how long to wait.
NEVER = (
    "/admin/",
    "/i18n/",
    "/static/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/api/v1/changes/",
    "/documents/",
    "/dumps/",
)
NEVER_TOO = ("/photos/", "/publications/", "/csp")
LONGEST_QUERY = 1_000
LONGEST_ACCEPT = 200
LINKED = "ld+json"  # whoever names it, beside pages or not, may get it
# Headers by which a caller becomes somebody, or asks for something that is theirs alone.
PERSONAL = ("HTTP_RANGE", "HTTP_PURPOSE")
KEYED = ("HTTP_AUTHORIZATION", "HTTP_X_API_KEY")
API = "/api/"  # where a key allows more questions (portal.api.limits, before this) and no other answers
ENCODINGS = ("br", "gzip")  # the better first


@dataclass(frozen=True)
class Asked:
    """A request in terms of its answer; two that are equal get the same bytes, but for the encoding."""

    address: str  # scheme, host, path and query as they came: pages repeat them in their links
    accept: str
    language: str

    @property
    def digest(self) -> str:
        parts = "\n".join((self.address, self.accept, self.language))
        return sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()


def asked(request: HttpRequest) -> Asked | None:
    """None for what is answered by the view alone: writes, staff, callers with a key outside of the API, and the
    addresses above.

    The host has been checked against ALLOWED_HOSTS by then, and the scheme is that of the trusted proxy. Other headers
    reach no view of the public; whichever would is named in ``Vary``, and such an answer is not kept.
    """
    if request.method not in ("GET", "HEAD") or request.path_info.startswith((*NEVER, *NEVER_TOO)):
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES:
        return None
    query = request.META.get("QUERY_STRING", "")
    personal = PERSONAL if request.path_info.startswith(API) else (*PERSONAL, *KEYED)
    if len(query) > LONGEST_QUERY or any(name in request.META for name in personal):
        return None
    accept = _accept(request)
    if accept is None:
        return None
    address = f"{request.scheme}://{request.get_host()}{request.path}?{query}"
    return Asked(address, accept, _language(request))


def _accept(request: HttpRequest) -> str | None:
    """Browsers write long lists that all mean a page; machines name the one form they want."""
    accept = request.META.get("HTTP_ACCEPT", "")
    if not accept or accept == "*/*" or ("text/html" in accept and LINKED not in accept):
        return ""
    return accept if len(accept) <= LONGEST_ACCEPT else None


def _language(request: HttpRequest) -> str:
    """Of an address without one, the language in which its errors and labels are said."""
    first = request.path_info[1:].partition("/")[0]
    return first if first in settings.PUBLIC_LANGUAGES else get_language_from_request(request)


def encoding(request: HttpRequest) -> str:
    """The best form of compression that the client takes; empty for none (RFC 9110 §12.5.3, «q=0» refuses)."""
    taken = {}
    for part in request.META.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        name, _, weight = part.partition(";")
        taken[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ENCODINGS if taken.get(name)), "")
