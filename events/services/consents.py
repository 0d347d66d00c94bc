"""Institutions that wish to be asked before an event that they organise is published."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from events.enums import InstitutionRole
from events.models import Consent, Event, Involvement
from events.services.deciding import decide, said
from events.workflow import ConsentState, DecisionVerb
from history.recording import name_of
from institutions.models import Institution
from institutions.rights import ALL, institutions_of
from staff.roles import Role, has_role

ORGANIZERS = (InstitutionRole.ORGANIZER, InstitutionRole.JOINT_ORGANIZER)


def institutions_to_ask(event: Event) -> QuerySet[Institution]:
    """Organisers of ``event`` that wish to be asked."""
    organizes = Involvement.objects.filter(event=event, role__in=ORGANIZERS)
    return Institution.objects.filter(
        pk__in=organizes.values("institution_id"), is_asked_before_publication=True
    ).order_by("sort_key", "pk")


@transaction.atomic
def ask_consents(*, event: Event, by: Any, again: bool = False) -> list[Consent]:
    """Ask every organiser that wishes it, once; ``again``, who objected before too. The open questions.

    A publisher does not ask the own institution: publishing is its answer.
    """
    for institution in institutions_to_ask(event):
        if not _speaks_for(by, institution):
            Consent.objects.get_or_create(event=event, institution=institution)
    if again:
        objections = Consent.objects.filter(event=event, state=ConsentState.OBJECTED)
        objections.update(state=ConsentState.ASKED, asked_at=timezone.now(), at=None)
    return list(event.consents.filter(state=ConsentState.ASKED).select_related("institution"))


def consents_missing(event: Event, by: Any) -> list[str]:
    """Why ``by`` cannot publish ``event`` yet, a sentence for each organiser that has not agreed."""
    answers = {row.institution_id: row for row in event.consents.all()}
    sentences = []
    for institution in institutions_to_ask(event):
        answer = answers.get(institution.pk)
        if _speaks_for(by, institution) or (answer and answer.state == ConsentState.AGREED):
            continue
        if answer and answer.state == ConsentState.OBJECTED:
            words = _("«%(institution)s» objects to the publication: %(reason)s")
            sentences.append(words % {"institution": institution, "reason": answer.reason})
        else:
            words = _("«%(institution)s» wishes to be asked before publication and has not agreed yet.")
            sentences.append(words % {"institution": institution})
    return sentences


def agree_by_publishing(event: Event, by: Any) -> None:
    """Who publishes an event of the own institution has answered for it."""
    for institution in institutions_to_ask(event):
        if _speaks_for(by, institution):
            answer = {"state": ConsentState.AGREED, "at": timezone.now(), "by": by, "by_name": name_of(by)}
            Consent.objects.update_or_create(event=event, institution=institution, defaults=answer)


def _speaks_for(user: Any, institution: Institution) -> bool:
    """A publisher does for the own institution. Administrators act for all, and so are no answer of any."""
    own = institutions_of(user)
    return own is not ALL and has_role(user, Role.PUBLISHER) and institution.pk in own


@transaction.atomic
def give_consent(*, consent: Consent, by: Any, agrees: bool, reason: str = "") -> None:
    """Record what an institution answers; an objection says why."""
    if not agrees:
        reason = said(reason)
    consent.state = ConsentState.AGREED if agrees else ConsentState.OBJECTED
    consent.reason, consent.at = reason.strip(), timezone.now()
    consent.by, consent.by_name = by, name_of(by)
    consent.full_clean(exclude=["by"])
    consent.save()
    spoken = f"{consent.institution}: {consent.reason}" if consent.reason else str(consent.institution)
    decide(consent.event, DecisionVerb.AGREED if agrees else DecisionVerb.OBJECTED, by=by, reason=spoken)


def refuse_without_consents(event: Event, by: Any) -> None:
    if missing := consents_missing(event, by):
        raise ValidationError(missing, code="consent_missing")
