"""What staff does to an event as a whole: one verb, one function; who did it and why is recorded."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from events.models import Event, EventSeries
from institutions.enums import PublicationState
from institutions.models import Institution, Publishable


@transaction.atomic
def publish_event(*, event: Event, by: AbstractBaseUser) -> list[Publishable]:
    """Let the public read ``event``, with the drafts of institutions and series it names: links must lead.

    What became public, the event first. Raises ``ValidationError`` when anything of it is not fit to be read;
    then nothing is published.
    """
    published: list[Publishable] = [event, *drafts_named_by(event)]
    for row in published:
        row.publication_state = PublicationState.PUBLISHED
        _check(row, event)
        row.save()
        _record(
            row, by, _("Published.") if row is event else _("Published with «%(event)s».") % {"event": event}
        )
    return published


@transaction.atomic
def withdraw_event(*, event: Event, by: AbstractBaseUser, reason: str) -> None:
    """Take ``event`` away from the public, for a reason that is kept. What it named stays public."""
    if not reason.strip():
        raise ValidationError(_("Say why."))
    event.publication_state = PublicationState.WITHDRAWN
    event.full_clean()
    event.save()
    _record(event, by, _("Withdrawn: %(reason)s") % {"reason": reason.strip()})


def drafts_named_by(event: Event) -> list[Publishable]:
    """Draft institutions and series that a page of ``event`` would link to. Two queries."""
    named = (
        Q(involvements__event=event)
        | Q(speakers__event=event)
        | Q(recommendations__event=event)
        | Q(series__editions=event)
    )
    draft = {"publication_state": PublicationState.DRAFT}
    institutions = Institution.objects.filter(named, **draft).distinct().order_by("pk")
    series = EventSeries.objects.filter(editions=event, **draft)
    return [*institutions, *series]


def _check(row: Publishable, event: Event) -> None:
    """Names the culprit when it is not the event itself."""
    try:
        row.full_clean()
    except ValidationError as error:
        if row is event:
            raise
        raise ValidationError([f"{row}: {message}" for message in error.messages]) from error


def _record(row: models.Model, by: AbstractBaseUser, message: str) -> None:
    LogEntry.objects.log_actions(by.pk, [row], CHANGE, message, single_object=True)
