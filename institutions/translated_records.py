"""The translations of a whole record: a row with the parts that are edited on its page (``history.registry``)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from history import versions
from history.registry import Shape, is_registered, label_related, shape_of
from history.snapshots import ROOT, below, rows_below, shape_at
from institutions.models.translated import Translated
from institutions.translations import TranslationState, digest_of, has_gap, translations_of
from portal.lib.translated import LANGUAGES

VERSIONS_SEARCHED = 40


@dataclass(frozen=True)
class Place:
    """A translated row of a record, and its path there (``history.snapshots``)."""

    path: str
    row: Any


def places_of(root: models.Model) -> list[Place]:
    """The root and its translated parts, owners first; a query for each kind of parts."""
    if not is_registered(type(root)):
        return [Place(ROOT, root)]
    return [Place(ROOT, root), *_places_below(shape_of(type(root)), {root.pk: ROOT})]


def _places_below(owner: Shape, paths: dict[int, str]) -> Iterator[Place]:
    for name, part in owner.parts.items():
        if not paths or not _holds_texts(part):
            continue
        rows = rows_below(owner, part, list(paths)).select_related(*label_related(part.model))
        places = [Place(below(paths[getattr(row, part.link)], name, row.pk), row) for row in rows]
        if issubclass(part.model, Translated):
            yield from places
        yield from _places_below(part, {place.row.pk: place.path for place in places})


def _holds_texts(shape: Shape) -> bool:
    return issubclass(shape.model, Translated) or any(map(_holds_texts, shape.parts.values()))


def record_has_gap(
    model: type[models.Model], language: str | None = None, state: TranslationState | None = None
) -> Q:
    """Condition on rows of ``model``: in the row or in one of its parts a translation is missing or stale."""
    gap = has_gap(language, state)
    condition = gap if issubclass(model, Translated) else Q()
    for owners, part in _chains(shape_of(model), ()) if is_registered(model) else ():
        condition |= Q(pk__in=_roots_of(owners, part, part.model._base_manager.filter(gap)))
    return condition


def _chains(owner: Shape, above: tuple[Shape, ...]) -> Iterator[tuple[tuple[Shape, ...], Shape]]:
    for part in owner.parts.values():
        if issubclass(part.model, Translated):
            yield (*above, owner), part
        yield from _chains(part, (*above, owner))


def _roots_of(owners: tuple[Shape, ...], part: Shape, rows: Any) -> Any:
    """The keys of the roots above ``rows``, one subquery a level."""
    for owner in reversed(owners):
        conditions: dict[str, Any] = {f"{part.link}__isnull": False}
        if part.generic:
            conditions[f"{part.generic}__app_label"] = owner.model._meta.app_label
            conditions[f"{part.generic}__model"] = owner.model._meta.model_name
        keys = rows.filter(**conditions).order_by().values(part.link)
        part, rows = owner, owner.model._base_manager.filter(pk__in=keys)
    return keys


def progress_of(places: list[Place]) -> dict[str, Counter[TranslationState]]:
    """For each language how many texts are done, missing, stale, or the source of the others."""
    counts: dict[str, Counter[TranslationState]] = {code: Counter() for code in LANGUAGES}
    for place in places:
        for text in translations_of(place.row):
            counts[text.language][text.state] += 1
    return counts


def former_texts(
    root: models.Model, wanted: dict[tuple[str, str, str], str]
) -> dict[tuple[str, str, str], str]:
    """What texts said when they had the wanted digests: {(path, field, language): digest}. One query, if any."""
    found: dict[tuple[str, str, str], str] = {}
    for snapshot in (
        versions.of(root).values_list("snapshot", flat=True)[:VERSIONS_SEARCHED] if wanted else ()
    ):
        for key in wanted.keys() - found.keys():
            path, field, language = key
            text = str(snapshot.get(path, {}).get(f"{field}_{language}") or "").strip()
            model = shape_at(shape_of(type(root)), path).model
            if text and digest_of(model, field, text) == wanted[key]:
                found[key] = text
    return found
