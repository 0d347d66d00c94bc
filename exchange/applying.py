"""What the values of a row make of an event, in memory; and what of it cannot be."""

from collections.abc import Iterator
from typing import Any

from events.enums import EventStatus, PlaceKind
from events.models import Event
from events.titles import SEPARATOR
from exchange.cells import Showing
from exchange.columns import BY_NAME
from exchange.moment_cells import Wish, settle
from exchange.permissions import is_published
from exchange.problems import CellError, ErrorKind
from portal.lib.translated import answer

Values = dict[str, Any]
Problem = tuple[str, ErrorKind]

MOMENTS = ("starts", "ends")
# Of a published event these are announced: whoever changes them gives a reason, which a cell cannot.
ANNOUNCED = (
    *("starts_on", "starts_at", "starts_half_day", "ends_on", "ends_at", "ends_half_day", "territory"),
    *("name_ar", "name_fr", "name_en", "name_zgh"),
)
PLANNED = (EventStatus.SCHEDULED, EventStatus.CONFIRMED, EventStatus.HELD)


def apply_values(event: Event, values: Values) -> None:
    """Write ``values`` into ``event``. Raises ``Contradiction`` where a date and a time do not fit together."""
    for name, value in values.items():
        BY_NAME[name].cell.apply(event, value)
    for prefix in MOMENTS:
        names = [f"{prefix}_on", f"{prefix}_at", f"{prefix}_half_day"]
        wish = Wish(*(values.get(name) for name in names))
        if any(said is not None for said in (wish.day, wish.at, wish.half_day)):
            _settle(event, prefix, wish)


class Contradiction(Exception):  # noqa: N818  (it is one)
    def __init__(self, column: str, kind: ErrorKind) -> None:
        super().__init__(kind.value)
        self.column, self.kind, self.moment = column, kind, column.split("_", maxsplit=1)[0]


def _settle(event: Event, prefix: str, wish: Wish) -> None:
    try:
        settle(event, prefix, wish)
    except CellError as error:
        typed = f"{prefix}_half_day" if wish.half_day else f"{prefix}_at" if wish.at else f"{prefix}_on"
        raise Contradiction(typed, error.kind) from error


def inferred(event: Event, values: Values) -> Values:
    """What nobody has to say twice: that an event with a place has a place."""
    if event.place_kind or "place_kind" in values:
        return {}
    if event.territory_id:
        return {"place_kind": PlaceKind.PLACE.value}
    return {"place_kind": PlaceKind.ONLINE.value} if event.online_url else {}


def problems(event: Event, values: Values) -> Iterator[Problem]:
    """What is wrong with ``event`` as ``values`` make it: the column to correct, and why."""
    yield from _time_problems(event, values)
    if event.edition_number is not None and not event.series_id:
        yield "edition_number", ErrorKind.EDITION_WITHOUT_SERIES
    if is_published(event):
        yield from _gaps_of_published(event)
    is_new = event._state.adding
    if is_new and not (event.kind or answer(event, "name", "ar")):
        yield "name_ar", ErrorKind.SAYS_NOTHING


def _time_problems(event: Event, values: Values) -> Iterator[Problem]:
    event.derive()
    first, last = event.first_day, event.last_day
    same_day = event.ends_on is not None and event.ends_on == event.starts_on
    backwards = same_day and event.starts_at and event.ends_at and event.ends_at < event.starts_at
    if first and last and last < first:
        yield ("ends_on" if "ends_on" in values else "starts_on"), ErrorKind.ENDS_BEFORE_START
    elif backwards:
        yield ("ends_at" if "ends_at" in values else "starts_at"), ErrorKind.ENDS_BEFORE_START


def _gaps_of_published(event: Event) -> Iterator[Problem]:
    if not event.kind:
        yield "kind", ErrorKind.PUBLISHED_NEEDS
    if not (event.starts_on or event.when_words):
        yield "starts_on", ErrorKind.PUBLISHED_NEEDS
    if not event.place_kind:
        yield "place_kind", ErrorKind.PUBLISHED_NEEDS
    if event.place_kind == PlaceKind.PLACE and not event.territory_id:
        yield "territory", ErrorKind.PUBLISHED_NEEDS


def announced_changes(changes: dict[str, list[Any]]) -> Iterator[str]:
    """Columns of ``changes`` that a published event changes by a verb only; filling in what was open is none."""
    for name, (old, new) in changes.items():
        is_plan = name == "status" and new not in PLANNED
        if is_plan or (name in ANNOUNCED and old):
            yield name


def label_of(event: Event, values: Values, showing: Showing) -> str:
    """What the report calls the row: the title, or kind, place and date as far as they are known. No query."""
    if title := answer(event, "name", showing.language).value:
        return title[:400]
    place = event.territory_id and showing.lookups.territories.name(event.territory_id, showing.language)
    start = BY_NAME["starts_on"].cell
    words = [event.get_kind_display() if event.kind else "", place, start.show(start.current(event), showing)]
    return SEPARATOR[showing.language].join(str(word) for word in words if word)[:400]
