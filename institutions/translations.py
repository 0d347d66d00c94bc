"""Which translations of a row are complete, missing or stale. One rule, for every translated model.

A text is a translated field of a row. Its source is its Arabic or, where that is empty, its French, English or
Tamazight. A translation is *missing* where the source is filled and it is not, and *stale* where the text that it
was made from has changed since it was last touched. Arabic, French and English are required; Tamazight may be left
out, but can become stale.

A row remembers in ``translation_marks``, for each translation, the digest of its words and of the source's words
at the moment when the translation was last touched: {field: {language: [own, source, source language]}}. Saving
renews the marks, so that every way of writing a row (forms, imports, restoring) keeps them right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from hashlib import blake2s
from typing import Any

from django.db import models
from django.db.models import Q, Value

from institutions.rich_text import RichTextField
from portal.lib.rich_text import plain
from portal.lib.translated import LANGUAGES

REQUIRED = ("ar", "fr", "en")
Marks = dict[str, dict[str, list[str]]]


class TranslationState(StrEnum):
    SOURCE = "source"
    DONE = "done"
    MISSING = "missing"
    STALE = "stale"


@dataclass(frozen=True)
class Translation:
    """One text of a row in one language, and how it stands to its source."""

    field: str
    language: str
    state: TranslationState

    @property
    def is_incomplete(self) -> bool:
        return self.state in (TranslationState.MISSING, TranslationState.STALE)


@cache
def translated_fields(model: type[models.Model]) -> tuple[str, ...]:
    """Names of the fields kept in all languages, in the order of the model; works in migrations too."""
    columns = {field.name for field in model._meta.concrete_fields}
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if all(f"{field.name}_{language}" in columns for language in LANGUAGES)
    )


def source_language(row: models.Model, field: str) -> str | None:
    """The language that the others are translated from; None where nothing is written."""
    return next((code for code in LANGUAGES if _text(row, field, code)), None)


def marks_of(row: models.Model) -> Marks:
    """What the row has to remember: old marks where a translation was not touched, new ones where it was."""
    old: Marks = getattr(row, "translation_marks", None) or {}
    new: Marks = {}
    for field in translated_fields(type(row)):
        source = source_language(row, field)
        digests = {code: _digest(row, field, code) for code in LANGUAGES if _text(row, field, code)}
        for code, own in digests.items():
            if code == source or source is None:
                continue
            mark = old.get(field, {}).get(code)
            kept = mark is not None and mark[0] == own
            new.setdefault(field, {})[code] = mark if kept and mark else [own, digests[source], source]
    return new


def translations_of(row: models.Model) -> Iterator[Translation]:
    """Every text of the row that is written in some language, in every language."""
    marks = marks_of(row)
    for field in translated_fields(type(row)):
        source = source_language(row, field)
        if source is None:
            continue
        for code in LANGUAGES:
            yield Translation(field, code, _state(row, field, code, source, marks.get(field, {}).get(code)))


def gaps_of(row: models.Model) -> str:
    """What a list filters by: «missing:en stale:fr», each word once; empty where nothing is left to do."""
    words = {
        f"{text.state}:{text.language}"
        for text in translations_of(row)
        if text.is_incomplete and (text.state == TranslationState.STALE or text.language in REQUIRED)
    }
    return " ".join(sorted(words))


def has_gap(language: str | None = None, state: TranslationState | None = None, prefix: str = "") -> Q:
    """Condition: something is missing or stale, in ``language`` or in any of the required ones."""
    states = [state] if state else [TranslationState.MISSING, TranslationState.STALE]
    condition = Q()
    for code in [language] if language else REQUIRED:
        for word in states:
            condition |= Q(**{f"{prefix}translation_gaps__contains": f"{word}:{code}"})
    return condition


def confirm(row: models.Model, field: str, language: str) -> None:
    """Somebody read a stale translation and found it still right: saving the row marks it anew."""
    row.translation_marks.get(field, {}).pop(language, None)  # type: ignore[attr-defined]  # Translated


def _state(
    row: models.Model, field: str, language: str, source: str, mark: list[str] | None
) -> TranslationState:
    if language == source:
        return TranslationState.SOURCE
    if not mark:
        return TranslationState.MISSING
    _own, made_from, made_from_language = mark
    now = _digest(row, field, made_from_language)
    return TranslationState.DONE if now == made_from else TranslationState.STALE


def _text(row: models.Model, field: str, language: str) -> str:
    return str(getattr(row, f"{field}_{language}", None) or "").strip()


def digest_of(model: type[models.Model], field: str, text: str) -> str:
    """Of the words alone: other marks in a rich text do not make a translation stale."""
    words = plain(text) if isinstance(model._meta.get_field(field), RichTextField) else text
    return blake2s(words.encode(), digest_size=6).hexdigest()


def _digest(row: models.Model, field: str, language: str) -> str:
    return digest_of(type(row), field, _text(row, field, language))


# All rows at once: migrations, and whoever wrote past ``save`` (``QuerySet.update``) ---------------


def renew(model: type[models.Model]) -> None:
    """Write the rich texts, marks and gaps of every row of ``model`` anew; one update a row."""
    rich = rich_columns(model)
    row: Any
    for row in model._base_manager.iterator():
        row.translation_marks = marks_of(row)
        changes = {"translation_marks": row.translation_marks, "translation_gaps": gaps_of(row)}
        texts = {name: getattr(row, name) for name in rich}
        model._base_manager.filter(pk=row.pk).update(**changes, **texts)


def flatten(model: type[models.Model]) -> None:
    """The way back from rich text: store the words alone."""
    rich = rich_columns(model)
    for row in model._base_manager.iterator() if rich else ():
        texts = {name: plain(value) for name in rich if (value := getattr(row, name))}
        values = {name: Value(text, models.TextField()) for name, text in texts.items()}
        if values:
            model._base_manager.filter(pk=row.pk).update(**values)


def rich_columns(model: type[models.Model]) -> list[str]:
    """Without the base column of translated ones: nobody reads it, and to modeltranslation it is another's name."""
    shadowed = translated_fields(model)
    return [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, RichTextField) and field.name not in shadowed
    ]
