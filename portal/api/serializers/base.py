"""What all serializers share: nothing private passes, and one asked language flattens the texts."""

from functools import cached_property, lru_cache, partial
from operator import attrgetter
from typing import Any

from django.db.models.manager import BaseManager
from rest_framework import serializers

from portal.lib.translated import Text


class RecordList(serializers.ListSerializer):
    """Rows that are hidden leave no trace in a list."""

    def to_representation(self, data: Any) -> list[Any]:
        rows = data.all() if isinstance(data, BaseManager) else data
        child: Any = self.child
        records = map(child.to_representation, rows)
        return [record for record in records if record is not None]


def _whole(row: Any) -> Any:
    return row


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
    def _ways(self) -> list[tuple[str, Any, Any, Any]]:
        """Name, way to the value, way to its representation and field; asked once, not for every row."""
        return [
            (
                name,
                _way(field),
                field.to_representation,
                field,
            )
            for name, field in self.fields.items()
        ]

    @cached_property
    def _language(self) -> str | None:
        language: str | None = self.context.get("language")
        return language

    def to_representation(self, row: Any) -> Any:
        if self.hides(row):
            return None
        record: dict[str, Any] = {}
        for name, value_of, represent, field in self._ways:
            try:
                value = value_of(row)
            except (AttributeError, KeyError):
                try:
                    value = field.get_attribute(row)  # decides what a missing value means
                except serializers.SkipField:
                    continue
            record[name] = represent(value) if value is not None else None
        return flattened(record, self._language) if self._language else record


def _way(field: Any) -> Any:
    """The shortest way from a row to the value of ``field``."""
    if not field.source_attrs:
        return _whole
    if len(field.source_attrs) > 1:
        return field.get_attribute
    [name] = field.source_attrs
    return partial(_loaded_rows, name) if isinstance(field, serializers.ListSerializer) else attrgetter(name)


def _loaded_rows(name: str, row: Any) -> Any:
    """Rows already loaded, without the manager that Django would make to hand them over."""
    loaded = row.__dict__.get("_prefetched_objects_cache", {}).get(name)
    return loaded if loaded is not None else getattr(row, name)


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
