"""What every verb shares: the row is locked and read anew, and who did it, when and why is left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from events.models import Decision, Event
from events.workflow import DecisionVerb
from history.recording import Verb, name_of, recording

# How the history calls a decision, where it has no word of its own for it.
HISTORY_VERBS = {DecisionVerb.REOPENED: Verb.CHANGED}


@contextmanager
def locked(event: Event) -> Iterator[None]:
    """``event`` as it is stored, until the end of the transaction nobody else's; unsaved values are dropped.

    Two people may decide at the same moment: the stored state counts. A refused verb (``ValidationError``) leaves
    the object in hand as it was, not only the database.
    """
    with transaction.atomic(), restored_on_refusal(event):
        Event.objects.select_for_update().order_by().get(pk=event.pk)
        event.refresh_from_db()
        yield


@contextmanager
def deciding(event: Event, verb: DecisionVerb, *, by: Any, reason: str = "") -> Iterator[None]:
    """What is written inside leaves a version, a decision and a line of the log. Checks come before it."""
    with recording(event, by=by, verb=HISTORY_VERBS.get(verb) or Verb(verb.value), reason=reason):
        yield
    decide(event, verb, by=by, reason=reason)


@contextmanager
def restored_on_refusal(event: Event) -> Iterator[None]:
    """A refused verb leaves the object in hand as it was, not only the database."""
    kept = {field.attname: getattr(event, field.attname) for field in event._meta.concrete_fields}
    try:
        yield
    except ValidationError:
        for name, value in kept.items():
            setattr(event, name, value)
        raise


def decide(event: Event, verb: DecisionVerb, *, by: Any, reason: str = "") -> Decision:
    """The decision as a row of its own and in the log of the admin."""
    decision = Decision(event=event, verb=verb, reason=reason, by=by, by_name=name_of(by))
    decision.full_clean(exclude=["event", "by"])
    decision.save()
    log(event, by, sentence(verb, reason))
    return decision


def sentence(verb: DecisionVerb, reason: str) -> str:
    """«Withdrawn: wrong date», in the language of who decides."""
    words = {
        DecisionVerb.SUBMITTED: _("Submitted for review."),
        DecisionVerb.REFUSED: _("Returned to the author: %(reason)s"),
        DecisionVerb.PUBLISHED: _("Published."),
        DecisionVerb.WITHDRAWN: _("Withdrawn: %(reason)s"),
        DecisionVerb.REOPENED: _("Taken up again as a draft."),
        DecisionVerb.POSTPONED: _("Postponed: %(reason)s"),
        DecisionVerb.RESCHEDULED: _("New date: %(reason)s"),
        DecisionVerb.CANCELLED: _("Cancelled: %(reason)s"),
        DecisionVerb.MOVED: _("New place: %(reason)s"),
        DecisionVerb.AGREED: _("Agreed to publication: %(reason)s"),
        DecisionVerb.OBJECTED: _("Objected to publication: %(reason)s"),
    }
    return words[verb] % {"reason": reason}


def log(row: models.Model, by: Any, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [row], CHANGE, message, single_object=True)


def said(reason: str) -> str:
    """The reason, which must not be empty."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    return reason.strip()
