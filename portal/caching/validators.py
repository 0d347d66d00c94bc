"""ETag and Last-Modified: strong, made of the version of the record and of the bytes (RFC 9110 §8.8, §13).

An ETag reads «version-request-content-encoding». A client that comes back with the version in force has what is in
force: one row was read. One that comes back with an older version has it too if the content did not change; its own
ETag, which names the same bytes, is answered.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.http import http_date, parse_http_date_safe

from changes.version import Version

TAG = re.compile(r'"([0-9a-f]{8,40})-([0-9a-f]{10})-([0-9a-f]{20})(-br|-gzip)?"', re.ASCII)
SHORT = 10  # letters of the digest of a request
STREAMED = "0" * 20  # instead of the digest of bytes that nobody holds all at once
SETTLED = timedelta(seconds=2)


@dataclass(frozen=True)
class Tag:
    """The parts of an ETag of ours."""

    version: str
    request: str
    content: str
    encoding: str

    def __str__(self) -> str:
        return f'"{self.version}-{self.request}-{self.content}{self.encoding}"'


def known_tags(request: HttpRequest) -> list[Tag]:
    """The ETags that the client names. A weak one is compared as if it were strong, as If-None-Match wants."""
    named = request.META.get("HTTP_IF_NONE_MATCH", "")
    return [Tag(*(part or "" for part in found.groups())) for found in TAG.finditer(named[:2_000])]


def unchanged(request: HttpRequest, version: str, digest: str, since: datetime) -> str | None:
    """The ETag of what the client has, where it is in force by the version alone; empty where it knows a date only."""
    for tag in known_tags(request):
        if (tag.version, tag.request) == (version, digest[:SHORT]):
            return str(tag)
    if "HTTP_IF_NONE_MATCH" in request.META:
        return None
    known = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return "" if known is not None and known >= int(since.timestamp()) else None


def same_content(request: HttpRequest, tag: Tag) -> str | None:
    """The client's own ETag, where it names the same bytes under an older version."""
    named = known_tags(request)
    same = (tag.request, tag.content, tag.encoding)
    return next((str(one) for one in named if (one.request, one.content, one.encoding) == same), None)


def last_modified(version: Version, now: datetime) -> str | None:
    """When the record last changed; not told in its first seconds, in which it could change once more unseen."""
    if now - version.since < SETTLED:
        return None
    return http_date(int(version.since.timestamp()))
