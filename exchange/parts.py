"""Rows of their own that a cell stands for: roles of institutions, words, venues, requests; for many events at once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from events.enums import RecommendationKind
from events.models import Event, EventVenue, Involvement, Recommendation
from exchange.applying import Values
from exchange.columns import BY_NAME
from exchange.loading import Blank
from exchange.reference_cells import RoleCell, added

TERMS = ("topics", "audiences")
ROLES = {name: column.cell.role for name, column in BY_NAME.items() if isinstance(column.cell, RoleCell)}
_ARABIC = re.compile("[\u0620-\u064a]")


@dataclass
class Plan:
    """Rows to add and to take away, by model; carried out at the end, one query a model."""

    new: dict[Any, list[Any]] = field(default_factory=dict)
    blanks: dict[Any, Blank] = field(default_factory=dict)
    gone: dict[Any, list[int]] = field(default_factory=dict)

    def add(self, model: Any, **columns: Any) -> None:
        if model not in self.blanks:
            self.blanks[model] = Blank(model)
        self.new.setdefault(model, []).append(self.blanks[model].new(**columns))

    def remove(self, rows: Iterable[models.Model]) -> None:
        for row in rows:
            self.gone.setdefault(type(row), []).append(row.pk)

    def carry_out(self) -> None:
        for model, numbers in self.gone.items():
            model._base_manager.filter(pk__in=numbers).delete()
        for model, rows in self.new.items():
            model._base_manager.bulk_create(rows)


def write_parts(pairs: list[tuple[Event, Values]]) -> None:
    """Make the parts of each saved event what its values say. Events that were there come with their parts loaded."""
    plan = Plan()
    for event, values in pairs:
        for name in values.keys() & ROLES.keys():
            _roles(plan, event, ROLES[name], values[name])
        for name in values.keys() & set(TERMS):
            _terms(plan, event, name, values[name])
        if "venues" in values:
            _venues(plan, event, values["venues"])
        if "requests" in values:
            _requests(plan, event, values["requests"])
    plan.carry_out()


def _loaded(event: Event, relation: str) -> list[Any]:
    """The parts that were loaded; none of a new event. Causes no query."""
    cache: dict[str, Any] = getattr(event, "_prefetched_objects_cache", {})
    return list(cache.get(relation, ()))


def _roles(plan: Plan, event: Event, role: str, wanted: list[int]) -> None:
    rows = _loaded(event, "involvements")
    here = [row for row in rows if row.role == role]
    plan.remove(row for row in here if row.institution_id not in wanted)
    known = {row.institution_id for row in here}
    place = max((row.position for row in rows), default=0)
    for step, institution in enumerate((pk for pk in wanted if pk not in known), start=1):
        plan.add(Involvement, event=event, institution_id=institution, role=role, position=place + step)


def _terms(plan: Plan, event: Event, name: str, wanted: list[int]) -> None:
    through: Any = getattr(Event, name).through
    column = f"{name.removesuffix('s')}_id"
    known = {row.pk for row in _loaded(event, name)}
    if taken := known - set(wanted):
        links = through._base_manager.filter(event_id=event.pk, **{f"{column}__in": taken})
        plan.remove(links)
    for pk in wanted:
        if pk not in known:
            plan.add(through, event_id=event.pk, **{column: pk})


def _venues(plan: Plan, event: Event, wanted: list[int]) -> None:
    rows = _loaded(event, "venues")
    plan.remove(row for row in rows if row.venue_id and row.venue_id not in wanted)
    known = {row.venue_id for row in rows}
    place = max((row.position for row in rows), default=0)
    for step, venue in enumerate((pk for pk in wanted if pk not in known), start=1):
        plan.add(EventVenue, event=event, venue_id=venue, position=place + step)


def _requests(plan: Plan, event: Event, lines: list[str]) -> None:
    rows = _loaded(event, "recommendations")
    known = BY_NAME["requests"].cell.current(event) if rows else []
    place = max((row.position for row in rows), default=0)
    for step, line in enumerate(added(known, lines), start=1):
        text = "text_ar" if _ARABIC.search(line) else "text_fr"
        columns = {"kind": RecommendationKind.REQUEST, "position": place + step, text: line}
        plan.add(Recommendation, event=event, **columns)
