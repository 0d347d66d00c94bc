"""A new edition of an event: what may be planned again, and nothing that happened once.

Dates, figures, press, photos, documents, requests, answers, corrections and sources belong to the event they tell
of. Who will speak is not known before somebody says so: speakers are copied only when asked for.
"""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.enums import EventLinkKind, EventStatus
from events.models import Event, EventLink, Session
from history.recording import Verb, recording
from portal.lib.translated import LANGUAGES

Row = TypeVar("Row", bound=models.Model)


class CopiedPart(models.TextChoices):
    """What a copy may take along, beside the title, the kind and the series."""

    INVOLVEMENTS = "involvements", gettext_lazy("Organisers, partners and participants")
    PLACE = "place", gettext_lazy("City or district, venues and rooms")
    PROGRAMME = "programme", gettext_lazy("Programme: sessions with their times, without days")
    SUBJECTS = "subjects", gettext_lazy("Topics")
    AUDIENCE = "audience", gettext_lazy("Audiences, access, languages and accessibility")
    AGREEMENTS = "agreements", gettext_lazy("Agreements under which it is held")
    TEXTS = "texts", gettext_lazy("Summary and description")
    SPEAKERS = "speakers", gettext_lazy("Speakers, with their functions of that day")


# Texts tell what happened, and speakers have not said yes: left out unless somebody asks.
USUAL = frozenset(CopiedPart) - {CopiedPart.TEXTS, CopiedPart.SPEAKERS}

COLUMNS = ("name", "kind", "kind_wording", "scope", "time_zone", "occasion")
COLUMNS_OF = {
    CopiedPart.PLACE: ("territory", "place_kind", "place_words"),
    CopiedPart.AUDIENCE: ("access",),
    CopiedPart.TEXTS: ("abstract", "description"),
}
RELATIONS_OF = {
    CopiedPart.PLACE: ("covered_territories",),
    CopiedPart.SUBJECTS: ("topics",),
    CopiedPart.AUDIENCE: ("audiences", "spoken_languages", "accessibility"),
}


def copy_event(*, event: Event, by: Any, parts: Collection[str]) -> Event:
    """A draft without dates, in the next edition of the series; outside a series it follows ``event``."""
    with recording(None, by=by, verb=Verb.COPIED, reason=_("Copied from «%s».") % event) as made:
        new = plain_copy(event, by, parts)
        if event.series_id:
            new.series_id = event.series_id
            new.edition_number = event.edition_number and event.edition_number + 1
        new.full_clean()
        new.save()
        copy_parts(event, new, parts)
        if not event.series_id:
            EventLink.objects.create(from_event=new, kind=EventLinkKind.FOLLOWS, to_event=event)
        made.row = new
    return new


def plain_copy(event: Event, by: Any, parts: Collection[str]) -> Event:
    """A draft, as every new row is, with the columns that are copied; not yet saved."""
    new = Event(
        status=EventStatus.SCHEDULED,
        created_by=by if by is not None and by.pk else None,
    )
    for name in _columns(parts):
        setattr(new, name, getattr(event, name))
    return new


def copy_parts(event: Event, new: Event, parts: Collection[str], shift: timedelta | None = None) -> None:
    """The rows below ``event``, below ``new`` as well. Days are moved by ``shift`` or, without one, left out."""
    for part, relations in RELATIONS_OF.items():
        for name in relations if part in parts else ():
            getattr(new, name).set(getattr(event, name).all())
    if CopiedPart.INVOLVEMENTS in parts:
        _copy_rows(event.involvements.all(), new)
    if CopiedPart.PLACE in parts:
        _copy_rows(event.venues.all(), new)
    if CopiedPart.AGREEMENTS in parts:
        _copy_rows(event.agreement_links.filter(relation="held_under"), new)
    sessions = _copy_sessions(event, new, shift) if CopiedPart.PROGRAMME in parts else {}
    if CopiedPart.SPEAKERS in parts:
        for row in event.speakers.all():
            _again(row, event=new, session=sessions.get(row.session_id)).save()


def _copy_sessions(event: Event, new: Event, shift: timedelta | None) -> dict[int | None, Session]:
    """The new sessions by the number of the old."""
    copied: dict[int | None, Session] = {}
    for row in event.sessions.all():
        day = row.on + shift if row.on and shift is not None else None
        copied[row.pk] = session = _again(row, event=new, on=day)
        session.save()
    return copied


def _copy_rows(rows: models.QuerySet[Any], new: Event) -> None:
    for row in rows:
        _again(row, event=new).save()


def _again(row: Row, **changed: Any) -> Row:
    """A new row that says what ``row`` says, in all languages, but for ``changed``."""
    names = {field.name for field in row._meta.concrete_fields}
    told = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        # Neither what is derived at each save, nor the copy that modeltranslation shadows.
        if not field.primary_key and not hasattr(field, "derive") and f"{field.name}_ar" not in names
    }
    return type(row)(**told | changed)


def _columns(parts: Collection[str]) -> list[str]:
    names = [*COLUMNS, *(name for part, names in COLUMNS_OF.items() if part in parts for name in names)]
    columns = {field.name for field in Event._meta.concrete_fields}
    spoken = [(name, [f"{name}_{language}" for language in LANGUAGES]) for name in names]
    return [column for name, kept in spoken for column in (kept if kept[0] in columns else [name])]
