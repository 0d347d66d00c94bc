"""What an event has: some thirty kinds of parts (speakers, counts, photos…), each described once.

``events.loading_parts`` loads any number of kinds for any number of events in one query.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import F, OuterRef, Q
from django.db.models.expressions import OrderBy

from events.json_rows import JsonRow, JsonRows, RowReader, stored_fields
from events.media_rules import shown_photos
from institutions.querysets import public_condition


@dataclass(frozen=True)
class Part:
    """One kind of parts: the model, how it leads to the event, and what to load of its foreign keys.

    ``related`` may go further («to_event__territory»), after the step before it.
    ``into`` attaches rows to another kind instead of the event: (kind, column that leads there, attribute).
    ``through`` is the foreign key to follow when ``model`` is the table of a many-to-many relation.
    ``itself`` stands for rows of the event's own table, read for the foreign keys of the event.
    """

    model: str
    link: str = "event"
    order: tuple[Any, ...] = ("position", "pk")
    related: dict[str, tuple[str, ...]] = field(default_factory=dict)
    condition: Callable[[datetime | None], Q] | None = None
    into: tuple[str, str, str] | None = None
    through: str = ""
    itself: bool = False
    only: tuple[str, ...] = ()

    @cached_property
    def own(self) -> tuple[str, ...]:
        return self.only or tuple(column.attname for column in stored_fields(apps.get_model(self.model)))

    @cached_property
    def reader(self) -> RowReader:
        return RowReader.of(apps.get_model(self.model), self.own, self.related)

    def rows(self, at: datetime) -> JsonRows:
        """The rows of one event, for a query of events; in the order that ``reader`` knows."""
        beside = (f"{path}__{name}" for path, columns in self.related.items() for name in columns)
        queryset = apps.get_model(self.model)._base_manager.filter(**{self.link: OuterRef("pk")})
        if self.condition:
            queryset = queryset.filter(self.condition(at))
        return JsonRows(queryset.order_by(*self.order).values(part=JsonRow(*self.own, *beside)))


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
SERIES = (*TERM, "publication_state", "publish_from", "publish_until", "organizer_id")
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


def parents(**related: tuple[str, ...]) -> Part:
    """What foreign keys of the event itself lead to; cheaper than joining tables of a hundred columns."""
    return Part("events.Event", link="pk", order=("pk",), only=("id",), itself=True, related=related)


def itself(columns: tuple[str, ...], **related: tuple[str, ...]) -> Part:
    """The event's own row. PostgreSQL takes no more than a hundred columns, those beside it included."""
    return Part("events.Event", link="pk", order=("pk",), only=columns, itself=True, related=related)


class RowOfPage(Part):
    """All columns of the event that a page or the API tells of."""

    @cached_property
    def own(self) -> tuple[str, ...]:
        return (*super().own, "created_at", "modified_at")


PLACE_SERIES_AND_OCCASION = {
    "territory": TERRITORY,
    "territory__parent": TERRITORY,
    "series": SERIES,
    "occasion": ("id", *names("name"), "first_year"),
}
ROWS: dict[str, Part] = {
    "row_of_list": itself(
        (*EVENT, "publication_state", "publish_from", "publish_until"), territory=TERRITORY, series=SERIES
    ),
    "row_of_page": RowOfPage(
        "events.Event", link="pk", order=("pk",), itself=True, related=PLACE_SERIES_AND_OCCASION
    ),
}
PARENTS: dict[str, Part] = {
    "place_and_series": parents(territory=TERRITORY, series=SERIES),
    "place_series_and_occasion": parents(**PLACE_SERIES_AND_OCCASION),
    "place_and_gate_above": parents(
        territory=TERRITORY,
        super_event=("id", "publication_state", "publish_from", "publish_until"),
    ),
    "event_above": parents(
        super_event=(*EVENT, "publication_state", "publish_from", "publish_until"),
        super_event__territory=TERRITORY,
        super_event__series=SERIES,
    ),
}
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
