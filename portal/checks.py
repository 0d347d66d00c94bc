"""What an administrator should know before visitors read a wrong hour.

Morocco has been on UTC all year since September 2026. Zone data older than that still adds an hour.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from portal.lib.zone import TIME_CHECKS, WITNESS, host_zone_is_stale, zone_data_is_current

# 22 November 2026, 09:00 UTC is 09:00 in Casablanca; older zone data say 10:00.
CASABLANCA_HOUR = (
    "SELECT extract(hour from timestamptz '2026-11-22 09:00Z' at time zone 'Africa/Casablanca')::int"
)


@register(Tags.compatibility, TIME_CHECKS)
def pinned_zone_data_are_current(**_: Any) -> list[CheckMessage]:
    """The zone data this process uses; wrong ones would be published, so nothing starts."""
    if zone_data_is_current():
        return []
    return [
        Error(
            "The time zone data of the Python package tzdata are older than Morocco's change of "
            "September 2026: every hour shown would be wrong.",
            hint="Install the locked packages again (requirements/production.txt).",
            id="portal.E001",
        )
    ]


@register(Tags.compatibility, TIME_CHECKS)
def clock_is_not_before_this_release(**_: Any) -> list[CheckMessage]:
    """A machine without a battery wakes up in the past: everything scheduled would be hidden again."""
    now = datetime.now(UTC)
    if now >= WITNESS:
        return []
    return [
        Error(
            f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, which is before this release was made.",
            hint="Set the clock (timedatectl set-ntp true), then start again.",
            id="portal.E002",
        )
    ]


@register(Tags.compatibility)
def host_zone_data_are_current(**_: Any) -> list[CheckMessage]:
    """The operating system's zone data: harmless to the portal, wrong for whatever else runs on the host."""
    if not host_zone_is_stale():
        return []
    return [
        checks.Warning(
            "This machine's own time zone data are older than Morocco's change of September 2026. "
            "The portal uses its own and is right; clocks, logs and other programs on this machine are not.",
            hint="Update the operating system's package: apt-get install --only-upgrade tzdata",
            id="portal.W001",
        )
    ]


@register(Tags.database)
def database_zone_data_are_current(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """PostgreSQL computes dates with its own zone data. Causes a query."""
    connection = connections[DEFAULT_DB_ALIAS]
    if DEFAULT_DB_ALIAS not in (databases or ()) or connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(CASABLANCA_HOUR)
            (hour,) = cursor.fetchone()
    except OperationalError:
        return []  # an unreachable database is reported by whoever needs it
    if hour == 9:
        return []
    return [
        checks.Warning(
            "PostgreSQL's time zone data are older than Morocco's change of September 2026: days and months "
            "that the database computes from an instant near midnight may be wrong.",
            hint="On the database server: apt-get install --only-upgrade tzdata, then restart PostgreSQL.",
            id="portal.W002",
        )
    ]
