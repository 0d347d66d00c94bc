"""What will go one day says so, from the day that is decided: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), `Link`.

The table is empty: nothing of version 1 goes. An entry stays for at least twelve months (docs/api-changelog.md).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime

LEAST_NOTICE = 365  # days between an announcement and the end


@dataclass(frozen=True)
class Deprecated:
    """``since`` and ``until`` are days (UTC); ``successor`` is the address of what takes its place."""

    since: date
    until: date
    successor: str

    def __post_init__(self) -> None:
        if (self.until - self.since).days < LEAST_NOTICE:
            raise ValueError(f"Partners are promised {LEAST_NOTICE} days.")

    def headers(self) -> dict[str, str]:
        return {
            "Deprecation": f"@{int(_midnight(self.since).timestamp())}",
            "Sunset": format_datetime(_midnight(self.until), usegmt=True),
            "Link": f'<{self.successor}>; rel="successor-version"',
        }


# The first part of the address below /api/v1/: what becomes of it.
DEPRECATED: dict[str, Deprecated] = {}


def headers_of(path: str) -> dict[str, str]:
    """For an address such as «/api/v1/topics/3/»."""
    found = DEPRECATED.get(path.removeprefix("/api/v1/").partition("/")[0])
    return found.headers() if found else {}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
