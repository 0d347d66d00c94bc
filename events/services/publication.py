"""From draft to the public and back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from events.media_rules import check_photos
from events.models import Event, EventSeries
from events.services.consents import agree_by_publishing, ask_consents, refuse_without_consents
from events.services.deciding import deciding, locked, log, restored_on_refusal, said
from events.workflow import DecisionVerb, check_step
from history.recording import Verb, recording
from institutions.enums import PublicationState
from institutions.models import Institution, Publishable


@transaction.atomic
def submit_event(*, event: Event, by: Any, reason: str = "") -> None:
    """Hand a draft to the reviewers, fit to be published; organisers that wish to be asked are asked now."""
    with locked(event):
        after = check_step(DecisionVerb.SUBMITTED, event.publication_state)
        check_fitness(event)
        with deciding(event, DecisionVerb.SUBMITTED, by=by, reason=reason):
            _lead(event, after)
        ask_consents(event=event, by=by, again=True)


def refuse_event(*, event: Event, by: Any, reason: str) -> None:
    """Return what is in review to its author, who reads the reason."""
    _step(event, DecisionVerb.REFUSED, by, said(reason))


def publish_event(*, event: Event, by: Any, reason: str = "") -> list[Publishable]:
    """Let the public read ``event``, with the drafts of institutions and series it names: links must lead.

    What became public, the event first. Raises ``ValidationError`` when anything of it is not fit to be read or an
    organiser has not agreed; then nothing is published, but the organisers have been asked.
    """
    ask_consents(event=event, by=by)
    with locked(event):
        after = check_step(DecisionVerb.PUBLISHED, event.publication_state)
        refuse_without_consents(event, by)
        check_fitness(event)
        drafts = drafts_named_by(event)
        agree_by_publishing(event, by)
        with deciding(event, DecisionVerb.PUBLISHED, by=by, reason=reason):
            _lead(event, after)
            for row in drafts:
                _publish_with(row, event, by)
    return [event, *drafts]


def withdraw_event(*, event: Event, by: Any, reason: str) -> None:
    """Take ``event`` away from the public, for a reason that is kept. What it named stays public."""
    _step(event, DecisionVerb.WITHDRAWN, by, said(reason))


def reopen_event(*, event: Event, by: Any, reason: str = "") -> None:
    """Take up again as a draft what was withdrawn."""
    _step(event, DecisionVerb.REOPENED, by, reason)


def _step(event: Event, verb: DecisionVerb, by: Any, reason: str) -> None:
    with locked(event):
        after = check_step(verb, event.publication_state)
        with deciding(event, verb, by=by, reason=reason):
            _lead(event, after)


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


def unfit_for_publication(event: Event) -> ValidationError | None:
    """What the public could not read of ``event`` as it is stored, by field; None when it is fit."""
    try:
        check_fitness(event)
    except ValidationError as error:
        return error
    return None


def check_fitness(event: Event) -> None:
    """Raises ``ValidationError``, by field, when ``event`` would not be fit to be read if it were published."""
    state = event.publication_state
    with restored_on_refusal(event):
        event.publication_state = PublicationState.PUBLISHED
        event.full_clean()
        check_photos(event)
    event.publication_state = state


def _lead(event: Event, after: PublicationState) -> None:
    event.publication_state = after
    event.full_clean()
    event.save()


def _publish_with(row: Publishable, event: Event, by: Any) -> None:
    """Publishes a row that ``event`` names; a refusal names the culprit."""
    with recording(row, by=by, verb=Verb.PUBLISHED):
        row.publication_state = PublicationState.PUBLISHED
        try:
            row.full_clean()
        except ValidationError as error:
            raise ValidationError([f"{row}: {message}" for message in error.messages]) from error
        row.save()
    log(row, by, _("Published with «%(event)s».") % {"event": event})
