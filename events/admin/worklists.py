"""What waits for a member of staff: one condition a list, used by the list of events and by the dashboard.

Each is a condition on events; whoever uses it has begun with ``visible_to(user)``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from events import rights
from events.enums import EventStatus, InstitutionRole, Precision
from events.media_rules import shown_photos
from events.models import (
    Citation,
    Consent,
    Decision,
    Event,
    FollowUp,
    Involvement,
    Photo,
    PressItemEvent,
    Recommendation,
)
from events.workflow import STEPS, ConsentState, DecisionVerb
from institutions.enums import PublicationState
from institutions.rights import ALL, NOTHING, institutions_of
from institutions.translations import has_gap
from portal.lib.zone import today
from staff.roles import Role, has_role


def mine(user: Any) -> Q:
    """Begun or submitted by the user."""
    submitted = Decision.objects.filter(event=OuterRef("pk"), verb=DecisionVerb.SUBMITTED, by=user.pk)
    return Q(created_by=user.pk) | Q(Exists(submitted))


def my_drafts(user: Any) -> Q:
    return mine(user) & Q(publication_state=PublicationState.DRAFT)


def to_review(user: Any) -> Q:
    """In review, where the user may refuse or publish."""
    owned = rights.own(user, Role.REVIEWER)
    return owned if owned is NOTHING else owned & Q(publication_state=PublicationState.IN_REVIEW)


def returned(user: Any) -> Q:
    """Returned to the user with a reason, and not submitted again."""
    steps = Decision.objects.filter(event=OuterRef("pk"), verb__in=STEPS).order_by("-at", "-pk")
    is_refused = Q(
        pk__in=Event.objects.alias(step=Subquery(steps.values("verb")[:1]))
        .filter(step=DecisionVerb.REFUSED)
        .values("pk")
    )
    return my_drafts(user) & is_refused


def awaiting_consent(user: Any) -> Q:
    """Co-organised by an institution of the user, which has been asked and has not answered."""
    if not has_role(user, Role.PUBLISHER):
        return NOTHING
    asked = Consent.objects.filter(event=OuterRef("pk"), state=ConsentState.ASKED)
    institutions = institutions_of(user)
    if institutions is not ALL:
        asked = asked.filter(institution__in=institutions)
    return Q(Exists(asked)) & ~Q(publication_state=PublicationState.PUBLISHED)


def incompletely_translated(user: Any) -> Q:
    return rights.editable(user) & has_gap()


def without_follow_up(user: Any) -> Q:
    """Over, with a request or recommendation of which nobody has recorded what came of it."""
    followed = FollowUp.objects.filter(recommendation=OuterRef("pk"))
    open_ones = Recommendation.objects.filter(~Exists(followed), event=OuterRef("pk"))
    is_over = Q(status=EventStatus.HELD) | Q(last_day__lt=today())
    return rights.editable(user) & is_over & Q(Exists(open_ones))


def on_today(user: Any) -> Q:
    vague = (Precision.YEAR, Precision.SCHOOL_YEAR, Precision.MONTH, Precision.WEEKDAY_OF_MONTH)
    day = today()
    return Q(first_day__lte=day, last_day__gte=day) & ~Q(starts_precision__in=vague)


def coming(user: Any) -> Q:
    """Not over yet, and not cancelled."""
    return Q(last_day__gte=today()) & ~Q(status=EventStatus.CANCELLED)


# What a record lacks ------------------------------------------------------------------------------
def lacks_organizer() -> Q:
    organizers = (InstitutionRole.ORGANIZER, InstitutionRole.JOINT_ORGANIZER)
    return ~Q(Exists(Involvement.objects.filter(event=OuterRef("pk"), role__in=organizers)))


def lacks_source() -> Q:
    """No press item reports it, and no citation says where it is known from."""
    cited = Citation.objects.filter(
        content_type__app_label="events", content_type__model="event", object_id=OuterRef("pk")
    )
    return ~Exists(PressItemEvent.objects.filter(event=OuterRef("pk"))) & ~Exists(cited)


def lacks_photo_words() -> Q:
    return Q(Exists(Photo.objects.filter(~shown_photos(), event=OuterRef("pk"))))


GAPS: dict[str, tuple[Any, Callable[[], Q]]] = {
    "organizer": (_("no organiser"), lacks_organizer),
    "source": (_("no source"), lacks_source),
    "translation": (_("translation missing or stale"), has_gap),
    "photo": (_("photo without description or credit"), lacks_photo_words),
}


def incomplete(user: Any) -> Q:
    lacking = Q()
    for _label, condition in GAPS.values():
        lacking |= condition()
    return rights.editable(user) & lacking


@dataclass(frozen=True)
class Worklist:
    label: Any
    condition: Callable[[Any], Q]


WORKLISTS = {
    "mine": Worklist(_("mine"), mine),
    "drafts": Worklist(_("my drafts"), my_drafts),
    "returned": Worklist(_("returned to me"), returned),
    "review": Worklist(_("to review"), to_review),
    "consent": Worklist(_("waiting for our consent"), awaiting_consent),
    "today": Worklist(_("today"), on_today),
    "coming": Worklist(_("coming"), coming),
    "translation": Worklist(_("incomplete translation"), incompletely_translated),
    "follow_up": Worklist(_("without follow-up"), without_follow_up),
    "incomplete": Worklist(_("incomplete"), incomplete),
}


def conditions_for(user: Any) -> dict[str, Q]:
    """The lists that can hold anything for ``user``, each with its condition."""
    conditions = {name: worklist.condition(user) for name, worklist in WORKLISTS.items()}
    return {name: condition for name, condition in conditions.items() if condition is not NOTHING}
