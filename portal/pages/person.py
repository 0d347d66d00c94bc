"""What the page of a person shows: nothing but what stands in the public record, each in the capacity of its day."""

from typing import Any

from django.db.models import F

from events.models import Citation, PressItem, Speaker
from events.pages import contradictions, sources
from institutions.models import Person
from institutions.querysets import public_condition
from portal.pages.institution import LATEST_STARTED, with_sources

COMPANIONS = 30


def person_context(person: Person) -> dict[str, Any]:
    """Everything the page needs, in a number of queries that does not depend on how much there is."""
    appearances = list(appearances_of(person))
    citations = Citation.objects.about(person, *appearances)
    positions = person.positions.select_related("person", "institution").order_by(LATEST_STARTED, "pk")
    events = [row.event_id for row in appearances]
    return {
        "person": person,
        "appearances": appearances,
        "posts": with_sources(list(positions)),
        "signatures": person.signatures.filter(public_condition(prefix="agreement__"))
        .select_related("agreement", "institution")
        .order_by(F("agreement__signed_on").desc(nulls_last=True), "pk"),
        "companions": companions_of(person, events),
        "press_items": PressItem.objects.filter(events__in=events).distinct().order_by("published_on", "pk"),
        "spellings": person.other_names.order_by("language", "pk"),
        "contradictions": contradictions(citations),
        "sources": sources(citations),
    }


def appearances_of(person: Person) -> Any:
    """Where the person is named in public, the latest first, with what was said and who reported it."""
    rows = Speaker.objects.public().filter(person=person, name_is_public=True)
    return rows.for_timeline().prefetch_related("statements__source")


def companions_of(person: Person, events: list[int]) -> list[Any]:
    """Others named at these events, each once, as of the latest they share; one query."""
    named = Speaker.objects.public().filter(
        event__in=events, person__name_is_public=True, name_is_public=True
    )
    latest = F("event__first_day").desc(nulls_last=True)
    rows = named.exclude(person=person).select_related("event", "person", "institution")
    first: dict[int | None, Any] = {}
    for row in rows.order_by(latest, "-event_id", "position", "pk"):
        first.setdefault(row.person_id, row)
    return list(first.values())[:COMPANIONS]
