"""What was typed into a form whose session has ended travels through the sign-in, in the page, signed.

Nothing is stored on the server. Passwords and files do not travel; files are named, so that they can be chosen again.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest

SALT = "staff.carrying"
KEPT_FOR = 60 * 60 * 12  # seconds
MOST = 2_000_000  # characters of the signed text; Django takes forms of 2.5 MB


@dataclass(frozen=True)
class Carried:
    user_id: int | None  # None: the session was gone, and nobody knows whose it was
    path: str
    fields: list[tuple[str, list[str]]]
    files: list[str]
    is_too_long: bool = False

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """(name, value) as the browser had sent them."""
        return [(name, value) for name, values in self.fields for value in values]


def carried_from(request: HttpRequest) -> str:
    """What a refused POST had brought, signed; without its fields when they are too many."""
    fields = [
        (name, values)
        for name, values in request.POST.lists()
        if "password" not in name and name not in ("csrfmiddlewaretoken", "carried")
    ]
    files = [str(file.name) for _field, several in request.FILES.lists() for file in several if file]
    whole = _signed(request, fields, files)
    return whole if len(whole) <= MOST else _signed(request, [], [], is_too_long=True)


def _signed(
    request: HttpRequest, fields: list[tuple[str, list[str]]], files: list[str], *, is_too_long: bool = False
) -> str:
    content = {
        "user": getattr(request, "ended_user_id", None),
        "path": request.get_full_path(),
        "fields": fields,
        "files": files,
        "long": is_too_long,
    }
    return signing.dumps(content, salt=SALT, compress=True)


def opened(token: str) -> Carried | None:
    """None for nothing, for what we did not sign, and for what is older than a working day."""
    try:
        content = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    fields = [(name, values) for name, values in content["fields"]]
    return Carried(content["user"], content["path"], fields, content["files"], content["long"])


def comes_from_our_page(request: HttpRequest) -> bool:
    """Whether a POST without a good token was sent by a page of this site: browsers say so (Fetch standard, Origin)."""
    if request.headers.get("Sec-Fetch-Site"):
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    here = urlsplit(origin)
    return (here.scheme, here.netloc) == (request.scheme, request.get_host())


def is_from_a_script(request: HttpRequest) -> bool:
    """A lookup or an upload in the background: a whole page would be no answer to it."""
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return mode != "navigate" or request.headers.get("X-Requested-With") == "XMLHttpRequest"
