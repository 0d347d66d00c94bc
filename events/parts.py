"""Loading an event with all its parts in one query.

An event has some twenty kinds of parts (speakers, counts, photos…). Fetching each kind is one query; a page
needs them all. Here each kind is a JSON array built by the database in a correlated subquery, and is turned
back into ordinary model instances that fill Django's prefetch cache, so ``event.counts.all()`` costs nothing.
JSON functions: SQLite json1, PostgreSQL jsonb.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.expressions import OrderBy
from django.db.models.functions import JSONObject

from events.enums import FollowUpStatus
from events.json_rows import JsonRows, instance_of, stored_fields
from events.media_rules import shown_photos
from institutions.querysets import public_condition


@dataclass(frozen=True)
class Part:
    """One kind of parts: the model, how it leads to the event, and what to load of its foreign keys.

    ``related`` may go further («to_event__territory»), after the step before it.
    ``into`` attaches rows to another kind instead of the event: (kind, column that leads there, attribute).
    ``through`` is the foreign key to follow when ``model`` is the table of a many-to-many relation.
    """

    model: str
    link: str = "event"
    order: tuple[Any, ...] = ("position", "pk")
    related: dict[str, tuple[str, ...]] = field(default_factory=dict)
    condition: Callable[[datetime | None], Q] | None = None
    into: tuple[str, str, str] | None = None
    through: str = ""
    only: tuple[str, ...] = ()

    def rows(self, at: datetime | None) -> JsonRows:
        model = apps.get_model(self.model)
        names = self.only or tuple(f.attname for f in stored_fields(model))
        names += tuple(f"{fk}__{name}" for fk, columns in self.related.items() for name in columns)
        queryset = model._base_manager.filter(**{self.link: OuterRef("pk")})
        if self.condition:
            queryset = queryset.filter(self.condition(at))
        return JsonRows(queryset.order_by(*self.order).values(part=JSONObject(**{n: F(n) for n in names})))

    def instances(self, rows: list[dict[str, Any]]) -> list[models.Model]:
        model = apps.get_model(self.model)
        return [instance_of(model, row, self.related) for row in rows]


def names(*prefixes: str) -> tuple[str, ...]:
    return tuple(f"{prefix}_{language}" for prefix in prefixes for language in ("ar", "fr", "en", "zgh"))


INSTITUTION = (
    "id", *names("name"), "acronym", "slug", "kind", "country",
    "publication_state", "publish_from", "publish_until",
)  # fmt: skip
PERSON = ("id", *names("name"), "slug", "gender", "name_is_public")
SOURCE = ("id", "title", "outlet", "language", "kind", "url", "published_on", "published_words")
TERM = ("id", *names("name"), "slug")
TERRITORY = (*TERM, "kind", "parent_id")
AGREEMENT = (
    *TERM, "kind", "signed_on", "publication_state", "publish_from", "publish_until",
)  # fmt: skip
EVENT = (
    "id", "slug", *names("name", "kind_wording", "abstract"), "kind", "status", "place_kind",
    "starts_precision", "starts_on", "starts_at", "starts_half_day", "starts_weekday",
    "ends_precision", "ends_on", "ends_at", "ends_half_day", "time_zone", "first_day", "last_day",
    "territory_id", "super_event_id", "series_id", "edition_number",
)  # fmt: skip


def undated_last(column: str) -> OrderBy:
    """Left to themselves, SQLite puts NULL first and PostgreSQL last."""
    return F(column).asc(nulls_last=True)


def vocabulary(model: str, relation: str, column: str) -> Part:
    return Part(
        f"events.Event_{relation}",
        order=("pk",),
        related={column: TERM},
        through=column,
        only=("id", f"{column}_id"),
    )


PARTS: dict[str, Part] = {
    "involvements": Part("events.Involvement", related={"institution": INSTITUTION}),
    "sub_events": Part(
        "events.Event",
        link="super_event",
        order=(undated_last("first_day"), "pk"),
        only=EVENT,
        related={"territory": TERRITORY},
        condition=public_condition,
    ),
    "sessions": Part("events.Session", related={"room": ("id", *names("name"))}),
    "speakers": Part("events.Speaker", related={"person": PERSON, "institution": INSTITUTION}),
    "statements": Part(
        "events.Statement",
        link="speaker__event",
        related={"source": SOURCE},
        into=("speakers", "speaker_id", "statements"),
    ),
    "recommendations": Part("events.Recommendation"),
    "addressees": Part(
        "events.Recommendation_addressees",
        link="recommendation__event",
        order=("pk",),
        only=("id", "recommendation_id", "institution_id"),
        related={"institution": INSTITUTION},
        through="institution",
        into=("recommendations", "recommendation_id", "addressees"),
    ),
    "follow_ups": Part(
        "events.FollowUp",
        link="recommendation__event",
        order=("on", "pk"),
        related={"source": SOURCE},
        into=("recommendations", "recommendation_id", "follow_ups"),
    ),
    "answers": Part("events.Answer", related={"source": SOURCE}),
    "covers": Part(
        "events.Answer_covers",
        link="answer__event",
        order=("pk",),
        only=("id", "answer_id", "recommendation_id"),
        into=("answers", "answer_id", "covered_links"),
    ),
    "counts": Part("events.Count", related={"source": SOURCE}),
    "press_items": Part(
        "events.PressItemEvent",
        order=(undated_last("pressitem__published_on"), "pk"),
        only=("id", "pressitem_id"),
        related={"pressitem": (*SOURCE, "same_dispatch_as_id")},
        through="pressitem",
    ),
    "documents": Part("events.Document", order=("pk",)),
    "photos": Part("events.Photo", condition=lambda _at: shown_photos()),
    "recordings": Part("events.Recording", order=("pk",)),
    "publications": Part(
        "events.Publication", link="source_event", order=("pk",), condition=public_condition
    ),
    "publishers": Part(
        "events.Publication_publishers",
        link="publication__source_event",
        order=("pk",),
        only=("id", "publication_id", "institution_id"),
        related={"institution": INSTITUTION},
        condition=lambda at: public_condition(at, "publication__"),
        through="institution",
        into=("publications", "publication_id", "publishers"),
    ),
    "venues": Part(
        "events.EventVenue",
        related={
            "venue": ("id", *names("name", "address"), "latitude", "longitude", "capacity", "area"),
            "venue__territory": TERRITORY,
            "room": ("id", *names("name"), "capacity"),
        },
    ),
    "covered_territories": Part(
        "events.Event_covered_territories",
        order=("pk",),
        only=("id", "territory_id"),
        related={"territory": TERRITORY},
        through="territory",
    ),
    "other_names": Part("events.EventName", order=("pk",), related={"source": SOURCE}),
    "days": Part("events.EventDay", order=("on", "opens_at", "pk")),
    "changes": Part("events.EventChange", order=("recorded_at", "pk")),
    "corrections": Part("events.Correction", order=("-on", "-pk")),
    "agreement_links": Part(
        "events.EventAgreement",
        order=("pk",),
        related={"agreement": AGREEMENT},
        condition=lambda at: public_condition(at, "agreement__"),
    ),
    "links_from": Part(
        "events.EventLink",
        link="from_event",
        order=("pk",),
        related={"to_event": EVENT, "to_event__territory": TERRITORY},
        condition=lambda at: public_condition(at, "to_event__"),
    ),
    "links_to": Part(
        "events.EventLink",
        link="to_event",
        order=("pk",),
        related={"from_event": EVENT, "from_event__territory": TERRITORY},
        condition=lambda at: public_condition(at, "from_event__"),
    ),
    "topics": vocabulary("Topic", "topics", "topic"),
    "audiences": vocabulary("Audience", "audiences", "audience"),
    "accessibility": vocabulary("AccessibilityProvision", "accessibility", "accessibilityprovision"),
    "spoken_languages": vocabulary("SpokenLanguage", "spoken_languages", "spokenlanguage"),
}


def annotations(kinds: Iterable[str], at: datetime | None) -> dict[str, JsonRows]:
    """Annotations that load ``kinds`` of parts, as the public sees them at ``at``."""
    return {
        f"{kind}_json": PARTS[kind].rows(at) if PARTS[kind].condition else _timeless_rows(kind)
        for kind in kinds
    }


@cache
def _timeless_rows(kind: str) -> JsonRows:
    """Made once: a query copies its annotations, and making them costs more than running them."""
    return PARTS[kind].rows(None)


def attach(event: models.Model, kinds: tuple[str, ...]) -> None:
    """Turn the annotated JSON of ``event`` into instances and fill its prefetch cache with them."""
    loaded: dict[str, list[models.Model]] = {}
    for kind in kinds:
        rows = getattr(event, f"{kind}_json", None) or []
        delattr(event, f"{kind}_json")
        loaded[kind] = PARTS[kind].instances(json.loads(rows) if isinstance(rows, str) else rows)
    for kind in kinds:
        part = PARTS[kind]
        if part.into:
            _attach_below(loaded[part.into[0]], loaded[kind], part)
        else:
            _attach_to_event(event, kind, part, loaded[kind])
    _read_statuses(loaded.get("recommendations", []))


def _attach_to_event(event: models.Model, kind: str, part: Part, rows: list[models.Model]) -> None:
    if not part.through and part.link != "super_event":
        for row in rows:
            setattr(row, part.link, event)
    _fill(event, kind, [getattr(row, part.through) for row in rows] if part.through else rows)


def _attach_below(owners: list[models.Model], rows: list[models.Model], part: Part) -> None:
    _kind, column, attribute = part.into or ("", "", "")
    grouped: dict[int, list[models.Model]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column)].append(getattr(row, part.through) if part.through else row)
    for owner in owners:
        _fill(owner, attribute, grouped[owner.pk])


def _fill(owner: models.Model, attribute: str, rows: list[models.Model]) -> None:
    """What Django's own prefetch_related leaves behind: a queryset that already has its rows."""
    manager = getattr(owner, attribute, None)
    if manager is None:
        setattr(owner, attribute, rows)
        return
    queryset = manager.get_queryset()
    queryset._result_cache = rows
    queryset._prefetch_done = True
    if not hasattr(owner, "_prefetched_objects_cache"):
        owner._prefetched_objects_cache = {}  # type: ignore[attr-defined]
    owner._prefetched_objects_cache[attribute] = queryset


def _read_statuses(recommendations: list[models.Model]) -> None:
    """Same rule as ``RecommendationQuerySet.with_status``, on rows already loaded."""
    for recommendation in recommendations:
        steps = list(recommendation.follow_ups.all())  # type: ignore[attr-defined]
        recommendation.status = steps[-1].status if steps else FollowUpStatus.RECORDED  # type: ignore[attr-defined]
