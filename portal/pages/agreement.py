"""What the page of an agreement shows beside the agreement: what was held under it, and what was asked there."""

from typing import Any

from django.conf import settings
from django.db.models import F

from events.calendar_links import list_links
from events.enums import AgreementRelation
from events.models import Citation, EventAgreement, Recommendation
from events.pages import follow_up_totals
from institutions.models import Agreement


def agreement_context(agreement: Agreement) -> dict[str, Any]:
    """Everything the page needs, in a number of queries that does not depend on how much there is."""
    links = list(links_of(agreement))
    held = [link.event for link in links if link.relation == AgreementRelation.HELD_UNDER]
    totals = follow_up_totals(Recommendation.objects.public().filter(event__in=held))
    asked = f"?agreement={agreement.slug}"
    return {
        "agreement": agreement,
        "areas": agreement.areas.all(),
        "signatories": agreement.signatories.all(),
        "signed_at": [link for link in links if link.relation == AgreementRelation.SIGNED_AT],
        "held_under": [link for link in links if link.relation == AgreementRelation.HELD_UNDER],
        "totals": totals,
        "has_requests": any(number for _step, number in totals),
        "documents": agreement.documents.all(),
        "citations": Citation.objects.about(agreement),
        "asked": asked,
        "subscription": list_links(settings.SITE_URL.rstrip("/"), asked),
    }


def links_of(agreement: Agreement) -> Any:
    """Public events signed at or held under it, in the order of time."""
    rows = EventAgreement.objects.public().filter(agreement=agreement).select_related("event__territory")
    return rows.order_by(F("event__first_day").asc(nulls_last=True), "event_id")
