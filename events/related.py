"""Events that somebody who has read this one may want to read: few, and each says why."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event, EventAgreement

MOST = 3  # for each reason
SERIES, AGREEMENT, PLACE = _("Same series"), _("Under the same agreement"), _("Same kind, same place")


@dataclass(frozen=True)
class Related:
    reason: str
    event: Any


def related_to(event: Any) -> list[Related]:
    """The latest for each reason, each event once; those the page names already are left out. At most three queries."""
    shown = {event.pk, event.super_event_id, *(row.pk for row in event.sub_events.all())}
    shown |= {link.to_event_id for link in event.links_from.all()}
    shown |= {link.from_event_id for link in event.links_to.all()}
    found: list[Related] = []
    for reason, condition in _reasons(event):
        rows = Event.objects.public().filter(condition).exclude(pk__in=[key for key in shown if key])
        for row in rows.select_related("territory").newest_first()[:MOST]:
            found.append(Related(str(reason), row))
            shown.add(row.pk)
    return found


def _reasons(event: Any) -> list[tuple[Any, Q]]:
    reasons: list[tuple[Any, Q]] = []
    if event.series_id and event.series.is_public:
        reasons.append((SERIES, Q(series=event.series_id)))
    if agreements := {link.agreement_id for link in event.agreement_links.all()}:
        under = EventAgreement.objects.filter(agreement__in=agreements)
        reasons.append((AGREEMENT, Q(pk__in=under.values("event"))))
    if event.territory_id and event.kind:
        reasons.append((PLACE, Q(territory=event.territory_id, kind=event.kind)))
    return reasons
