"""What a member of staff may do with an event: predicates about rights only.

Whether the verb makes sense now (a draft cannot be withdrawn) is for ``events.services`` to say. Every answer
costs one query and is about what is stored; lists ask ``Event.objects.visible_to(user)`` and ``editable_by``.
"""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from events.enums import InstitutionRole
from events.models import (
    AccessibilityProvision,
    Audience,
    Count,
    Event,
    EventAgreement,
    EventSeries,
    Involvement,
    Occasion,
    PressItem,
    Publication,
    Recommendation,
    Room,
    Speaker,
    SpokenLanguage,
    Topic,
    Venue,
)
from institutions.enums import PublicationState
from institutions.models import Agreement, Institution
from institutions.querysets import public_condition
from institutions.rights import (
    EVERYTHING,
    NOTHING,
    AgreementRule,
    InstitutionRule,
    OwnedRecord,
    Rule,
    SharedRegister,
    allowed,
    holds,
    institutions_of,
    is_administrator,
    register,
)
from staff.roles import Role, has_role

ORGANIZING = (InstitutionRole.ORGANIZER, InstitutionRole.JOINT_ORGANIZER)


# Conditions ----------------------------------------------------------------------------------------
def organized_by(user: Any) -> Q:
    """Events that an institution of the user organises, alone or with others."""
    institutions = institutions_of(user)
    if not isinstance(institutions, frozenset):
        return EVERYTHING
    roles = Involvement.objects.filter(
        event=OuterRef("pk"), institution__in=institutions, role__in=ORGANIZING
    )
    return Q(Exists(roles))


def own(user: Any, role: Role) -> Q:
    """Events of the user's institutions, for those who hold ``role``; all of them for administrators."""
    return organized_by(user) if has_role(user, role) else NOTHING


def own_draft(user: Any) -> Q:
    """A draft that the user has begun, whoever it names as organiser."""
    if not has_role(user, Role.AUTHOR):
        return NOTHING
    return Q(created_by=user.pk, publication_state=PublicationState.DRAFT)


def visible(user: Any) -> Q:
    if is_administrator(user) or not has_role(user, Role.AUTHOR):
        return allowed(is_administrator(user))
    return public_condition() | organized_by(user) | Q(created_by=user.pk)


def editable(user: Any) -> Q:
    return EVERYTHING if is_administrator(user) else own(user, Role.AUTHOR) | own_draft(user)


def directly_changeable(user: Any) -> Q:
    """Events whose change takes effect at once; that of another waits for approval."""
    unpublished = own(user, Role.AUTHOR) & ~Q(publication_state=PublicationState.PUBLISHED)
    return EVERYTHING if is_administrator(user) else own(user, Role.PUBLISHER) | unpublished | own_draft(user)


# Predicates ----------------------------------------------------------------------------------------
def may_see(user: Any, event: Event) -> bool:
    return holds(visible(user), event)


def may_add(user: Any) -> bool:
    return has_role(user, Role.AUTHOR)


def may_edit(user: Any, event: Event) -> bool:
    return holds(editable(user), event)


def may_change_directly(user: Any, event: Event) -> bool:
    """Whether a change goes live without approval: of what is not published, or by a publisher."""
    return holds(directly_changeable(user), event)


def may_submit(user: Any, event: Event) -> bool:
    return may_edit(user, event)


def may_review(user: Any, event: Event) -> bool:
    """Refuse what was submitted, and approve or refuse a proposed change as fit for publication."""
    return holds(own(user, Role.REVIEWER), event)


def may_publish(user: Any, event: Event) -> bool:
    """Publish; postpone, reschedule, cancel and move what the public knows of."""
    return holds(own(user, Role.PUBLISHER), event)


def may_withdraw(user: Any, event: Event) -> bool:
    return may_publish(user, event)


def may_purge(user: Any, event: Event) -> bool:
    return is_administrator(user)


