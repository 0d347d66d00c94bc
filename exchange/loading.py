"""Events and what belongs to them, for many rows at once: a constant number of queries a chunk."""

import copy
import hashlib
import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from events.models import Correction, Event, EventVenue, Involvement, Recommendation
from history.snapshots import Snapshot, as_json, snapshots

PARTS = ("involvements", "topics", "audiences", "venues", "recommendations")
# Tables of parts that an import writes, with the column that leads to the event. A correction may follow a change.
WRITTEN_PARTS: tuple[tuple[Any, str], ...] = (
    (Involvement, "event_id"),
    (EventVenue, "event_id"),
    (Recommendation, "event_id"),
    (Correction, "event_id"),
    (Event.topics.through, "event_id"),
    (Event.audiences.through, "event_id"),
)
Image = dict[str, list[dict[str, Any]]]


def with_parts(events: models.QuerySet[Event]) -> models.QuerySet[Event]:
    """What the columns of a table show. Six queries."""
    return events.select_related("territory").prefetch_related(*PARTS)


def plain_rows(model: Any) -> models.QuerySet[Any]:
    """Rows as they are stored: modeltranslation's managers would read ``name`` as the column of a language."""
    return models.QuerySet(model)


class Blank:
    """New rows of one model, alike, for a tenth of what making each costs (modeltranslation looks at every column)."""

    def __init__(self, model: Any, **columns: Any) -> None:
        self._row = model(**columns)

    def new(self, **columns: Any) -> Any:
        row = copy.copy(self._row)
        for name, value in columns.items():
            setattr(row, name, value)
        return row


def kind_of_event() -> ContentType:
    return ContentType.objects.get_for_model(Event)


def fingerprints(numbers: list[int]) -> dict[int, str]:
    """What each event and its parts say, in short: equal for equal facts."""
    return {number: fingerprint(shot) for number, shot in snapshots(Event, numbers).items()}


def fingerprint(shot: Snapshot) -> str:
    return hashlib.sha256(json.dumps(shot, sort_keys=True).encode()).hexdigest()


def images_of(numbers: list[int]) -> dict[int, Image]:
    """Every column of the events and of the parts that an import writes, as JSON, by table."""
    images: dict[int, Image] = {number: {} for number in numbers}
    for model, link in ((Event, "id"), *WRITTEN_PARTS):
        for row in plain_rows(model).filter(**{f"{link}__in": numbers}).order_by("pk"):
            images[row.__dict__[link]].setdefault(model._meta.db_table, []).append(columns_of(row))
    return images


def columns_of(row: models.Model) -> dict[str, Any]:
    """The columns themselves: the attribute of a translated field would answer in the language of the page."""
    return {f.attname: as_json(row.__dict__[f.attname]) for f in row._meta.concrete_fields}
