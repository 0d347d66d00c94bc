"""What a letter tells: events that are new or changed since the last one and, once a week, those that come."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alerts import asking
from alerts.enums import Frequency
from alerts.models import News, Subscription
from alerts.querysets import digest_day
from events import ical
from events.enums import EventStatus
from events.models import Event
from portal.lib import content_lines
from portal.lib.date_text import range_text
from portal.lib.translated import DIRECTION

MOST = 20  # of one kind in a letter; a link leads to the rest
PARTS = ("venues", "changes")
WEEK = timedelta(days=6)
HEADINGS = {"new": _("New"), "changed": _("Changed"), "coming": _("This week")}


@dataclass(frozen=True)
class Told:
    """An event as a letter tells it, in words of the letter's language."""

    title: str
    language: str
    when: str
    place: str
    notes: list[str]
    url: str

    @property
    def direction(self) -> str:
        return DIRECTION[self.language]


@dataclass(frozen=True)
class Section:
    kind: str
    events: list[Told]
    more: int

    @property
    def heading(self) -> str:
        return str(HEADINGS[self.kind])


@dataclass
class Letter:
    """What one filter finds, in one language."""

    sections: list[Section] = field(default_factory=list)
    count: int = 0

    def add(self, kind: str, told: list[Told], count: int) -> None:
        if told:
            self.sections.append(Section(kind, told, count - len(told)))
            self.count += count


class Teller:
    """Writes what one run tells. People who ask for the same in the same language cause its queries once."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._written: dict[tuple[Any, ...], Letter] = {}

    def letter_for(self, subscription: Subscription, language: str) -> Letter:
        """``language`` is active. Without sections there is nothing to tell."""
        span = (subscription.heard_up_to, subscription.telling_up_to)
        key = (subscription.query, span, language, subscription.frequency)
        if key not in self._written:
            self._written[key] = self._write(subscription, span, language)
        return self._written[key]

    def _write(self, subscription: Subscription, span: tuple[Any, Any], language: str) -> Letter:
        """Eleven queries at most, however many events."""
        news = News.objects.filter(pk__gt=span[0], pk__lte=span[1])
        new = news.filter(is_new=True).values("event_id")
        public = Event.objects.public(self.at).select_related("territory", "super_event")
        changed = public.filter(pk__in=news.values("event_id")).exclude(pk__in=new)
        letter = Letter()
        found = asking.found_among(subscription.query, public.filter(pk__in=new)).newest_first()
        letter.add("new", self._tell(found, language), found.count())
        found = asking.found_among(subscription.query, changed).newest_first()
        letter.add("changed", self._tell(found, language, news), found.count())
        if subscription.frequency == Frequency.WEEKLY:
            coming = self._coming(public.exclude(pk__in=news.values("event_id")))
            found = asking.found_among(subscription.query, coming).oldest_first()
            letter.add("coming", self._tell(found, language), found.count())
        return letter

    def _coming(self, rows: Any) -> Any:
        """What begins from this Monday to Sunday: each event comes once."""
        monday = digest_day(self.at).date()
        return rows.filter(first_day__range=(monday, monday + WEEK)).exclude(status=EventStatus.CANCELLED)

    def _tell(self, found: Any, language: str, news: Any = None) -> list[Told]:
        events = list(found.with_parts(*PARTS)[:MOST])
        changes = _changes(news, [event.pk for event in events]) if news is not None and events else {}
        return [_told(event, language, changes.get(event.pk, set())) for event in events]


def _changes(news: Any, numbers: list[int]) -> dict[int, set[str]]:
    """What changed of each event, over all its news."""
    changed: dict[int, set[str]] = defaultdict(set)
    columns = ("date_changed", "place_changed", "status_changed")
    for number, *flags in news.filter(event_id__in=numbers).values_list("event_id", *columns):
        changed[number] |= {name for name, is_set in zip(columns, flags, strict=True) if is_set}
    return changed


def _told(event: Any, language: str, changed: set[str]) -> Told:
    name = event.name_in(language)
    return Told(
        title=_line(name.value),
        language=name.language,
        when=_line(ical.when(event, language)),
        place=_line(ical.place(event, language)),
        notes=_notes(event, language, changed),
        url=settings.SITE_URL + event.get_absolute_url(),
    )


def _notes(event: Any, language: str, changed: set[str]) -> list[str]:
    """What to know at once: that it does not take place as announced, and what of it is different now."""
    notes = []
    if "status_changed" in changed or event.status in ical.NOT_ON_THAT_DAY:
        notes.append(str(capfirst(event.get_status_display())))
    if "date_changed" in changed:
        former = next((row.previous_start for row in event.changes.all() if row.previous_start.on), None)
        words = range_text(former, None, language) if former else ""
        notes.append(
            gettext("New date; formerly: %(date)s") % {"date": words} if words else gettext("New date")
        )
    if "place_changed" in changed:
        notes.append(gettext("New place"))
    return notes


def _line(text: str) -> str:
    """On one line, without controls: it may stand in a header."""
    return " ".join(content_lines.CONTROLS.sub(" ", text).split())
