"""Fields that say what is known, and no more: texts with their language, moments with their precision.

A row's own words come in all the languages that exist; a client that asks for one (`?lang=fr`) gets a string,
and the language that answered where it is another one (see ``RecordSerializer``).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, cached_property, partial
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import override
from rest_framework import serializers

from portal.api.addresses import api_address, api_list_address, page_address, page_addresses
from portal.lib.rich_text import plain
from portal.lib.translated import FALLBACK, Text, all_languages, answer, texts_of

Choices = type[models.TextChoices]


class FieldOfRow(serializers.Field):
    """A field made from the whole row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", read_only=True, **kwargs)

    takes = "row"

    @property
    def writing(self) -> Callable[[Any], Any]:
        """What ``to_representation`` does, of what it ``takes`` (``serializers.writing``)."""
        return self.to_representation

    @cached_property
    def asked(self) -> str | None:
        """The one language the client asked for."""
        language: str | None = self.context.get("language")
        return language


class ManyLanguages(FieldOfRow):
    """A text in the languages that exist: {"ar": …, "fr": …}, or a ``Text`` where one language is asked."""

    def to_representation(self, row: Any) -> dict[str, str] | Text:
        return self.in_language(row, self.asked) if self.asked else self.in_all(row)

    @property
    def writing(self) -> Callable[[Any], Any]:
        return partial(self.in_language, language=self.asked) if self.asked else self.in_all

    def in_all(self, row: Any) -> dict[str, str]:
        raise NotImplementedError

    def in_language(self, row: Any, language: str) -> Text:
        texts = self.in_all(row)
        code = next((code for code in FALLBACK[language] if texts.get(code)), language)
        return Text(texts.get(code, ""), code)


class TranslatedField(ManyLanguages):
    """A column of django-modeltranslation; ``column`` where it is called otherwise than the field."""

    def __init__(self, column: str = "") -> None:
        super().__init__()
        self.column = column

    @property
    def writing(self) -> Callable[[Any], Any]:
        is_plain = type(self) is TranslatedField and not self.asked
        return texts_of(self.column or str(self.field_name)) if is_plain else super().writing

    def in_all(self, row: Any) -> dict[str, str]:
        return all_languages(row, self.column or str(self.field_name))

    def in_language(self, row: Any, language: str) -> Text:
        return answer(row, self.column or str(self.field_name), language)


class PlainTextField(TranslatedField):
    """A rich text in words alone, as partners have read it from the beginning."""

    def in_all(self, row: Any) -> dict[str, str]:
        return {code: plain(text) for code, text in super().in_all(row).items()}

    def in_language(self, row: Any, language: str) -> Text:
        text = super().in_language(row, language)
        return Text(plain(text.value), text.language)


class EventNameField(ManyLanguages):
    """The official title, or kind, place and date where there is none."""

    def in_all(self, event: Any) -> dict[str, str]:
        titles = all_languages(event, "name")
        return titles or {code: event.name_in(code).value for code in settings.COMPLETE_LANGUAGES}

    def in_language(self, event: Any, language: str) -> Text:
        return event.name_in(language)


class LabelField(ManyLanguages):
    """The words for a value of a closed vocabulary; nothing where the value is empty."""

    def __init__(self, choices: Choices, column: str) -> None:
        super().__init__()
        self.choices, self.column = choices, column

    @property
    def takes(self) -> str:  # type: ignore[override]
        return "row" if self.asked else f"row.{self.column}"

    @property
    def writing(self) -> Callable[[Any], Any]:
        return super().writing if self.asked else partial(labels, self.choices)

    def in_all(self, row: Any) -> dict[str, str]:
        return labels(self.choices, getattr(row, self.column))


@cache
def labels(choices: Choices, value: str) -> dict[str, str]:
    """In each language; shared by all who ask, and changed by nobody."""
    found: dict[str, str] = {}
    if not value:
        return found
    for code in settings.COMPLETE_LANGUAGES:
        with override(code):
            found[code] = str(choices(value).label)
    return found


class PageUrlField(ManyLanguages):
    """The address of the record's page in each language."""

    def __init__(self, view: str, key: str = "slug") -> None:
        super().__init__()
        self.view, self.key = view, key

    @property
    def takes(self) -> str:  # type: ignore[override]
        return "row" if self.asked else f"row.{self.key}"

    @property
    def writing(self) -> Callable[[Any], Any]:
        return super().writing if self.asked else partial(page_addresses, self.view)

    def in_all(self, row: Any) -> dict[str, str]:
        return page_addresses(self.view, getattr(row, self.key))


class UrlField(FieldOfRow):
    """The address of the record in the API."""

    takes = "row.id"

    def __init__(self, resource: str) -> None:
        super().__init__()
        self.resource = resource

    @property
    def writing(self) -> Callable[[Any], Any]:
        return partial(api_address, self.resource)

    def to_representation(self, row: Any) -> str:
        return api_address(self.resource, row.pk)


class AddressOf(FieldOfRow):
    """An address outside the API that ends in the record's identifier."""

    def __init__(self, view: str) -> None:
        super().__init__()
        self.view = view

    def to_representation(self, row: Any) -> str:
        return page_address(self.view, row.pk)


class ListUrlField(FieldOfRow):
    """The address of a list of the API, narrowed to this record."""

    def __init__(self, resource: str, parameter: str) -> None:
        super().__init__()
        self.resource, self.parameter = resource, parameter

    def to_representation(self, row: Any) -> str:
        return api_list_address(self.resource, f"{self.parameter}={row.slug}")


class FileUrlField(FieldOfRow):
    """The address of a document's file on the portal; null where it is only elsewhere."""

    def to_representation(self, document: Any) -> str | None:
        return page_address("document_file", document.pk) if document.file else None


class ComposedNameField(FieldOfRow):
    def to_representation(self, event: Any) -> bool:
        return not all_languages(event, "name")


class IdentifiersOf(FieldOfRow):
    """The column ``column`` of the rows of ``relation``, already loaded as a list."""

    def __init__(self, relation: str, column: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.relation, self.column = relation, column

    def to_representation(self, row: Any) -> list[int]:
        return [getattr(below, self.column) for below in getattr(row, self.relation)]


class Value(serializers.Field):
    """A value of a column; what the record leaves empty is null, never an empty string."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **{"allow_null": True, **kwargs})

    def to_representation(self, value: Any) -> Any:
        return value if value != "" else None


class Words(Value):
    """Text in one language."""


class WebAddress(Value):
    """An address outside the portal."""


class Number(Value):
    """A whole number."""


class Degrees(Value):
    """WGS 84 degrees."""

    def to_representation(self, value: Any) -> float:
        return float(value)


class Day(Value):
    """A local day."""

    def to_representation(self, value: Any) -> str:
        return str(value.isoformat())


class Clock(Value):
    """A local wall-clock time, in hours and minutes."""

    def to_representation(self, value: Any) -> str:
        return str(value.strftime("%H:%M"))


class Stamp(Value):
    """An instant in UTC, as for the last change of a record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=False, **kwargs)

    def to_representation(self, value: datetime) -> str:
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Flag(serializers.BooleanField):
    is_as_stored = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)


class Identifier(serializers.IntegerField):
    is_as_stored = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)


class Word(Value):
    """A value of a closed vocabulary."""

    def __init__(self, choices: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices = choices
