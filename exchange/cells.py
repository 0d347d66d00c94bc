"""How each kind of column reads a cell, compares it with an event, applies it, and writes it.

Between file and model stands a canonical value that JSON can hold: text, «2023-05-17», «09:30», a number, or a list.
``EMPTY`` says of each kind what an emptied cell holds.
"""

import re
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import override

from events.models import Event
from exchange.lookups import Lookups
from exchange.problems import CellError, ErrorKind
from portal.lib.date_reading import DateOrder
from portal.lib.month_words import folded
from portal.lib.text import clean_input

CHOICE_LANGUAGES = ("ar", "fr", "en")
LISTED = 12  # candidates that a message names
SLUG = re.compile(r"[-a-z0-9_]+", re.IGNORECASE)


@dataclass
class Reading:
    """What reading needs to know besides the cell."""

    lookups: Lookups
    order: DateOrder = DateOrder.DAY_FIRST
    events: dict[str, int] = field(default_factory=dict)  # events that cells of this chunk refer to


@dataclass
class Showing:
    """What writing needs to know besides the value."""

    lookups: Lookups
    language: str


class Cell:
    """One kind of column. ``name`` is the model's attribute."""

    empty: ClassVar[Any] = ""
    is_long = False  # needs room on a report
    is_ltr = False

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, raw: Any, reading: Reading) -> Any:
        """The canonical value of a cell that says something. Raises ``CellError``."""
        return plain(raw)

    def current(self, event: Event) -> Any:
        return getattr(event, self.name) or self.empty

    def apply(self, event: Event, value: Any) -> None:
        setattr(event, self.name, value)

    def same(self, old: Any, new: Any) -> bool:
        return bool(old == new)

    def write(self, value: Any, showing: Showing) -> Any:
        """For a file: a text, or a date, time or number where that is what it is."""
        return value

    def show(self, value: Any, showing: Showing) -> str:
        """For a reader."""
        return "" if value in (None, []) else str(self.write(value, showing))

    def allowed(self, showing: Showing) -> list[str]:
        """The words that the template offers; none where anything goes."""
        return []


def plain(raw: Any) -> str:
    """The text of a cell, cleaned: numbers as people write them."""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return clean_input(str(raw))


class TextCell(Cell):
    def __init__(self, name: str, limit: int = 0) -> None:
        super().__init__(name)
        self.limit = limit
        self.is_long = not limit

    def read(self, raw: Any, reading: Reading) -> str:
        text = self._lined(plain(raw))
        if self.limit and len(text) > self.limit:
            raise CellError(ErrorKind.TOO_LONG, length=len(text), limit=self.limit)
        return text

    def current(self, event: Event) -> str:
        return self._lined(clean_input(getattr(event, self.name) or ""))

    def _lined(self, text: str) -> str:
        """Short texts stand on one line."""
        return " ".join(text.split("\n")) if self.limit else text


class ChoiceCell(Cell):
    def __init__(self, name: str, choices: type[models.TextChoices]) -> None:
        super().__init__(name)
        self.choices = choices
        self._meanings: dict[str, str] = {}

    @property
    def meanings(self) -> dict[str, str]:
        """Values and labels in each language, in normal form."""
        if not self._meanings:
            for language in CHOICE_LANGUAGES:
                with override(language):
                    self._meanings |= {folded(str(choice.label)): choice.value for choice in self.choices}
            self._meanings |= {folded(value): value for value in self.choices.values}
        return self._meanings

    def read(self, raw: Any, reading: Reading) -> str:
        value = self.meanings.get(folded(plain(raw)))
        if value is None:
            raise CellError(ErrorKind.UNKNOWN_CHOICE, choices=self.choices.values)
        return value

    def write(self, value: Any, showing: Showing) -> str:
        if not value:
            return ""
        with override(showing.language):
            return str(self.choices(value).label)

    def allowed(self, showing: Showing) -> list[str]:
        return [self.write(value, showing) for value in self.choices.values]


class NumberCell(Cell):
    empty = None
    is_ltr = True

    def read(self, raw: Any, reading: Reading) -> int:
        text = plain(raw)
        if not text.isdecimal() or len(text) > 9:
            raise CellError(ErrorKind.NOT_A_NUMBER)
        return int(text)


class LinkCell(Cell):
    is_ltr = True
    _validate = staticmethod(URLValidator(schemes=["http", "https"]))
    limit = 200

    def read(self, raw: Any, reading: Reading) -> str:
        text = plain(raw)
        text = text if "://" in text or " " in text else f"https://{text}"
        try:
            self._validate(text)
        except ValidationError as error:
            raise CellError(ErrorKind.NOT_AN_ADDRESS) from error
        if len(text) > self.limit:
            raise CellError(ErrorKind.TOO_LONG, length=len(text), limit=self.limit)
        return text


class SlugCell(Cell):
    is_ltr = True

    def read(self, raw: Any, reading: Reading) -> str:
        text = plain(raw).casefold()
        if not SLUG.fullmatch(text):
            raise CellError(ErrorKind.NOT_A_SLUG)
        if len(text) > 100:
            raise CellError(ErrorKind.TOO_LONG, length=len(text), limit=100)
        return text


class VersionCell(Cell):
    """When the row last changed, to the microsecond: a file made before that is out of date."""

    is_ltr = True

    def current(self, event: Event) -> str:
        return event.modified_at.isoformat()


class StateCell(Cell):
    def write(self, value: Any, showing: Showing) -> str:
        field: Any = Event._meta.get_field(self.name)
        with override(showing.language):
            return str(dict(field.flatchoices).get(value, value))


TypedValue = str | int | date | time | None
