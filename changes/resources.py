"""What the public is told of, by the names that the API gives it, and the gate of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from events.models import Document, Event, EventSeries, Recommendation, Topic
from events.querysets import people_on_record
from institutions.models import Agreement, Institution, Person, Territory


@dataclass(frozen=True)
class Resource:
    """``public`` gives the rows that the public may read at an instant."""

    model: type[models.Model]
    public: Callable[[Any], Any]


RESOURCES = {
    "events": Resource(Event, Event.objects.public),
    "series": Resource(EventSeries, EventSeries.objects.public),
    "institutions": Resource(Institution, Institution.objects.public),
    "speakers": Resource(Person, people_on_record),
    "agreements": Resource(Agreement, Agreement.objects.public),
    "recommendations": Resource(Recommendation, Recommendation.objects.public),
    "territories": Resource(Territory, lambda _at: Territory.objects.all()),
    "topics": Resource(Topic, lambda _at: Topic.objects.all()),
    "documents": Resource(Document, Document.objects.public),
}
