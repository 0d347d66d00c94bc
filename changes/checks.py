"""What an administrator should know before the clock decides what is public."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, DatabaseError
from django.utils import timezone

from changes.models import Record
from portal.lib.zone import TIME_CHECKS

TOLERANCE = timedelta(minutes=5)  # between the clocks of several machines


@register(Tags.database, TIME_CHECKS)
def clock_is_not_behind_the_record(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """The instant of the last change, as whoever wrote it knew it, has passed. Causes a query."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        written = Record.objects.filter(pk=1).values_list("settled_at", flat=True).first()
    except DatabaseError:
        return []  # no table yet, or no database: reported by whoever needs it
    now = timezone.now()
    if written is None or written <= now + TOLERANCE:
        return []
    return [
        Error(
            f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, but the record was last changed at "
            f"{written:%Y-%m-%d %H:%M} UTC.",
            hint=(
                "Set the clock (timedatectl set-ntp true). If it is right, it was wrong at the last change: "
                "run manage.py settle_changes --compare, which brings the record back to the present."
            ),
            id="changes.E001",
        )
    ]
