"""Whose documents hold the words of a row: a person's names stand in the events where that person spoke."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q

from events.models import (
    Answer,
    Audience,
    Document,
    Event,
    EventName,
    EventSeries,
    EventVenue,
    FollowUp,
    Involvement,
    Occasion,
    PressItem,
    Recommendation,
    Room,
    Session,
    Speaker,
    Statement,
    Topic,
    Venue,
)
from institutions.models import (
    Agreement,
    AgreementArea,
    AgreementParty,
    Institution,
    InstitutionName,
    Person,
    PersonName,
    Position,
    Signatory,
    Territory,
    TerritoryAlias,
)
from search.models import Kind

Numbers = set[int]
Documents = dict[str, Numbers]

# Parts: the columns that lead to the row whose document holds their words.
Owners = list[tuple[type[models.Model], str]]
_EVENT: Owners = [(Event, "event_id")]
_AGREEMENT: Owners = [(Agreement, "agreement_id")]
_PERSON: Owners = [(Person, "person_id")]
PARTS: dict[type[models.Model], Owners] = {
    **dict.fromkeys((Answer, EventName, EventVenue, Involvement, Recommendation, Session, Speaker), _EVENT),
    **dict.fromkeys((AgreementArea, AgreementParty, Signatory), _AGREEMENT),
    **dict.fromkeys((PersonName, Position), _PERSON),
    FollowUp: [(Recommendation, "recommendation_id")],
    InstitutionName: [(Institution, "institution_id")],
    Statement: [(Speaker, "speaker_id")],
    TerritoryAlias: [(Territory, "territory_id")],
}


def documents_of(model: type[models.Model], numbers: Numbers) -> Documents:
    """The documents that hold words of these rows; a constant number of queries."""
    return ROOTS[model](numbers)


def _keys(model: Any, condition: Q) -> Numbers:
    return set(model._base_manager.filter(condition).values_list("pk", flat=True))


def _of_events(events: Numbers) -> Documents:
    within = Q(event__in=events)
    return {
        Kind.EVENT: events,
        Kind.RECOMMENDATION: _keys(Recommendation, within),
        Kind.DOCUMENT: _keys(Document, within),
    }


def _named_by_events(condition: Callable[[Numbers], Q]) -> Callable[[Numbers], Documents]:
    return lambda numbers: {Kind.EVENT: _keys(Event, condition(numbers))}


def _of_people(people: Numbers) -> Documents:
    return {
        Kind.PERSON: people,
        Kind.EVENT: _keys(Event, Q(speakers__person__in=people)),
        Kind.AGREEMENT: _keys(Agreement, Q(signatories__person__in=people)),
    }


def _of_institutions(bodies: Numbers) -> Documents:
    involved = Q(involvements__institution__in=bodies) | Q(speakers__institution__in=bodies)
    parties = Q(first_party__in=bodies) | Q(second_party__in=bodies)
    further = AgreementParty._base_manager.filter(institution__in=bodies).values("agreement")
    return {
        Kind.INSTITUTION: bodies,
        Kind.EVENT: _keys(Event, involved),
        Kind.AGREEMENT: _keys(Agreement, parties | Q(pk__in=further)),
        Kind.RECOMMENDATION: _keys(Recommendation, Q(addressees__in=bodies)),
        Kind.PERSON: _keys(Person, Q(positions__institution__in=bodies)),
        Kind.SERIES: _keys(EventSeries, Q(organizer__in=bodies)),
    }


def _of_territories(places: Numbers) -> Documents:
    """The events of a place and of all places within it hold its names."""
    within = Q(pk__in=places)
    for path in Territory._base_manager.filter(pk__in=places).values_list("path", flat=True):
        within |= Q(path__startswith=path)
    inside = Territory._base_manager.filter(within).values("pk")
    events = _keys(Event, Q(territory__in=inside) | Q(covered_territories__in=inside))
    return {**_of_events(events), Kind.INSTITUTION: _keys(Institution, Q(territory__in=inside))}


def _of_agreements(agreements: Numbers) -> Documents:
    return {Kind.AGREEMENT: agreements, Kind.DOCUMENT: _keys(Document, Q(agreement__in=agreements))}


def _of_recommendations(asked: Numbers) -> Documents:
    return {Kind.RECOMMENDATION: asked, Kind.EVENT: _keys(Event, Q(recommendations__in=asked))}


ROOTS: dict[type[models.Model], Callable[[Numbers], Documents]] = {
    Agreement: _of_agreements,
    Audience: _named_by_events(lambda numbers: Q(audiences__in=numbers)),
    Document: lambda numbers: {Kind.DOCUMENT: numbers},
    Event: _of_events,
    EventSeries: lambda numbers: {Kind.SERIES: numbers},
    Institution: _of_institutions,
    Occasion: _named_by_events(lambda numbers: Q(occasion__in=numbers)),
    Person: _of_people,
    PressItem: lambda numbers: {Kind.PRESS_ITEM: numbers},
    Recommendation: _of_recommendations,
    Room: _named_by_events(lambda numbers: Q(venues__room__in=numbers)),
    Speaker: _named_by_events(lambda numbers: Q(speakers__in=numbers)),
    Territory: _of_territories,
    Topic: _named_by_events(lambda numbers: Q(topics__in=numbers)),
    Venue: _named_by_events(lambda numbers: Q(venues__venue__in=numbers)),
}
