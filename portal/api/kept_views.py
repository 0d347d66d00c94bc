"""What a viewset does to answer with records that are kept."""

from typing import Any

from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from portal.api import kept
from portal.api.kept import Written


class KeptRecords(GenericViewSet):
    """Finds the numbers of the records first; loads and writes those that are not kept as they are now."""

    # Of the viewset below.
    fields: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    complete: Any

    @property
    def is_kept(self) -> bool:
        """Whether the records of the answer may be kept: nothing shapes them, they are the same for all who ask."""
        return not self.fields and not self.includes and kept.is_keeping()

    def paginate_queryset(self, queryset: Any) -> Any:
        page: Any = self.paginator
        numbers = page.numbers(queryset, self.request)
        return self.written(numbers) if self.is_kept else self.rows(numbers)

    def get_serializer(self, *rows: Any, many: bool = False, **kwargs: Any) -> Any:
        if rows and isinstance(rows[0], Written):
            return rows[0]
        return super().get_serializer(*rows, many=many, **kwargs)

    def written(self, numbers: list[int]) -> Written:
        """The records of these numbers, in their order."""
        language = self.get_serializer_context()["language"]
        return kept.written(self.get_queryset().model, numbers, language, self.as_json)

    def as_json(self, numbers: list[int]) -> dict[int, bytes]:
        rows = self.rows(numbers)
        records = self.get_serializer(rows, many=True).data
        render = JSONRenderer().render
        return {row.pk: render(record) for row, record in zip(rows, records, strict=True)}

    def rows(self, numbers: list[int]) -> list[Any]:
        """The public rows among these numbers, with what comes beside their own query."""
        found = {row.pk: row for row in self.get_queryset().filter(pk__in=numbers)}
        return self.complete([found[number] for number in numbers if number in found])

    def kept_record(self, number: int) -> Response | None:
        """None where none is kept or public."""
        if not self.is_kept or not self.get_queryset().filter(pk=number).exists():
            return None
        records = self.written([number]).records
        return Response(Written(records, is_list=False)) if records else None
