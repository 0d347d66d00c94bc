"""The columns of two rows that become one: what is empty, what differs, what belongs together."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.formats import localize
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.lib.date_text import date_text
from portal.lib.translated import DIRECTION

LANGUAGE_NAMES = dict(settings.LANGUAGES)
# Said by the machine, or kept by other means: old addresses lead to the kept row.
NEVER = frozenset({"slug", "sequence", "created_at", "created_by", "modified_at", "recorded_at"})
SAYS_NOTHING = (None, "", "unknown")
# Columns that mean something together only, by label of the model; ``events.merging`` adds its own.
TOGETHER: dict[str, list[tuple[str, ...]]] = {}
# How the columns that belong together are worded, by label of the model and first column.
WORDED: dict[tuple[str, str], Callable[[Any], str]] = {}


@dataclass(frozen=True)
class Part:
    """A column, or several that are taken from one side as a whole."""

    name: str  # of the first column
    columns: tuple[models.Field, ...]

    @property
    def label(self) -> str:
        field = self.columns[0]
        name = capfirst(str(getattr(field, "translated_field", field).verbose_name))
        return f"{name} ({LANGUAGE_NAMES[self.language]})" if self.language else name

    @property
    def language(self) -> str:
        return getattr(self.columns[0], "language", "")

    @property
    def direction(self) -> str:
        return DIRECTION[self.language] if self.language else "auto"

    def is_empty(self, row: models.Model) -> bool:
        """A boolean is never empty; several columns are empty together."""
        return all(getattr(row, field.attname) in SAYS_NOTHING for field in self.columns)

    def differs(self, one: models.Model, other: models.Model) -> bool:
        return any(getattr(one, f.attname) != getattr(other, f.attname) for f in self.columns)

    def is_between(self, one: models.Model, other: models.Model) -> bool:
        """«Part of» or «unit of» that leads from one of the two to the other: it says nothing of a single row."""
        column = self.columns[0]
        if not (column.is_relation and column.related_model is type(one)):
            return False
        return getattr(one, column.attname) == other.pk or getattr(other, column.attname) == one.pk

    def copy(self, source: models.Model, target: models.Model) -> None:
        for field in self.columns:
            setattr(target, field.attname, getattr(source, field.attname))

    def text(self, row: models.Model) -> str:
        if worded := WORDED.get((row._meta.label, self.name)):
            return worded(row)
        return " · ".join(words for field in self.columns if (words := _words(row, field)))


@cache
def parts_of(model: type[models.Model]) -> tuple[Part, ...]:
    """Everything that staff state in columns of ``model``, in the order of its form."""
    names = {field.name for field in model._meta.concrete_fields}
    stated = {
        field.name: field
        for field in model._meta.concrete_fields
        if field.editable
        and not field.primary_key
        and field.name not in NEVER
        and not hasattr(field, "derive")
        and f"{field.name}_ar" not in names  # the copy that modeltranslation shadows
    }
    groups = [
        tuple(name for name in group if name in stated) for group in TOGETHER.get(model._meta.label, [])
    ]
    grouped = {name: group for group in groups for name in group}
    heads = [name for name in stated if grouped.get(name, (name,))[0] == name]
    return tuple(Part(name, tuple(stated[n] for n in grouped.get(name, (name,)))) for name in heads)


def differing(keep: models.Model, remove: models.Model) -> list[Part]:
    """Parts that both rows state, and differently: somebody has to choose."""
    return [
        part
        for part in parts_of(type(keep))
        if part.differs(keep, remove)
        and not (part.is_empty(keep) or part.is_empty(remove) or part.is_between(keep, remove))
    ]


def filled(keep: models.Model, remove: models.Model) -> list[Part]:
    """Parts that only the removed row states: they are kept."""
    return [
        part
        for part in parts_of(type(keep))
        if part.is_empty(keep) and not (part.is_empty(remove) or part.is_between(keep, remove))
    ]


def lost(keep: models.Model, remove: models.Model, owner: str) -> Iterator[tuple[str, str]]:
    """What a row that is folded into its twin says otherwise, but for the column that leads to its ``owner``."""
    for part in differing(keep, remove):
        if part.name not in (owner, "position"):
            yield part.name, part.text(remove)


def _words(row: models.Model, field: models.Field) -> str:
    value = getattr(row, field.attname)
    if value in (None, ""):
        return ""
    if field.is_relation:
        return str(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, date) and not isinstance(value, datetime):
        return date_text(value, get_language() or "ar")
    return strip_tags(value) if isinstance(value, str) else str(localize(value))
