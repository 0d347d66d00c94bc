"""Meetings that repeat: a rule gives the days, each day becomes an event of its own, singly edited.

Wall-clock time is what is kept, so a meeting at 18:00 stays at 18:00 through every change of the clocks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil import rrule
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.copying import USUAL, CopiedPart, copy_parts, plain_copy
from events.enums import EventLinkKind, EventStatus, Precision
from events.models import Event, EventLink
from history.recording import Verb, recording

MOST = 60
LAST = -1


class Frequency(models.TextChoices):
    WEEKLY = "weekly", gettext_lazy("every week, or every so many weeks")
    MONTHLY = "monthly", gettext_lazy("every month on the same weekday, for example the second Thursday")
    MONTHLY_LAST = "monthly_last", gettext_lazy("every month on its last such weekday")


@dataclass(frozen=True)
class Rule:
    """RFC 5545 RRULE, as far as meetings need it; either ``until`` (included) or ``count`` is given."""

    frequency: str
    interval: int = 1
    until: date | None = None
    count: int | None = None
    skipped: frozenset[date] = frozenset()


def days_of(rule: Rule, start: date) -> list[date]:
    """The days of the meetings after ``start``; skipped ones count, as they do in a calendar.

    Raises ``ValidationError`` beyond ``MOST`` days: a longer plan is a mistake more often than a wish.
    """
    recurring = rrule.rrule(
        rrule.WEEKLY if rule.frequency == Frequency.WEEKLY else rrule.MONTHLY,
        dtstart=datetime.combine(start, time.min),
        interval=rule.interval,
        byweekday=_weekday(rule.frequency, start),
        until=datetime.combine(rule.until, time.min) if rule.until else None,
        cache=False,
    )
    wanted = rule.count if rule.count and not rule.until else MOST + 1
    days = [moment.date() for moment in recurring.xafter(datetime.combine(start, time.min), count=wanted)]
    if len(days) > MOST:
        raise ValidationError(_("These are more than %d meetings: choose an earlier end.") % MOST)
    return [day for day in days if day not in rule.skipped]


def _weekday(frequency: str, start: date) -> Any:
    weekday = rrule.weekdays[start.weekday()]
    if frequency == Frequency.WEEKLY:
        return weekday
    which = (start.day - 1) // 7 + 1
    return weekday(LAST if frequency == Frequency.MONTHLY_LAST or which == 5 else which)


def may_repeat(event: Event) -> bool:
    """Only a known day can be counted from."""
    return event.start.is_exact_day


@transaction.atomic
def repeat_event(*, event: Event, by: Any, days: Sequence[date]) -> list[Event]:
    """A draft for each of ``days`` that has none yet: asking twice makes nothing twice.

    They share the series or the event that ``event`` is a part of; without either, each follows the one before.
    """
    if not may_repeat(event):
        raise ValidationError(_("Give the day of this event first: the others are counted from it."))
    if len(days) > MOST:
        raise ValidationError(_("These are more than %d meetings: choose an earlier end.") % MOST)
    Event.objects.select_for_update().get(pk=event.pk)
    there = existing(event, days)
    made: list[Event] = []
    previous = event
    for day in sorted(set(days)):
        if day not in there:
            made.append(_meeting(event, day, previous, by))
        previous = there.get(day) or made[-1]
    return made


def existing(event: Event, days: Iterable[date]) -> dict[date, Event]:
    """Events that say the same as ``event`` on one of the days."""
    same = {
        name: getattr(event, name)
        for name in ("name_ar", "name_fr", "kind", "territory_id", "starts_at", "series_id", "super_event_id")
    }
    rows = Event.objects.filter(starts_on__in=list(days), **same).exclude(pk=event.pk)
    return {row.starts_on: row for row in rows if row.starts_on}


def _planned(event: Event) -> frozenset[str]:
    """Who speaks is said meeting by meeting, and a text about what was held tells of that meeting only."""
    return USUAL if event.status == EventStatus.HELD else USUAL | {CopiedPart.TEXTS}


def _meeting(event: Event, day: date, previous: Event, by: Any) -> Event:
    shift = day - event.starts_on if event.starts_on else timedelta()
    with recording(None, by=by, verb=Verb.COPIED, reason=_("Repeats «%s».") % event) as made:
        planned = _planned(event)
        new = plain_copy(event, by, planned)
        for name in ("precision", "at", "half_day"):
            setattr(new, f"starts_{name}", getattr(event, f"starts_{name}"))
            setattr(new, f"ends_{name}", getattr(event, f"ends_{name}"))
        new.starts_on = day
        new.ends_on = (
            event.ends_on + shift if event.ends_on and event.end and event.end.is_exact_day else None
        )
        if new.ends_on is None:
            new.ends_precision, new.ends_at, new.ends_half_day = Precision.UNKNOWN, None, ""
        new.series, new.super_event = event.series, event.super_event
        new.full_clean()
        new.save()
        copy_parts(event, new, planned, shift)
        if not (event.series_id or event.super_event_id):
            EventLink.objects.create(from_event=new, kind=EventLinkKind.FOLLOWS, to_event=previous)
        made.row = new
    return new
