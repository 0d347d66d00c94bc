"""Answers as they are kept: bytes, headers, and the compressed forms made once."""

import gzip
from dataclasses import dataclass, field
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

SMALLEST_COMPRESSED = 600
COMPRESSIBLE = ("text/", "application/json", "application/ld+json", "application/atom+xml", "application/xml")
# Said of one answer, not of the record.
OWN = frozenset({"etag", "last-modified", "date", "age", "connection", "content-length", "x-request-id"})
VARYING = frozenset({"accept", "accept-encoding", "accept-language", "origin"})
FRESH = {"public": True, "max_age": 0, "s_maxage": 10, "stale_while_revalidate": 30}


@dataclass
class Answer:
    """One answer of a view, at one version of the record."""

    body: bytes
    headers: dict[str, str]
    route: str  # of the view, for the figures
    digest: str = ""
    forms: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.digest = self.digest or sha256(self.body).hexdigest()[:20]

    @classmethod
    def of(cls, request: HttpRequest, response: Any) -> "Answer | None":
        """None for what may not be kept: failures, what sets a cookie, is private or depends on a cookie."""
        if not may_be_kept(response):
            return None
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, **FRESH)
        kept = {name: value for name, value in response.items() if _is_kept(name)}
        match = request.resolver_match
        return cls(bytes(response.content), kept, (match.view_name or match.route) if match else "")

    @property
    def size(self) -> int:
        return len(self.body) + sum(map(len, self.forms.values())) + 1_000

    def form(self, encoding: str) -> tuple[bytes, str]:
        """The bytes in ``encoding``, or as they are where that is no gain; with the encoding they have."""
        if not encoding or len(self.body) < SMALLEST_COMPRESSED or not self._is_text():
            return self.body, ""
        if encoding not in self.forms:
            self.forms[encoding] = _compressed(self.body, encoding)
        return self.forms[encoding], encoding

    def _is_text(self) -> bool:
        return self.headers.get("Content-Type", "").startswith(COMPRESSIBLE)

    def response(self, encoding: str) -> HttpResponse:
        body, used = self.form(encoding)
        response = HttpResponse(body, headers=self.headers)
        if used:
            response.headers["Content-Encoding"] = used
        response.headers["Content-Length"] = str(len(body))
        return response

    def match(self) -> Any:
        """What whoever counts requests asks for."""
        return SimpleNamespace(view_name=self.route, route=self.route)


class RecordStream(StreamingHttpResponse):
    """An answer too long to be kept, made of nothing but the request and the version of the record: whoever comes back
    with its ETag while that version is in force has all of it.
    """


def may_be_kept(response: Any) -> bool:
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    said = response.headers.get("Cache-Control", "").lower()
    if any(word in said for word in ("private", "no-store", "no-cache")) or response.has_header(
        "Content-Encoding"
    ):
        return False
    varies = {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()}
    return varies <= VARYING


def pack(response: Any, encoding: str) -> None:
    """Compress what is sent once and kept by nobody. Its ETag names the bytes before that: it becomes a weak one."""
    is_text = response.get("Content-Type", "").startswith(COMPRESSIBLE)
    if response.streaming or response.has_header("Content-Encoding") or not is_text:
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    if not encoding or len(response.content) < SMALLEST_COMPRESSED:
        return
    response.content = _compressed(response.content, encoding)
    response.headers["Content-Encoding"] = encoding
    response.headers["Content-Length"] = str(len(response.content))
    if (tag := response.get("ETag", "")).startswith('"'):
        response.headers["ETag"] = f"W/{tag}"


def _is_kept(name: str) -> bool:
    """What tells one client of its own limits stays with that client."""
    low = name.lower()
    return low not in OWN and not low.startswith(("ratelimit", "x-ratelimit", "access-control-"))


def _compressed(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=5))
    return gzip.compress(body, compresslevel=6, mtime=0)
