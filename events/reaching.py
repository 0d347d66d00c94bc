"""Conditions: the rows that something leads to, a place, an institution, a person, an agreement, a term.

Few are named by an index. Of many, a list is filled sooner by walking the record in its order and asking each row.
Each takes one query, to tell.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from events.enums import FollowUpStatus
from events.models import Event, EventAgreement, FollowUp, Involvement, Recommendation, Speaker
from institutions.models import Agreement, Institution, Person, Territory
from portal.lib.paging import MOST_COUNTED, count

TERMS = {  # by parameter: the relation of an event, and what it is called between the two
    "topic": ("topics", "topic_id"),
    "audience": ("audiences", "audience_id"),
    "accessibility": ("accessibility", "accessibilityprovision_id"),
    "language": ("spoken_languages", "spokenlanguage_id"),
}


def led_to(links: Any, column: str = "event_id") -> Q:
    """Those whose key stands in that column of ``links``."""
    if count(links) <= MOST_COUNTED:
        return Q(pk__in=links.order_by().values(column))
    return Q(Exists(links.filter(**{column: OuterRef("pk")})))


def held_in(territories: Iterable[Territory]) -> Q:
    """Held in, or covering, one of the territories or a place within it."""
    inside = Q()
    for territory in territories:
        inside |= Q(path__startswith=territory.path)
    if not inside:
        return Q(pk__in=[])
    places = Territory.objects.filter(inside).values("pk")
    held = Event._base_manager.filter(territory_id__in=places)
    covering = Event.covered_territories.through.objects.filter(territory_id__in=places)
    if count(held) <= MOST_COUNTED:
        return Q(pk__in=held.order_by().values("pk").union(covering.values("event_id")))
    return Q(territory_id__in=places) | Q(Exists(covering.filter(event_id=OuterRef("pk"))))


def involving(institutions: Iterable[Institution], roles: Collection[str] = ()) -> Q:
    links = Involvement.objects.filter(institution__in=institutions)
    return led_to(links.filter(role__in=roles) if roles else links)


def with_speakers(people: Iterable[Person]) -> Q:
    return led_to(Speaker.objects.filter(person__in=people, name_is_public=True))


def under(agreements: Iterable[Agreement]) -> Q:
    """Signed at, or held under, one of the agreements."""
    return led_to(EventAgreement.objects.filter(agreement__in=agreements))


def with_terms(parameter: str, terms: Iterable[Any]) -> Q:
    relation, column = TERMS[parameter]
    return led_to(getattr(Event, relation).through.objects.filter(**{f"{column}__in": terms}))


def addressed_to(institutions: Iterable[Institution]) -> Q:
    """Requests and recommendations."""
    links = Recommendation.addressees.through.objects.filter(institution__in=institutions)
    return led_to(links, "recommendation_id")


def at_step(steps: Collection[str]) -> Q:
    """Requests and recommendations whose latest step (``with_status``) is one of these.

    Of what few ever reached, these are named. PostgreSQL cannot know how many have a status that is asked of each;
    of a plain comparison it expects one in two hundred and reads all rows, of a CASE every second one.
    """
    is_latest = Q(Case(When(status__in=steps, then=Value(True)), default=Value(False)))
    told = FollowUp.objects.filter(status__in=steps)
    if FollowUpStatus.RECORDED in steps or count(told) > MOST_COUNTED:
        return is_latest
    return is_latest & Q(pk__in=told.order_by().values("recommendation_id"))
