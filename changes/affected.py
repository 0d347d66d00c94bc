"""Which things the public is told of by a row: whose answers in the API hold its words, its state or its number.

Rather one too many than one too few: a copy that fetches in vain is still a copy. ``tests/changes`` writes at random
and compares the copies.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from changes.resources import RESOURCES
from events.models import (
    AccessibilityProvision,
    Answer,
    Audience,
    Citation,
    Correction,
    Count,
    Document,
    Event,
    EventAgreement,
    EventChange,
    EventDay,
    EventLink,
    EventName,
    EventSeries,
    EventVenue,
    FollowUp,
    Involvement,
    Occasion,
    Photo,
    PressItem,
    PressItemEvent,
    Publication,
    Recommendation,
    Recording,
    Room,
    Session,
    Speaker,
    SpokenLanguage,
    Statement,
    Topic,
    Venue,
)
from institutions.models import (
    Agreement,
    AgreementArea,
    Institution,
    InstitutionName,
    Person,
    PersonName,
    Position,
    Signatory,
    Territory,
    TerritoryAlias,
)
from portal.lib.chunks import chunks

Model = type[models.Model]
Numbers = set[int]
Rows = dict[Model, Numbers]
Paths = dict[Model, tuple[str, ...]]
AT_ONCE = 500  # numbers in one condition

# The rows that a thing consists of, by the way from the thing to them.
PARTS: dict[str, Paths] = {
    "events": {
        Answer: ("answers",),
        Correction: ("corrections",),
        Count: ("counts",),
        Document: ("documents",),
        EventAgreement: ("agreement_links",),
        EventChange: ("changes",),
        EventDay: ("days",),
        EventLink: ("links_from", "links_to"),
        EventName: ("other_names",),
        EventVenue: ("venues",),
        FollowUp: ("recommendations__follow_ups",),
        Involvement: ("involvements",),
        Photo: ("photos",),
        PressItemEvent: ("press_links",),
        Publication: ("publications",),
        Recommendation: ("recommendations",),
        Recording: ("recordings",),
        Session: ("sessions",),
        Speaker: ("speakers",),
        Statement: ("speakers__statements",),
    },
    "institutions": {InstitutionName: ("other_names",)},
    "speakers": {
        PersonName: ("other_names",),
        Position: ("positions",),
        Signatory: ("signatures",),
        Speaker: ("appearances",),
    },
    "agreements": {
        AgreementArea: ("areas",),
        Document: ("documents",),
        EventAgreement: ("event_links",),
        Signatory: ("signatories",),
    },
    "recommendations": {Answer: ("answers",), FollowUp: ("follow_ups",)},
    "territories": {TerritoryAlias: ("aliases",)},
}
# The rows that a thing names: it changes when their own words or their own state do.
NAMED: dict[str, Paths] = {
    "events": {
        AccessibilityProvision: ("accessibility",),
        Agreement: ("agreement_links__agreement",),
        Audience: ("audiences",),
        Event: ("super_event", "sub_events", "links_from__to_event", "links_to__from_event"),
        EventSeries: ("series",),
        Institution: (
            *("involvements__institution", "speakers__institution", "recommendations__addressees"),
            "publications__publishers",
        ),
        Occasion: ("occasion",),
        Person: ("speakers__person",),
        PressItem: (
            *("counts__source", "speakers__statements__source", "recommendations__follow_ups__source"),
            *("answers__source", "press_items"),
        ),
        Room: ("venues__room", "sessions__room"),
        SpokenLanguage: ("spoken_languages",),
        Territory: ("territory", "territory__parent", "covered_territories", "venues__venue__territory"),
        Topic: ("topics",),
        Venue: ("venues__venue",),
    },
    "series": {Event: ("editions",), Institution: ("organizer",)},
    "institutions": {
        Event: ("involvements__event",),
        Institution: ("parent", "units", "members", "joint_bodies"),
        Territory: ("territory",),
    },
    "speakers": {
        Agreement: ("signatures__agreement",),
        Event: ("appearances__event",),
        Institution: ("positions__institution", "appearances__institution", "signatures__institution"),
    },
    "agreements": {
        Event: ("event_links__event",),
        Institution: ("first_party", "second_party", "further_parties", "signatories__institution"),
        Person: ("signatories__person",),
    },
    "recommendations": {
        Event: ("event", "answers__event"),
        Institution: ("addressees", "raised_by__institution", "answers__speaker__institution"),
        Person: ("raised_by__person", "answers__speaker__person"),
        PressItem: ("follow_ups__source", "answers__source"),
        Speaker: ("raised_by", "answers__speaker"),
    },
    "territories": {Territory: ("parent",)},
    "documents": {Agreement: ("agreement",), Event: ("event",)},
}


def affected(own: Rows, parts: Rows) -> dict[str, Numbers]:
    """The numbers by resource. ``own``: rows that were written; ``parts``: rows to which written rows belong."""
    own, parts = _and_events_named_after(own), _and_what_is_cited(own, parts)
    either = {model: own.get(model, set()) | parts.get(model, set()) for model in own.keys() | parts.keys()}
    found: dict[str, Numbers] = {}
    for name, resource in RESOURCES.items():
        numbers = set(either.get(resource.model, ()))
        numbers |= _leading(resource.model, PARTS.get(name, {}), either)
        numbers |= _leading(resource.model, NAMED.get(name, {}), own)
        found[name] = numbers
    return found


def _leading(model: Model, paths: Paths, rows: Rows) -> Numbers:
    found: Numbers = set()
    for target, ways in paths.items():
        for numbers in some(rows.get(target, ())):
            for way in ways:
                found.update(_base(model).filter(**{f"{way}__in": numbers}).values_list("pk", flat=True))
    return found


def _and_events_named_after(own: Rows) -> Rows:
    """An event without a title is called by its kind, its place and its date."""
    events: Numbers = set()
    for places in some(own.get(Territory, ())):
        events.update(_base(Event).filter(territory__in=places).values_list("pk", flat=True))
    return {**own, Event: own.get(Event, set()) | events}


def _and_what_is_cited(own: Rows, parts: Rows) -> Rows:
    """Whatever cites a press item shows its title."""
    found = {model: set(numbers) for model, numbers in parts.items()}
    for sources in some(own.get(PressItem, ())):
        cited = Citation._base_manager.filter(source__in=sources)
        for kind, number in cited.values_list("content_type", "object_id").distinct():
            if model := model_of_type(kind):
                found.setdefault(model, set()).add(number)
    return found


def model_of_type(number: int) -> Model | None:
    """None for a kind of row that a former release knew, or that is gone: no mark of it may stop the stream."""
    try:
        return ContentType.objects.get_for_id(number).model_class()
    except ContentType.DoesNotExist:
        return None


def some(numbers: Iterable[int]) -> Iterator[list[int]]:
    """All of them, as many at a time as one condition may name."""
    return chunks(sorted(numbers), AT_ONCE)


def _base(model: Model) -> Any:
    return model._base_manager
