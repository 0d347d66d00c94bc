"""Differences as people read them: what the row is called, which field, what it said before and what it says now."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from history.differences import WHOLE_ROW, Change, Kind, conflict_key
from history.registry import Shape, label_related, rows_seen, shape_of
from history.snapshots import ROOT, Snapshot, linked_rows, number_in, shape_at
from portal.lib.date_text import date_text
from portal.lib.rich_text import plain
from portal.lib.translated import DIRECTION

LANGUAGE_NAMES = dict(settings.LANGUAGES)
LONG = 60  # from this length on, words that differ are marked inside the text
Pieces = list[tuple[bool, str]]  # (differs, text)


@dataclass(frozen=True)
class Side:
    """What a field says in one version, cut into pieces where it differs from the other."""

    pieces: Pieces
    language: str = ""

    @property
    def text(self) -> str:
        return "".join(text for _differs, text in self.pieces)

    @property
    def direction(self) -> str:
        return DIRECTION.get(self.language, "auto")


@dataclass(frozen=True)
class Line:
    """One field: its name in the reader's language, and both sides. ``key`` names it in a conflict."""

    label: str
    key: str
    before: Side
    after: Side


@dataclass
class Block:
    """One row that differs."""

    title: str
    kind: Kind
    lines: list[Line] = field(default_factory=list)
    is_root: bool = False


def readable(
    changes: Iterable[Change], model: type[models.Model], *snapshots: Snapshot, reader: Any = None
) -> list[Block]:
    """``changes`` of a row of ``model`` in the active language. ``snapshots`` hold the rows that are named.

    Rows that ``reader`` may not see have no name, only their number; None: the record itself reads.

    One query for each model that is mentioned, however long the list.
    """
    return Reading(shape_of(model), snapshots, reader).blocks(list(changes))


class Reading:
    """Reads several differences of rows of one shape; the rows they name are fetched once."""

    def __init__(self, shape: Shape, snapshots: tuple[Snapshot, ...], reader: Any = None) -> None:
        self.root, self.snapshots = shape, snapshots
        self.rows = _named([pair for shot in snapshots for pair in linked_rows(shot, shape.model)], reader)

    def blocks(self, changes: list[Change]) -> list[Block]:
        return [self._block(change) for change in changes]

    def _block(self, change: Change) -> Block:
        shape = shape_at(self.root, change.path)
        block = Block(self._title(change.path, shape), change.kind, is_root=change.path == ROOT)
        for name, (before, after) in change.fields.items():
            column = shape.fields.get(name)
            if column is not None and column.editable:  # what programs measure is no news to people
                block.lines.append(self._line(column, conflict_key(change.path, name), before, after))
        return block

    def _title(self, path: str, shape: Shape) -> str:
        kind = capfirst(str(shape.model._meta.verbose_name))
        if path == ROOT:
            return kind
        said = self._call(path, shape)
        return f"{kind}: {said}" if said else kind

    def _call(self, path: str, shape: Shape) -> str:
        fields = next((shot[path] for shot in self.snapshots if path in shot), {})
        row = shape.model()
        column: Any
        for column in shape.columns:
            value = fields.get(column.name)
            setattr(row, column.attname, value if value is None else column.to_python(value))
            if column.is_relation:
                target: Any = column.related_model, value
                setattr(row, column.name, self.rows.get(target))
        try:
            return str(row)
        except (AttributeError, models.ObjectDoesNotExist):  # a name made of rows that are gone
            return str(number_in(path))

    def _line(self, column: Any, key: str, before: Any, after: Any) -> Line:
        language = getattr(column, "language", "")
        old, new = self._words(column, before), self._words(column, after)
        old_pieces, new_pieces = compared(old, new)
        return Line(label_of(column), key, Side(old_pieces, language), Side(new_pieces, language))

    def _words(self, column: Any, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if column.is_relation:
            numbers = value if isinstance(value, list) else [value]
            return "، ".join(self._called(column.related_model, number) for number in numbers)
        return value_in_words(column, value)

    def _called(self, model: type[models.Model], number: int) -> str:
        row = self.rows.get((model, number))
        if row is not None:
            return str(row)
        proposed = next((path for shot in self.snapshots for path in shot if path.endswith(f"/{number}")), "")
        return (
            self._call(proposed, shape_at(self.root, proposed)) if proposed and number < 0 else f"#{number}"
        )


def _named(
    mentioned: list[tuple[type[models.Model], int]], reader: Any
) -> dict[tuple[type[models.Model], int], models.Model]:
    by_model: dict[type[models.Model], set[int]] = {}
    for model, number in mentioned:
        by_model.setdefault(model, set()).add(number)
    return {
        (model, row.pk): row
        for model, numbers in by_model.items()
        for row in rows_seen(model, reader).filter(pk__in=numbers).select_related(*label_related(model))
    }


def label_of(column: Any) -> str:
    translated = getattr(column, "translated_field", None)
    name = capfirst(str((translated or column).verbose_name))
    return f"{name} ({LANGUAGE_NAMES[column.language]})" if translated is not None else name


def value_in_words(column: Any, value: Any) -> str:
    """A value of a snapshot as a form would show it, in the active language."""
    if column.choices:
        return str(dict(column.flatchoices).get(column.to_python(value), value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(column, models.DateField | models.TimeField):
        return _moment_in_words(column, value) or str(value)
    return plain(str(value)) if str(value).startswith("<") else str(value)


def _moment_in_words(column: Any, value: str) -> str:
    if isinstance(column, models.DateTimeField):
        moment = parse_datetime(value)
        return date_format(localtime(moment), "DATETIME_FORMAT") if moment else ""
    if isinstance(column, models.TimeField):
        time = parse_time(value)
        return time_format(time, "H:i") if time else ""
    day = parse_date(value)
    return date_text(day, get_language() or "ar") if day else ""


def compared(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces; in long ones only the words that differ are marked."""
    if not (old and new) or max(len(old), len(new)) < LONG:
        return [(True, old)], [(True, new)]
    words_before, words_after = re.findall(r"\s*\S+", old), re.findall(r"\s*\S+", new)
    before: Pieces = []
    after: Pieces = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, words_before, words_after, False).get_opcodes():
        before.append((tag != "equal", "".join(words_before[i1:i2])))
        after.append((tag != "equal", "".join(words_after[j1:j2])))
    return [piece for piece in before if piece[1]], [piece for piece in after if piece[1]]


def whole_row(key: str) -> bool:
    return key.endswith(f" {WHOLE_ROW}")
