"""Events that somebody who has read this one may want to read: few, and each says why."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.loading_parts import load_events
from events.models import Event, EventAgreement

MOST = 3  # for each reason
SERIES, AGREEMENT, PLACE = _("Same series"), _("Under the same agreement"), _("Same kind, same place")


@dataclass(frozen=True)
class Related:
    reason: str
    event: Any


def related_to(event: Any) -> list[Related]:
    """The latest for each reason, each event once; those the page names already are left out. At most two queries."""
    shown = {event.pk, event.super_event_id, *(row.pk for row in event.sub_events.all())}
    shown |= {link.to_event_id for link in event.links_from.all()}
    shown |= {link.from_event_id for link in event.links_to.all()}
    reasons = _reasons(event)
    found = _latest([condition for _reason, condition in reasons], shown - {None})
    taken: dict[int, str] = {}
    for number, (reason, _condition) in enumerate(reasons):
        fresh = [key for key in found[number] if key not in taken][:MOST]
        taken |= dict.fromkeys(fresh, str(reason))
    events = load_events(list(taken), "row_of_list", (), None, Event.objects.db)
    return [Related(taken[row.pk], row) for row in events]


def _latest(conditions: list[Q], shown: set[int]) -> dict[int, list[int]]:
    """Numbers of public events by the place of their condition: enough to leave out those of the others. One query."""
    found: dict[int, list[int]] = defaultdict(list)
    words, asked = [], []
    for place, condition in enumerate(conditions):
        rows = Event.objects.public().filter(condition).exclude(pk__in=shown).newest_first().rewrite(False)
        latest = rows[: MOST * (place + 1)].values_list("pk", "first_day")
        sql, parameters = latest.query.get_compiler(latest.db).as_sql()
        words.append(f"SELECT {place} AS place, * FROM ({sql}) latest_{place}")  # noqa: S608
        asked += parameters
    if words:
        with connections[Event.objects.db].cursor() as cursor:
            cursor.execute(f"{' UNION ALL '.join(words)} ORDER BY 1, 3 DESC NULLS LAST, 2 DESC", asked)
            for place, key, _day in cursor.fetchall():
                found[place].append(key)
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
