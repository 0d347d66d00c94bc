"""A translated field's value together with the language that answered.

The columns are those of django-modeltranslation: `name_ar`, `name_fr`, `name_en`, `name_zgh`. Any of
them may be empty, so whatever is shown carries its own `lang` and `dir` (WCAG 2.2, 3.1.2).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

LANGUAGES = ("ar", "fr", "en", "zgh")
DIRECTION = {"ar": "rtl", "fr": "ltr", "en": "ltr", "zgh": "ltr"}

# For each language asked, the languages tried, in order.
FALLBACK = {
    "ar": ("ar", "fr", "en", "zgh"),
    "fr": ("fr", "ar", "en", "zgh"),
    "en": ("en", "fr", "ar", "zgh"),
    "zgh": ("zgh", "ar", "fr", "en"),
}


@dataclass(frozen=True)
class Text:
    """A text and the code of the language it is in."""

    value: str
    language: str

    @property
    def direction(self) -> str:
        """'rtl' or 'ltr', for the `dir` attribute."""
        return DIRECTION[self.language]

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


def answer(obj: object, field: str, language: str) -> Text:
    """The field in the asked language or the next best one; an empty Text in `language` if there is none."""
    for code in FALLBACK[language]:
        if (value := getattr(obj, f"{field}_{code}")) and (text := str(value).strip()):
            return Text(text, code)
    return Text("", language)


def all_languages(obj: object, field: str) -> dict[str, str]:
    """Every non-empty value of the field by language code, in the order of LANGUAGES."""
    return texts_of(field)(obj)


@cache
def texts_of(field: str) -> Callable[[object], dict[str, str]]:
    """``all_languages`` of one field, for whoever asks many rows."""
    columns = attrgetter(*(f"{field}_{code}" for code in LANGUAGES))

    def texts(obj: object) -> dict[str, str]:
        values = zip(LANGUAGES, columns(obj), strict=True)
        return {code: text for code, value in values if value and (text := str(value).strip())}

    return texts
