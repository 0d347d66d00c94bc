"""What a chunk of rows refers to, loaded before the first row is looked at."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from events.models import Event
from exchange.cells import Reading, Showing, plain
from exchange.columns import BY_NAME
from exchange.loading import Blank, fingerprints, kind_of_event, with_parts
from exchange.lookups import Lookups
from exchange.models import ImportRow
from exchange.permissions import Rights, rights_on
from exchange.problems import CellError
from institutions.models import FormerAddress
from portal.lib.date_reading import DateOrder, read_date
from portal.lib.moment import EXACT_DAY
from portal.lib.month_words import folded

NAMES = ("name_ar", "name_fr", "name_en", "name_zgh")
LARGEST_NUMBER = 2**62


@dataclass
class Keys:
    """What a row says of which event it means."""

    number: int | None = None
    slug: str = ""
    errors: dict[str, CellError] = field(default_factory=dict)

    @property
    def column(self) -> str:
        return "id" if self.number is not None or "id" in self.errors else "slug" if self.slug else "name_ar"


class Context:
    """Loaded for one chunk, one user, one language: about fifteen queries, and those of the lookups."""

    def __init__(self, rows: list[ImportRow], *, user: Any, lookups: Lookups, order: DateOrder) -> None:
        self.user, self.lookups = user, lookups
        self.reading = Reading(lookups, order)
        self._blank = Blank(Event, created_by=user)
        self.showing = Showing(lookups, get_language() or "ar")
        self._keys = {row.number: _keys(row, self.reading) for row in rows}
        self._load_events()
        self._load_super_events(rows)
        self._days = {day for row in rows if (day := _day_typed(row, self.reading))}

    def keys_of(self, row: ImportRow) -> Keys:
        return self._keys[row.number]

    def new_event(self) -> Event:
        event: Event = self._blank.new()
        return event

    def _load_events(self) -> None:
        numbers = {keys.number for keys in self._keys.values() if keys.number is not None}
        slugs = {keys.slug for keys in self._keys.values() if keys.slug}
        events = list(with_parts(Event.objects.filter(Q(pk__in=numbers) | Q(slug__in=slugs))))
        self.by_number = {event.pk: event for event in events}
        self.by_slug = {event.slug: event for event in events}
        self.seen = fingerprints(list(self.by_number))
        self.rights: Rights = rights_on(list(self.by_number), self.user)
        self.taken = _former(slugs)

    def _load_super_events(self, rows: list[ImportRow]) -> None:
        cells = (row.cells.get("super_event") for row in rows)
        typed = {plain(cell).casefold() for cell in cells if cell is not None and not isinstance(cell, dict)}
        numbers = {int(text) for text in typed if text.isdecimal() and int(text) < LARGEST_NUMBER}
        found = Event.objects.visible_to(self.user).filter(Q(slug__in=typed) | Q(pk__in=numbers))
        for pk, slug in found.values_list("pk", "slug") if typed else ():
            self.reading.events |= {str(pk): pk, slug: pk}

    # Wholes and parts

    @cached_property
    def _super_events(self) -> dict[int, int]:
        rows: Any = Event.objects.filter(super_event__isnull=False)
        return dict(rows.values_list("pk", "super_event"))

    def contains(self, event: Event, other: int | None) -> bool:
        """Whether ``other`` is ``event`` itself or lies within it."""
        seen: set[int] = set()
        while other and other not in seen:
            if other == event.pk:
                return True
            seen.add(other)
            other = self._super_events.get(other)
        return False

    # Look-alikes

    @cached_property
    def _twins(self) -> dict[tuple[Any, ...], str]:
        """Events of the days that the chunk names, by title, day and place."""
        events = Event.objects.visible_to(self.user).filter(starts_on__in=self._days)
        columns = events.values_list("slug", "starts_on", "territory", *NAMES) if self._days else ()
        return {
            (folded(name), day.isoformat(), territory): slug
            for slug, day, territory, *names in columns
            for name in names
            if name
        }

    def twin_of(self, values: dict[str, Any]) -> str | None:
        """The address of an event with the same title on the same day in the same place."""
        place = (values.get("starts_on"), values.get("territory"))
        keys = ((folded(values[name]), *place) for name in NAMES if values.get(name))
        return next((slug for key in keys if (slug := self._twins.get(key))), None)


def _keys(row: ImportRow, reading: Reading) -> Keys:
    keys = Keys()
    for name in ("id", "slug"):
        raw = row.cells.get(name)
        if raw is None or isinstance(raw, dict):
            continue
        try:
            value = BY_NAME[name].cell.read(raw, reading)
        except CellError as error:
            keys.errors[name] = error
        else:
            setattr(keys, "number" if name == "id" else name, value)
    return keys


def _former(slugs: set[str]) -> set[str]:
    """Addresses of events that are gone or have moved: never given to another."""
    former = FormerAddress.objects.filter(content_type=kind_of_event(), slug__in=slugs)
    return set(former.values_list("slug", flat=True)) if slugs else set()


def _day_typed(row: ImportRow, reading: Reading) -> Any:
    """The day of a new event that has a title; None where it cannot be read."""
    raw = row.cells.get("starts_on")
    if raw is None or isinstance(raw, dict) or not any(row.cells.get(name) for name in NAMES):
        return None
    try:
        read = read_date(BY_NAME["starts_on"].cell.read(raw, reading))
    except CellError:
        return None
    return read.on if read.precision in EXACT_DAY else None
