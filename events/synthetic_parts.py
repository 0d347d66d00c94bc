"""What hangs on a synthetic event: who took part, what was asked, counted and printed. Drawn, not written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from events import synthetic_words
from events.enums import (
    CountUnit,
    FollowUpStatus,
    InstitutionRole,
    PressItemKind,
    RecommendationKind,
    SpeakerRole,
)
from events.models import (
    Citation,
    Count,
    Event,
    FollowUp,
    Involvement,
    PressItem,
    PressItemEvent,
    Recommendation,
    Session,
    Speaker,
)

PRESS = "https://synthetic.invalid/press/"
MODELS_IN_ORDER = (Session, PressItem, Involvement, Speaker, Recommendation)  # before those that lead to them


def written(rows: Iterable[Any]) -> Sequence[Any]:
    """The rows, inserted model by model, what others lead to first. A function is called for its row then."""
    by_model: dict[type[models.Model], list[Any]] = defaultdict(list)
    later = []
    for row in rows:
        if callable(row):
            later.append(row)
        else:
            by_model[type(row)].append(row)
    for model in sorted(by_model, key=lambda m: MODELS_IN_ORDER.index(m) if m in MODELS_IN_ORDER else 99):
        model._base_manager.bulk_create(by_model[model], batch_size=500)
    if later:
        written(make() for make in later)
    return [row for made in by_model.values() for row in made]


def parts_of(event: Event, number: int, world: Any) -> list[Any]:
    """Unsaved rows of one event, or functions that make them once those they lead to are saved."""
    return [
        lambda: Event.topics.through(event_id=event.pk, topic_id=world.topic.pk),
        *_programme(event, world),
        *_requests(event, world),
        *_press(event, number, world.rng),
    ]


def _programme(event: Event, world: Any) -> Iterator[Any]:
    rng = world.rng
    bodies = rng.sample(world.institutions, rng.randint(1, 4))
    for position, body in enumerate(bodies):
        role = rng.choice((InstitutionRole.PARTNER, InstitutionRole.PARTICIPANT))
        yield Involvement(
            event=event,
            institution=body,
            role=role if position else InstitutionRole.ORGANIZER,
            position=position,
        )
    for position in range(rng.choice((0, 0, 1, 2, 3))):
        yield Session(
            event=event, position=position, name_ar=f"الجلسة {position + 1}", name_fr=f"Séance {position + 1}"
        )
    for position, person in enumerate(rng.sample(world.people, rng.choice((0, 1, 1, 2, 3, 5, 8)))):
        yield Speaker(
            event=event,
            person=person,
            institution=rng.choice(bodies),
            role=SpeakerRole.SPEAKER,
            position=position,
            title_ar="مسؤول",
            title_fr="Responsable",
        )


def _requests(event: Event, world: Any) -> Iterator[Any]:
    rng = world.rng
    for position in range(rng.choice((0, 0, 0, 1, 2, 4))):
        asked = Recommendation(
            event=event,
            position=position,
            kind=rng.choice(RecommendationKind.values),
            **synthetic_words.request(rng),
        )
        body, proven, days = rng.choice(world.institutions), rng.random() < 0.4, rng.randint(30, 600)
        status = rng.choice(FollowUpStatus.values[1:])
        yield asked
        yield _addressee(asked, body)
        if proven and event.starts_on:
            yield _step(asked, status, event.starts_on + timedelta(days=days))


def _addressee(asked: Recommendation, body: Any) -> Any:
    return lambda: Recommendation.addressees.through(recommendation_id=asked.pk, institution_id=body.pk)


def _step(asked: Recommendation, status: str, on: Any) -> Any:
    return lambda: FollowUp(recommendation=asked, status=status, on=on, evidence_url=f"{PRESS}proof")


def _press(event: Event, number: int, rng: Any) -> Iterator[Any]:
    identifier = count()
    for unit in rng.sample(
        (CountUnit.PERSONS, CountUnit.ASSOCIATIONS, CountUnit.STANDS), rng.choice((0, 1, 2))
    ):
        yield Count(event=event, unit=unit, value=rng.randint(10, 5000), is_chosen=True)
    for _ in range(rng.choice((0, 1, 1, 2))):
        item = PressItem(
            title=f"خبر اصطناعي عن {synthetic_words.drawn(rng, synthetic_words.THEMES)[0]}",
            outlet="صحيفة اصطناعية",
            language="ar",
            kind=PressItemKind.REPORT,
            published_on=event.starts_on,
            url=f"{PRESS}{number}-{next(identifier)}",
        )
        yield item
        yield lambda item=item: PressItemEvent(pressitem=item, event=event)
        for field in rng.sample(("name", "starts", "territory"), rng.randint(0, 3)):
            yield lambda item=item, field=field: Citation(
                content_type=ContentType.objects.get_for_model(Event),
                object_id=event.pk,
                field=field,
                source=item,
                wording="كما ورد",
                language="ar",
            )
