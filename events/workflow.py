"""The one table of the work flow: which verb leads an event from which publication state to which."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.enums import EventStatus
from institutions.enums import PublicationState

DRAFT, IN_REVIEW = PublicationState.DRAFT, PublicationState.IN_REVIEW
PUBLISHED, WITHDRAWN = PublicationState.PUBLISHED, PublicationState.WITHDRAWN


class DecisionVerb(models.TextChoices):
    """What somebody decided about an event as a whole."""

    SUBMITTED = "submitted", gettext_lazy("submitted for review")
    REFUSED = "refused", gettext_lazy("returned to the author")
    PUBLISHED = "published", gettext_lazy("published")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
    REOPENED = "reopened", gettext_lazy("taken up again as a draft")
    POSTPONED = "postponed", gettext_lazy("postponed")
    RESCHEDULED = "rescheduled", gettext_lazy("given a new date")
    CANCELLED = "cancelled", gettext_lazy("cancelled")
    MOVED = "moved", gettext_lazy("moved")
    AGREED = "agreed", gettext_lazy("agreed to publication")
    OBJECTED = "objected", gettext_lazy("objected to publication")


class ConsentState(models.TextChoices):
    """What a co-organiser says to the publication of an event."""

    ASKED = "asked", gettext_lazy("asked, no answer yet")
    AGREED = "agreed", gettext_lazy("agrees")
    OBJECTED = "objected", gettext_lazy("objects")


@dataclass(frozen=True)
class Step:
    """From these publication states, a verb leads to that one."""

    before: frozenset[str]
    after: PublicationState
    refusal: Any  # lazily translated

    def leads_from(self, state: str) -> bool:
        return state in self.before


STEPS: dict[DecisionVerb, Step] = {
    DecisionVerb.SUBMITTED: Step(
        frozenset({DRAFT}), IN_REVIEW, gettext_lazy("Only a draft can be submitted for review.")
    ),
    DecisionVerb.REFUSED: Step(
        frozenset({IN_REVIEW}), DRAFT, gettext_lazy("Only what is in review can be returned to its author.")
    ),
    DecisionVerb.PUBLISHED: Step(
        frozenset({DRAFT, IN_REVIEW, WITHDRAWN}), PUBLISHED, gettext_lazy("It is published already.")
    ),
    DecisionVerb.WITHDRAWN: Step(
        frozenset({PUBLISHED}), WITHDRAWN, gettext_lazy("Only what is published can be withdrawn.")
    ),
    DecisionVerb.REOPENED: Step(
        frozenset({WITHDRAWN}), DRAFT, gettext_lazy("Only what was withdrawn can be taken up again.")
    ),
}


def check_step(verb: DecisionVerb, state: str) -> PublicationState:
    """The state that ``verb`` leads to from ``state``; raises ``ValidationError`` where it leads nowhere."""
    step = STEPS[verb]
    if not step.leads_from(state):
        label = PublicationState(state).label
        raise ValidationError(
            _("%(refusal)s Its state now: %(state)s.") % {"refusal": step.refusal, "state": label},
            code="illegal_step",
        )
    return step.after


# Changes of plan ---------------------------------------------------------------------------------
STANDING = frozenset(
    {
        EventStatus.SCHEDULED,
        EventStatus.CONFIRMED,
        EventStatus.RESCHEDULED,
        EventStatus.MOVED,
        EventStatus.MOVED_ONLINE,
    }
)
# The statuses from which each change of plan makes sense; what was held can only be corrected.
PLANS: dict[DecisionVerb, frozenset[str]] = {
    DecisionVerb.POSTPONED: STANDING,
    DecisionVerb.RESCHEDULED: STANDING | {EventStatus.POSTPONED, EventStatus.CANCELLED},
    DecisionVerb.MOVED: STANDING | {EventStatus.POSTPONED},
    DecisionVerb.CANCELLED: STANDING | {EventStatus.POSTPONED},
}


def check_plan(verb: DecisionVerb, status: str) -> None:
    """Raises ``ValidationError`` where the plan cannot change so."""
    if status in PLANS[verb]:
        return
    if status == EventStatus.HELD:
        raise ValidationError(
            _("It was held: correct the entry instead of changing the plan."), "illegal_plan"
        )
    words = _("This change of plan is not possible. The event's status now: %(status)s.")
    raise ValidationError(words % {"status": EventStatus(status).label}, "illegal_plan")
