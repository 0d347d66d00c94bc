"""What a column is, and the four columns of a text that is kept in four languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from events.models import Event
from exchange.cells import Cell, TextCell
from exchange.reference_cells import RichCell


@dataclass(frozen=True)
class Column:
    """``headings`` in Arabic, French and English; ``also``: further headings that are understood."""

    name: str
    headings: tuple[str, str, str]
    cell: Cell
    help: Any
    example: tuple[str, str, str] = ("", "", "")
    also: tuple[str, ...] = ()
    is_key: bool = False  # says which row is meant; is never written
    is_read_only: bool = False  # exported for readers, left out when read
    width: int = 18

    def heading(self, language: str) -> str:
        return _in(self.headings, language)

    def example_in(self, language: str) -> str:
        return _in(self.example, language)


def _in(texts: tuple[str, str, str], language: str) -> str:
    return texts[{"ar": 0, "fr": 1}.get(language, 2)]


LANGUAGE_WORDS = {
    "ar": ("بالعربية", "en arabe", "in Arabic"),
    "fr": ("بالفرنسية", "en français", "in French"),
    "en": ("بالإنجليزية", "en anglais", "in English"),
    "zgh": ("بالأمازيغية", "en amazighe", "in Amazigh"),
}


def texts(
    name: str, headings: tuple[str, str, str], note: Any, example: dict[str, str], *, width: int = 30
) -> Iterator[Column]:
    """One column a language; the bare heading in a language stands for the text in this language."""
    for place, (language, words) in enumerate(LANGUAGE_WORDS.items()):
        attribute = f"{name}_{language}"
        field: Any = Event._meta.get_field(attribute)
        cell = RichCell(attribute) if name == "description" else TextCell(attribute, field.max_length or 0)
        titles = tuple(f"{heading} {word}" for heading, word in zip(headings, words, strict=True))
        shown = (example.get(language, ""),) * 3
        bare = (headings[place],) if place < 3 else ()
        yield Column(attribute, titles, cell, note, shown, bare, width=width)  # type: ignore[arg-type]  # three of three