def may_consent(user: Any, event: Event, institution: Institution) -> bool:
    """Agree to the publication of ``event``, or object to it, in the name of one of its organisers."""
    if not has_role(user, Role.PUBLISHER) or institution.pk not in institutions_of(user):
        return False
    roles = Involvement.objects.filter(event=event.pk, institution=institution.pk, role__in=ORGANIZING)
    return roles.exists()


# Rules ---------------------------------------------------------------------------------------------
class EventRule(Rule):
    """Events are withdrawn, never deleted; ``may_purge`` is for the administrators' own verb."""

    grants = {Role.AUTHOR: ["view", "add", "change"]}

    def visible(self, user: Any) -> Q:
        return visible(user)

    def changeable(self, user: Any) -> Q:
        return editable(user)

    def publishable(self, user: Any) -> Q:
        return own(user, Role.PUBLISHER)

    def may_add(self, user: Any) -> bool:
        return may_add(user)

    def may_publish_new(self, user: Any) -> bool:
        return has_role(user, Role.PUBLISHER)


class PartRule(Rule):
    """A part with a page of its own: seen and changed with its event, and taken away on the page of the event."""

    grants = {Role.AUTHOR: ["view", "change"]}

    def visible(self, user: Any) -> Q:
        return _of(visible(user))

    def changeable(self, user: Any) -> Q:
        return _of(editable(user))


def _of(condition: Q) -> Q:
    if condition is EVERYTHING or condition is NOTHING:
        return condition
    return Q(event__in=Event.objects.filter(condition))


class NamedByEvents:
    """Mixin: who works on an event also sees the drafts it names; they would be published with it."""

    def naming(self, events: models.QuerySet[Event]) -> Q:
        raise NotImplementedError

    def visible(self, user: Any) -> Q:
        seen: Q = super().visible(user)  # type: ignore[misc]  # a mixin
        if is_administrator(user) or not has_role(user, Role.AUTHOR):
            return seen
        return seen | self.naming(Event.objects.filter(editable(user)))


class NamedInstitutionRule(NamedByEvents, InstitutionRule):
    def naming(self, events: models.QuerySet[Event]) -> Q:
        addressed = Recommendation.addressees.through.objects.filter(recommendation__event__in=events)
        return (
            Q(pk__in=Involvement.objects.filter(event__in=events).values("institution"))
            | Q(
                pk__in=Speaker.objects.filter(event__in=events, institution__isnull=False).values(
                    "institution"
                )
            )
            | Q(pk__in=addressed.values("institution"))
        )


class NamedAgreementRule(NamedByEvents, AgreementRule):
    def naming(self, events: models.QuerySet[Event]) -> Q:
        return Q(pk__in=EventAgreement.objects.filter(event__in=events).values("agreement"))


class SeriesRule(NamedByEvents, OwnedRecord):
    """Shared by all: publishers keep any series; a draft is seen by its organiser and who works on an edition."""

    def owned(self, institutions: frozenset[int]) -> Q:
        return Q(organizer__in=institutions)

    def naming(self, events: models.QuerySet[Event]) -> Q:
        return Q(pk__in=events.filter(series__isnull=False).values("series"))

    def publishable(self, user: Any) -> Q:
        return self.visible(user) if has_role(user, Role.PUBLISHER) else NOTHING

    def may_publish_new(self, user: Any) -> bool:
        return has_role(user, Role.PUBLISHER)


class PublicationRule(OwnedRecord):
    def owned(self, institutions: frozenset[int]) -> Q:
        publishers = Publication.publishers.through.objects.filter(
            publication=OuterRef("pk"), institution__in=institutions
        )
        return Q(Exists(publishers))


def register_all() -> None:
    register(Institution, NamedInstitutionRule())
    register(Agreement, NamedAgreementRule())
    register(Event, EventRule())
    register(EventSeries, SeriesRule())
    register(Publication, PublicationRule())
    for part in (Involvement, Speaker, Recommendation, Count):
        register(part, PartRule())
    words = (Topic, Audience, AccessibilityProvision, SpokenLanguage)
    for model in (*words, Occasion, PressItem, Venue, Room):
        register(model, SharedRegister(model))
