"""The clock changes what is public, and what a page says of today, without any write."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Min

from events.models import Event, EventSeries, Publication
from institutions.models import Agreement, Institution
from institutions.querysets import publication_turned
from portal.lib.zone import MOROCCO, today, wall_clock_to_utc

PUBLICATION = ("publish_from", "publish_until")
PUBLISHABLE: tuple[type[models.Model], ...] = (Agreement, Event, EventSeries, Institution, Publication)
# Where a moment is kept at which an answer becomes another: publication begins or ends, an event begins or ends.
MOMENTS: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    *((model, PUBLICATION) for model in PUBLISHABLE),
    (Event, ("starts_utc", "ends_utc")),
)


def crossed(after: datetime, until: datetime) -> dict[type[models.Model], set[int]]:
    """The rows whose publication began or ended after the one instant and not after the other."""
    turned = publication_turned(after, until)
    found = {model: set(_rows(model).filter(turned).values_list("pk", flat=True)) for model in PUBLISHABLE}
    return {model: numbers for model, numbers in found.items() if numbers}


def next_boundary(at: datetime) -> datetime:
    """The first instant after ``at`` at which an answer may become another by itself; midnight in Morocco at last."""
    instants = [_midnight_after(at)]
    for model, columns in MOMENTS:
        for column in columns:
            later = _rows(model).filter(**{f"{column}__gt": at, f"{column}__lt": instants[0]})
            instants += filter(None, later.aggregate(first=Min(column)).values())
    return min(instants)


def _rows(model: type[models.Model]) -> Any:
    return model._base_manager.all()


def _midnight_after(at: datetime) -> datetime:
    """In summer, in winter and in Ramadan; an hour that is skipped or repeated lies on the safe side."""
    tomorrow = today(at) + timedelta(days=1)
    midnight = wall_clock_to_utc(tomorrow, time(), MOROCCO)
    return max(midnight, at.astimezone(UTC) + timedelta(seconds=1))
