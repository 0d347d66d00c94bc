"""Events that never took place, for benchmarks: plausible in shape, marked, told from all others.

The same count and seed give the same rows. The topic «synthetic» marks the events; addresses and web addresses
that nobody else can have mark what hangs on them. Nothing of the record is changed, and the sample knows nothing
of them. ``portal.synthetic`` makes many of some, lets them be found, and takes them away again.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import models, transaction

from events import synthetic_words
from events.enums import EventKind, EventStatus, PlaceKind, Precision
from events.models import Event, Topic
from events.synthetic_parts import parts_of, written
from institutions.enums import InstitutionKind, PublicationState
from institutions.models import Institution, Person, Territory
from institutions.territory_data import load_territories

MARK = "synthetic"
PERSON = {"slug__startswith": f"{MARK}-person-", "distinction_en": MARK}
SITE = "https://synthetic.invalid/"  # RFC 2606: nobody can have this name
LAST_DAY = date(2027, 6, 30)
YESTERDAY = date(2026, 11, 1)  # fixed, so that the same seed gives the same rows on any day
BATCH = 500


class WouldMixError(Exception):
    """Synthetic rows would stand among others: those of the record, or of an earlier generation."""


def events() -> models.QuerySet[Event]:
    return Event._base_manager.filter(topics__slug=MARK, slug__startswith=f"{MARK}-")


def refuse_to_mix(*, beside_the_record: bool) -> None:
    if Topic.objects.filter(slug=MARK).exists():
        raise WouldMixError("There are synthetic events already: remove them first, with --delete.")
    if Event._base_manager.exists() and not beside_the_record:
        raise WouldMixError("There are other events here. Use another database, or say --beside-the-record.")


@transaction.atomic
def write(count: int, seed: int, *, institutions: int) -> None:
    """Write ``count`` events with all that hangs on them."""
    world = World(Random(seed), count, institutions)  # noqa: S311  (reproducible, not secret)
    for rows in batches(world.tops, world.top_event):
        world.parents += rows[: max(1, len(rows) // 50)]
    for _rows in batches(count - world.tops, world.sub_event, world.tops):
        pass


def batches(
    count: int, make: Callable[[int], tuple[Event, list[Any]]], first: int = 0
) -> Iterator[list[Event]]:
    """Make and write rows a few hundred at a time."""
    for start in range(first, first + count, BATCH):
        made = [make(number) for number in range(start, min(start + BATCH, first + count))]
        written([event for event, _parts in made])
        written(part for _event, parts in made for part in parts)
        yield [event for event, _parts in made]


class World:
    """Who and where: made first, drawn from for every event."""

    def __init__(self, rng: Random, count: int, institutions: int) -> None:
        self.rng, self.tops = rng, max(1, round(count * 0.85))
        self.parents: list[Event] = []
        if not Territory.objects.exists():
            load_territories()
        self.territories = list(Territory.objects.order_by("path", "pk"))
        [self.topic] = written([Topic(slug=MARK, name_ar="بيانات اصطناعية", name_fr="Données synthétiques")])
        self.institutions = self._institutions(institutions)
        self.people = self._people(20 + count // 4)

    def _institutions(self, count: int) -> Sequence[Institution]:
        return written(
            Institution(
                slug=f"{MARK}-institution-{number}",
                name_ar=f"مؤسسة اصطناعية {number}",
                name_fr=f"Institution synthétique {number}",
                acronym=f"SYN-{number}",
                kind=self.rng.choice(InstitutionKind.values),
                territory=self.rng.choice(self.territories),
                website=f"{SITE}institution/{number}",
                publication_state=PublicationState.PUBLISHED,
            )
            for number in range(count)
        )

    def _people(self, count: int) -> Sequence[Person]:
        return written(
            Person(
                slug=f"{MARK}-person-{number}",
                name_ar=f"شخص اصطناعي {number}",
                name_fr=f"Personne synthétique {number}",
                distinction_en=MARK,
                name_is_public=self.rng.random() < 0.95,
            )
            for number in range(count)
        )

    def top_event(self, number: int) -> tuple[Event, list[Any]]:
        return self._event(number, None)

    def sub_event(self, number: int) -> tuple[Event, list[Any]]:
        return self._event(number, self.rng.choice(self.parents))

    def _event(self, number: int, above: Event | None) -> tuple[Event, list[Any]]:
        rng = self.rng
        event = Event(
            slug=f"{MARK}-{number}",
            **synthetic_words.of_event(rng),
            kind=rng.choice(EventKind.values),
            place_kind=PlaceKind.PLACE,
            territory=rng.choice(self.territories),
            super_event=above,
            publication_state=PublicationState.PUBLISHED if rng.random() < 0.92 else PublicationState.DRAFT,
            **_dates(rng, above),
        )
        event.status = _status(rng, event.starts_on)
        return event, parts_of(event, number, self)


def _dates(rng: Random, above: Event | None) -> dict[str, Any]:
    """More of late than long ago; one in ten known to the month only, one in six lasts several days."""
    if above:
        return {"starts_precision": Precision.DAY, "starts_on": above.starts_on}
    day = LAST_DAY - timedelta(days=int(8000 * rng.random() ** 1.5))
    if rng.random() < 0.1:
        return {"starts_precision": Precision.MONTH, "starts_on": day.replace(day=1)}
    dates = {"starts_precision": Precision.DAY, "starts_on": day}
    if rng.random() < 0.17:
        dates |= {"ends_precision": Precision.DAY, "ends_on": day + timedelta(days=rng.randint(1, 5))}
    return dates


def _status(rng: Random, day: date | None) -> str:
    if rng.random() < 0.03:
        return EventStatus.CANCELLED
    return EventStatus.HELD if day and day < YESTERDAY else EventStatus.SCHEDULED
