"""Texts as pages show them: each says its language wherever it is not the page's."""

from typing import Any

from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language

from portal.lib.translated import Text


def page_language() -> str:
    return get_language() or "ar"


def marked(text: Text) -> SafeString:
    """The text, wrapped in its language and direction when they are not the page's."""
    if text.language == page_language():
        return conditional_escape(text.value)
    return format_html('<span lang="{}" dir="{}">{}</span>', text.language, text.direction, text.value)


def source_label(item: Any) -> str:
    """A source in a few words: its outlet or, where that is not known, the beginning of its title."""
    return item.outlet or Truncator(item.title or item.url).chars(40)


def quoted(text: str, language: str) -> str:
    """The text between « », with the no-break spaces that French puts inside them."""
    space = "\u00a0" if language == "fr" else ""
    return f"«{space}{text}{space}»"


class Grouped(int):
    """A number that a reader counts with: «9 226» in French, «9.226» in Arabic, by the formats of the language.

    Years, pages and keys are numbers too and stay as they are, so that not every number of a template is written so.
    It is still a number: the plural is chosen by it.
    """

    def __str__(self) -> str:
        return int.__repr__(self) if self < 1_000 else str(number_format(int(self), force_grouping=True))


def grouped(number: int) -> Grouped:
    return Grouped(number)
