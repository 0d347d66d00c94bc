"""Two events beside each other, fact by fact, as a person compares them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.lookalikes import LookAlike, Sketch
from events.models import Event
from institutions.admin.concealed import conceal
from institutions.models import Institution, Person
from institutions.rights import visible_rows
from portal.lib.date_text import range_text
from portal.lib.translated import answer

LABELS = {
    "title": _("Title"),
    "kind": _("Kind"),
    "date": _("Date"),
    "place": _("Place"),
    "organizer": _("Organisers and partners"),
    "speakers": _("Speakers"),
    "state": _("State"),
}


@dataclass(frozen=True)
class Fact:
    """One row of the comparison; ``agrees`` where it speaks for the same event."""

    label: Any
    own: list[str]
    other: list[str]
    agrees: bool


@dataclass(frozen=True)
class Compared:
    """A look-alike beside the event that is being entered."""

    event: Event
    facts: list[Fact]
    score: int


def side_by_side(own: dict[str, list[str]], found: list[LookAlike], user: Any) -> list[Compared]:
    """``own`` are the facts of the event being entered, from ``facts_of`` or ``facts_typed``."""
    conceal([alike.event for alike in found], user, only=("series", "super_event"))
    return [
        Compared(
            alike.event, _facts(own, facts_of(alike.event, user), alike.reasons), round(alike.score * 100)
        )
        for alike in found
    ]


def _facts(own: dict[str, list[str]], other: dict[str, list[str]], reasons: tuple[str, ...]) -> list[Fact]:
    return [Fact(label, own[name], other[name], name in reasons) for name, label in LABELS.items()]


def facts_of(event: Event, user: Any) -> dict[str, list[str]]:
    """What is told of a saved event; its parts come from what ``lookalikes`` has fetched."""
    seen = _visible_bodies(event, user)
    return {
        **_columns(event),
        "organizer": [
            _name(row.institution) for row in event.involvements.all() if row.institution_id in seen
        ],
        "speakers": [_called(row) for row in event.speakers.all()],
    }


def facts_typed(event: Event, sketch: Sketch) -> dict[str, list[str]]:
    """What was typed: ``event`` is not saved yet, its parts are keys in the sketch. Two queries."""
    bodies = Institution.objects.in_bulk(list(sketch.institutions))
    people = Person.objects.in_bulk(list(sketch.speakers))
    return {
        **_columns(event),
        "organizer": [_name(row) for row in bodies.values()],
        "speakers": [_name(row) for row in people.values()],
    }


def _columns(event: Event) -> dict[str, list[str]]:
    language = get_language() or "ar"
    titles = [text for x in ("ar", "fr", "en") if (text := getattr(event, f"name_{x}"))]
    dated = range_text(event.start, event.end, language) if event.starts_on else event.when_words
    return {
        "title": titles or [str(event.name_in(language))],
        "kind": [str(event.get_kind_display())] if event.kind else [],
        "date": [dated] if dated else [],
        "place": [_name(event.territory)] if event.territory else [],
        "state": [str(event.get_publication_state_display()), str(event.get_status_display())],
    }


def _visible_bodies(event: Event, user: Any) -> set[int]:
    named = [row.institution_id for row in event.involvements.all()]
    return set(visible_rows(Institution, user).filter(pk__in=named).values_list("pk", flat=True))


def _called(speaker: Any) -> str:
    """By name where it may be told, else by function."""
    if speaker.may_be_named:
        return _name(speaker.person)
    return str(answer(speaker, "title", get_language() or "ar"))


def _name(row: Model) -> str:
    return str(answer(row, "name", get_language() or "ar"))
