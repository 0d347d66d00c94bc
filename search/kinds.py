"""The kinds of things that can be found: whose gate decides, what to load with them, what they are found by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from events.models import Document, Event, EventSeries, PressItem, Recommendation
from events.querysets import people_on_record
from institutions.models import Agreement, Institution, Person
from search import contents
from search.contents import Content
from search.models import Kind


@dataclass(frozen=True)
class Found:
    """One kind. ``public`` takes the instant at which the gate is asked."""

    name: str
    model: type[models.Model]
    public: Callable[[datetime | None], models.QuerySet[Any]]
    content: Callable[[Any], Content]
    along: tuple[str, ...] = ()  # foreign keys
    with_rows: tuple[str, ...] = ()  # rows that lead to it
    shown_with: tuple[str, ...] = ()  # foreign keys that a line of results reads

    @property
    def order(self) -> int:
        return list(Kind).index(Kind(self.name))

    def load(self, numbers: list[int]) -> list[Any]:
        """The rows with all that ``content`` reads; a constant number of queries."""
        rows = self.model._default_manager.filter(pk__in=numbers).select_related(*self.along)
        return list(rows.prefetch_related(*_in_fixed_order(self.model, self.with_rows)).order_by("pk"))

    def shown(self, numbers: list[int]) -> list[Any]:
        """The rows with what a line of results reads; one query."""
        rows = self.model._default_manager.filter(pk__in=numbers).select_related(*self.shown_with)
        return list(rows.order_by("pk"))


def _in_fixed_order(model: type[models.Model], paths: tuple[str, ...]) -> list[models.Prefetch[Any]]:
    """PostgreSQL hands out unordered rows as they lie, which any update changes: what is indexed must not follow it."""
    prefetches: dict[str, models.Prefetch[Any]] = {}
    for path in paths:
        at, passed = model, ""
        for part in path.split("__"):
            at = at._meta.get_field(part).related_model  # type: ignore[assignment]
            passed += f"__{part}" if passed else part
            rows = at._default_manager.all()
            prefetches[passed] = models.Prefetch(passed, rows if rows.ordered else rows.order_by("pk"))
    return list(prefetches.values())


def _gate(model: Any) -> Callable[[datetime | None], models.QuerySet[Any]]:
    return lambda at: model._default_manager.public(at)  # noqa: PLW0108  (managers are replaced after import)


_ALL = (
    Found(
        Kind.EVENT, Event, _gate(Event), contents.of_event,
        ("territory__parent__parent__parent__parent", "occasion"),
        (
            "other_names", "covered_territories__aliases", "territory__aliases",
            "involvements__institution__other_names",
            "speakers__person__other_names", "speakers__institution__other_names", "speakers__statements", "sessions",
            "recommendations", "answers", "topics", "audiences", "venues__venue", "venues__room",
        ),
        ("territory",),
    ),
    Found(
        Kind.SERIES, EventSeries, _gate(EventSeries), contents.of_series, ("organizer",), ("organizer__other_names",)
    ),
    Found(
        Kind.INSTITUTION, Institution, _gate(Institution), contents.of_institution, ("territory",),
        ("other_names", "territory__aliases"), ("territory",),
    ),
    Found(
        Kind.PERSON, Person, people_on_record, contents.of_person, (),
        ("other_names", "positions__institution__other_names"),
    ),
    Found(
        Kind.AGREEMENT, Agreement, _gate(Agreement), contents.of_agreement, ("first_party", "second_party"),
        (
            "first_party__other_names", "second_party__other_names", "further_parties__other_names", "areas",
            "signatories__person__other_names",
        ),
    ),
    Found(
        Kind.RECOMMENDATION, Recommendation, _gate(Recommendation), contents.of_recommendation, ("event__territory",),
        ("addressees__other_names", "follow_ups", "event__territory__aliases"), ("event__territory",),
    ),
    Found(
        Kind.DOCUMENT, Document, _gate(Document), contents.of_document, ("event__territory", "agreement"),
        ("event__territory__aliases",), ("event__territory",),
    ),
    Found(Kind.PRESS_ITEM, PressItem, _gate(PressItem), contents.of_press_item),
)  # fmt: skip
KINDS: dict[str, Found] = {str(kind.name): kind for kind in _ALL}
