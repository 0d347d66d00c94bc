"""What all serializers share: nothing private passes, and one asked language flattens the texts."""

from typing import Any

from rest_framework import serializers

from portal.lib.translated import Text


class RecordList(serializers.ListSerializer):
    """Rows that are hidden leave no trace in a list."""

    def to_representation(self, data: Any) -> list[Any]:
        return [record for record in super().to_representation(data) if record is not None]


class RecordSerializer(serializers.Serializer):
    """A row of the record, read-only, with explicit fields.

    Where a text answers in another language than the asked one, «<field>_language» says which.
    """

    class Meta:
        list_serializer_class = RecordList

    def hides(self, row: Any) -> bool:
        """Whether this row, reached through another one that is public, is not public itself."""
        return False

    def to_representation(self, row: Any) -> Any:
        if self.hides(row):
            return None
        record = super().to_representation(row)
        language = self.context.get("language")
        return flattened(record, language) if language else record


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
