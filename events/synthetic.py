"""Events that never took place, for benchmarks: many, plausible in shape, marked, and removable without a trace.

The same count and seed give the same rows. The topic «synthetic» marks the events; addresses and web addresses
that nobody else can have mark what hangs on them. Nothing of the record is changed, and the sample knows nothing
of them.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import models, transaction

from events.enums import EventKind, EventStatus, PlaceKind, Precision
from events.models import Citation, Event, PressItem, Topic
from events.synthetic_parts import parts_of, written
from institutions.enums import InstitutionKind, PublicationState
from institutions.models import FormerAddress, Institution, Person, Territory
from institutions.territory_data import load_territories

MARK = "synthetic"
SITE = "https://synthetic.invalid/"  # RFC 2606: nobody can have this name
LAST_DAY = date(2027, 6, 30)
YESTERDAY = date(2026, 11, 1)  # fixed, so that the same seed gives the same rows on any day
BATCH = 500
SUBJECTS = (
    ("الحكامة الأمنية وحقوق الإنسان", "gouvernance sécuritaire et droits humains"),
    ("شرطة القرب والمجتمع المدني", "police de proximité et société civile"),
    ("السلامة الطرقية في محيط المدارس", "sécurité routière aux abords des écoles"),
    ("مكافحة العنف ضد النساء", "lutte contre les violences faites aux femmes"),
    ("التحسيس بمخاطر الإنترنت", "prévention des risques du numérique"),
)


class WouldMixError(Exception):
    """Synthetic rows would stand among others: those of the record, or of an earlier generation."""


def events() -> models.QuerySet[Event]:
    return Event._base_manager.filter(topics__slug=MARK, slug__startswith=f"{MARK}-")


@transaction.atomic
def generate(count: int, seed: int, *, beside_the_record: bool = False) -> int:
    """Write ``count`` events with all that hangs on them; the number of events written."""
    if Topic.objects.filter(slug=MARK).exists():
        raise WouldMixError("There are synthetic events already: remove them first, with --delete.")
    if Event._base_manager.exists() and not beside_the_record:
        raise WouldMixError("There are other events here. Use another database, or say --beside-the-record.")
    world = World(Random(seed), count)  # noqa: S311  (reproducible, not secret)
    for rows in batches(world.tops, world.top_event):
        world.parents += rows[: max(1, len(rows) // 50)]
    for _rows in batches(count - world.tops, world.sub_event, world.tops):
        pass
    return count


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

    def __init__(self, rng: Random, count: int) -> None:
        self.rng, self.tops = rng, max(1, round(count * 0.85))
        self.parents: list[Event] = []
        if not Territory.objects.exists():
            load_territories()
        self.territories = list(Territory.objects.order_by("path", "pk"))
        self.topic = Topic.objects.create(
            slug=MARK, name_ar="بيانات اصطناعية", name_fr="Données synthétiques"
        )
        self.institutions = self._institutions(min(400, 10 + count // 100))
        self.people = self._people(min(20_000, 20 + count // 4))

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
        rng, (subject_ar, subject_fr) = self.rng, self.rng.choice(SUBJECTS)
        event = Event(
            slug=f"{MARK}-{number}",
            name_ar=f"{subject_ar}: لقاء اصطناعي {number}",
            name_fr=f"{subject_fr.capitalize()} : rencontre synthétique {number}",
            abstract_ar=f"لقاء لم ينعقد قط، لقياس سرعة البوابة. {subject_ar}.",
            abstract_fr=f"Rencontre qui n'a jamais eu lieu, pour mesurer la vitesse du portail : {subject_fr}.",
            description_ar="<p>" + f"{subject_ar}. " * rng.randint(3, 20) + "</p>",
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


# Away -----------------------------------------------------------------------------------------------
@transaction.atomic
def delete() -> int:
    """Remove every synthetic row, and the memory of its address; the number of events removed."""
    Citation._base_manager.filter(source__url__startswith=SITE).delete()
    PressItem._base_manager.filter(url__startswith=SITE).delete()
    removed = _removed(events().exclude(super_event=None)) + _removed(events())
    _removed(Person._base_manager.filter(slug__startswith=f"{MARK}-person-", distinction_en=MARK))
    _removed(Institution._base_manager.filter(website__startswith=SITE))
    Topic.objects.filter(slug=MARK).delete()
    return removed


def _removed(rows: models.QuerySet[Any]) -> int:
    """Delete ``rows`` a few hundred at a time; their addresses are free again."""
    removed = 0
    while batch := dict(rows.values_list("pk", "slug")[:BATCH]):
        rows.model._base_manager.filter(pk__in=batch).delete()
        name = rows.model._meta.model_name
        FormerAddress.objects.filter(content_type__model=name, slug__in=batch.values()).delete()
        removed += len(batch)
    return removed
