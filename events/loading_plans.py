"""What is read of events for each named consumer: two queries, however many rows (see events.loading_parts)."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models.query import ModelIterable

from events.json_rows import Shape
from events.loading_parts import load_events, load_parts
from events.parts import PARTS

BESIDE_ROW = {  # what a row brings along, where Django reads the event itself
    "": (),
    "row_of_list": ("place_and_series",),
    "row_of_page": ("place_series_and_occasion",),
}


class LoadingPlans(models.QuerySet):
    """Of ``EventQuerySet``."""

    _chain: Any
    _result_cache: Any

    def with_parts(self, *kinds: str, at: datetime | None = None) -> Self:
        """Load these kinds of parts along with each event, as the public sees them at ``at``."""
        return self._loaded("", kinds, at)

    def for_list(self, at: datetime | None = None) -> Self:
        """What a row of a list shows; other columns of the event cost a query each."""
        return self._loaded("row_of_list", ("involvements",), at)

    def for_mention(self) -> Self:
        """What names an event and says when and where it is."""
        return self._loaded("row_of_list", (), None)

    def for_page(self, at: datetime | None = None) -> Self:
        """All that is known of an event."""
        return self._loaded("row_of_page", ("event_above", *PARTS), at)

    def lean(self, *columns: str) -> list[Any]:
        """The events with their parts and ``columns``; what a calendar of hundreds does not read is not loaded.

        Django's own ``values_list``, because modeltranslation's reads rows one by one.
        """
        shape = Shape.of(self.model, columns, is_json=False)
        events = [shape.instance(row) for row in models.QuerySet.values_list(self, *columns)]
        load_parts(events, (*BESIDE_ROW[self._row], *self._parts), self._parts_at, self.db)
        return events

    _row: str = ""
    _parts: tuple[str, ...] = ()
    _parts_at: datetime | None = None

    def _loaded(self, row: str, kinds: tuple[str, ...], at: datetime | None) -> Self:
        rows: Self = self._chain()
        rows._row, rows._parts, rows._parts_at = row, kinds, at
        return rows

    def _clone(self) -> Self:
        rows = super()._clone()  # type: ignore[misc]
        rows._row, rows._parts, rows._parts_at = self._row, self._parts, self._parts_at
        return rows

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        if not fresh or not (self._row or self._parts) or not issubclass(self._iterable_class, ModelIterable):
            super()._fetch_all()
        elif self._row and self._is_of_plain_rows():
            self._result_cache = load_events(self._keys(), self._row, self._parts, self._parts_at, self.db)
            super()._fetch_all()
        else:
            super()._fetch_all()
            kinds = (*BESIDE_ROW[self._row], *self._parts)
            load_parts(self._result_cache, kinds, self._parts_at, self.db)

    def _is_of_plain_rows(self) -> bool:
        """Whether the rows are to have what every event has, and nothing that was computed or left out."""
        query, state = self.query, self.__dict__
        refined = query.annotation_select or query.select_related or query.combinator or query.extra
        return not (refined or query.deferred_loading[0] or state["_known_related_objects"])

    def _keys(self) -> list[int]:
        """Of the rows, in their order: Django need not write, nor make instances of, seventy columns."""
        query = self.query.chain()
        query.clear_select_clause()
        query.add_fields(["pk"])
        return [key for (key,) in query.get_compiler(self.db).results_iter()]
