"""Time zones. Wall-clock time and a zone name are the truth; UTC is derived from them.

Morocco left GMT+1 for good on 2026-09-20 01:00Z (IANA tzdb 2026c). `zoneinfo` reads the host's
database before the PyPI package `tzdata`, so a host with old data is wrong by one hour: the settings
call `use_pinned_zone_data()` before anything else.
"""

import zoneinfo
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

MOROCCO = "Africa/Casablanca"
# Checks that the application server asks again at its start: a wrong hour would be published (portal/wsgi.py).
TIME_CHECKS = "time"
HOST_ZONE_FILE = Path("/usr/share/zoneinfo") / MOROCCO

# An instant at which old data (GMT+1) and current data (GMT) disagree.
WITNESS = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def use_pinned_zone_data() -> None:
    """Make the PyPI `tzdata` package the only source of zones in this process."""
    zoneinfo.reset_tzpath(to=[])
    ZoneInfo.clear_cache()


def zone_data_is_current() -> bool:
    """True when this process knows that Morocco is on GMT since September 2026."""
    return _is_current(ZoneInfo(MOROCCO))


def host_zone_is_stale(path: Path = HOST_ZONE_FILE) -> bool:
    """True when the host's own zone file is too old; False when it is current or absent.

    Django does not use that file, but the database server and cron on the same host do.
    """
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return not _is_current(ZoneInfo.from_file(file, key=MOROCCO))


def today(at: datetime | None = None) -> date:
    """The date in Morocco now, or at the aware instant `at`."""
    instant = datetime.now(UTC) if at is None else at
    if instant.tzinfo is None:
        raise ValueError("today() needs an aware datetime")
    return instant.astimezone(ZoneInfo(MOROCCO)).date()


def wall_clock_to_utc(day: date, clock: time, zone_name: str) -> datetime:
    """The aware UTC instant at which a clock in `zone_name` shows `clock` on `day`.

    An hour that happened twice means its first passage; an hour that was skipped is read with the
    offset in force before the change (PEP 495, fold=0).
    """
    local = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=ZoneInfo(zone_name))
    return local.astimezone(UTC)


def _is_current(zone: ZoneInfo) -> bool:
    return WITNESS.astimezone(zone).hour == 9


def is_zone(name: str) -> bool:
    """Whether the pinned IANA data know a zone of this name."""
    return name in available_timezones()
