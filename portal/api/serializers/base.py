"""What all serializers share: nothing private passes, and one asked language flattens the texts."""

from functools import cached_property, lru_cache
from typing import Any

from django.db.models.manager import BaseManager
from rest_framework import serializers

from portal.api.serializers.writing import function_of
from portal.lib.translated import Text


class RecordList(serializers.ListSerializer):
    """Rows that are hidden leave no trace in a list."""

    def to_representation(self, data: Any) -> list[Any]:
        child: Any = self.child
        records = map(child.to_representation, data.all() if isinstance(data, BaseManager) else data)
        return [record for record in records if record is not None]

    @property
    def writing(self) -> Any:
        """The same for rows that are in memory (``serializers.writing``)."""
        child: Any = self.child
        write = child.writing
        if write == child.to_representation:
            return lambda rows: [record for row in rows if (record := write(row)) is not None]
        return lambda rows: [write(row) for row in rows]


class RecordSerializer(serializers.Serializer):
    """A row of the record, read-only, with explicit fields.

    Where a text answers in another language than the asked one, «<field>_language» says which.
    """

    class Meta:
        list_serializer_class = RecordList

    def hides(self, row: Any) -> bool:
        """Whether this row, reached through another one that is public, is not public itself."""
        return False

    @cached_property
    def _write(self) -> Any:
        return function_of(self)

    @property
    def writing(self) -> Any:
        """The shortest way to what ``to_representation`` gives: where nothing is hidden, what is written."""
        kind = type(self)
        is_plain = kind.hides is RecordSerializer.hides and (
            kind.to_representation is RecordSerializer.to_representation
        )
        return self._write if is_plain and not self._language else self.to_representation

    @cached_property
    def _language(self) -> str | None:
        language: str | None = self.context.get("language")
        return language

    def to_representation(self, row: Any) -> Any:
        if self.hides(row):
            return None
        record = self._write(row)
        return flattened(record, self._language) if self._language else record


@lru_cache(maxsize=256)
def writer(
    serializer: type[RecordSerializer], language: str | None, only: tuple[str, ...] = ()
) -> RecordSerializer:
    """The serializer with its fields, or ``only`` some, bound; made once, as it keeps nothing of what it writes."""
    writing = serializer(context={"language": language})
    for name in set(writing.fields) - set(only) if only else ():
        writing.fields.pop(name)
    return writing


class PublishableSerializer(RecordSerializer):
    """A row with a publication state of its own."""

    def hides(self, row: Any) -> bool:
        return not row.is_public


def flattened(record: dict[str, Any], language: str) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if not isinstance(value, Text):
            flat[name] = value
            continue
        flat[name] = value.value or None
        if value and value.language != language:
            flat[f"{name}_language"] = value.language
    return flat
