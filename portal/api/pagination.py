"""Pages that cost the same however deep: each begins after the last row of the one before (keyset)."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

from django.core.exceptions import ValidationError as InvalidValue
from django.db.models import BigIntegerField, Field, IntegerField, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from portal.lib import paging
from search.searches import LIMIT, Search

CURSOR, PAGE_SIZE = "cursor", "page_size"
NO_CURSOR = gettext_lazy("This is no cursor of this list. Follow «next» and «previous» as they are given.")


@dataclass(frozen=True)
class Key:
    """One of the columns that order the rows. The last one is unique; rows without a value come last."""

    name: str
    field: Field
    descending: bool

    @classmethod
    def of(cls, queryset: QuerySet, ordering: Any) -> "Key":
        if isinstance(ordering, OrderBy):
            column: Any = ordering.expression
            name, descending = str(column.name), bool(ordering.descending)
        else:
            name, descending = ordering.lstrip("-"), ordering.startswith("-")
        if name in queryset.query.annotations:
            return cls(name, queryset.query.annotations[name].output_field, descending)
        model, steps = queryset.model, ["id" if step == "pk" else step for step in name.split("__")]
        for step in steps[:-1]:
            model = model._meta.get_field(step).related_model
        return cls("__".join(steps), model._meta.get_field(steps[-1]), descending)

    def __str__(self) -> str:
        return f"-{self.name}" if self.descending else self.name

    def value(self, row: Any) -> Any:
        """Of a row as an object, or as the dict of its columns."""
        value = row[self.name] if isinstance(row, dict) else reduce(getattr, self.name.split("__"), row)
        return value.isoformat() if isinstance(value, date) else value

    def same(self, value: Any) -> Q:
        return Q(**{self.name: value}) if value is not None else Q(**{f"{self.name}__isnull": True})

    def beyond(self, value: Any, *, backwards: bool) -> Q:
        """Rows that come after ``value`` or, ``backwards``, before it."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else Q(pk__in=[])
        comparison = "lt" if self.descending != backwards else "gt"
        found = Q(**{f"{self.name}__{comparison}": value})
        return found | Q(**{f"{self.name}__isnull": True}) if self.field.null and not backwards else found

    def from_(self, value: Any, *, backwards: bool) -> Q:
        """``value`` and what comes after it among rows that have one: a bound at which an index can be entered."""
        comparison = "lte" if self.descending != backwards else "gte"
        return Q(**{f"{self.name}__{comparison}": value})

    @property
    def is_missing(self) -> Q:
        return Q(**{f"{self.name}__isnull": True})


@dataclass(frozen=True)
class Cursor:
    """The row at which a page begins, by the values that order it."""

    values: Sequence[Any]
    backwards: bool = False

    def __str__(self) -> str:
        text = json.dumps([int(self.backwards), *self.values], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, keys: Sequence[Key]) -> "Cursor":
        """ValueError for anything but a cursor of rows in this order."""
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        backwards, *values = json.loads(base64.urlsafe_b64decode(padded))
        if backwards not in (0, 1) or "\x00" in str(values):
            raise ValueError(text)
        pairs = zip(keys, values, strict=True)
        return cls([key.field.to_python(_plain(value)) for key, value in pairs], bool(backwards))

    def stretches(self, queryset: QuerySet, keys: Sequence[Key]) -> list[QuerySet]:
        """The rows beyond, in stretches to be asked one after another until the page is full.

        Each is entered at the first column's value, by its index, and nothing before it is read: a condition
        «smaller, or without a value» would make the database read everything that earlier pages showed.
        """
        beyond = Q(pk__in=[])
        for position, key in enumerate(keys):
            same = (k.same(value) for k, value in zip(keys[:position], self.values, strict=False))
            beyond |= reduce(Q.__and__, same, key.beyond(self.values[position], backwards=self.backwards))
        rows = queryset.reverse() if self.backwards else queryset
        return [rows.filter(within & beyond) for within in self._stretches(keys[0])]

    def _stretches(self, first: Key) -> list[Q]:
        value = self.values[0]
        entered = [first.from_(value, backwards=self.backwards)] if value is not None else []
        if not first.field.null:
            return entered
        if value is None:
            return [first.is_missing, ~first.is_missing] if self.backwards else [first.is_missing]
        return entered if self.backwards else [*entered, first.is_missing]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str) or type(value) is int:
        return value
    raise ValueError(value)


def keys_of(queryset: QuerySet) -> list[Key]:
    return [Key.of(queryset, ordering) for ordering in queryset.query.order_by]


def first_of(stretches: Sequence[QuerySet], wanted: int) -> list[Any]:
    """The first rows; a further stretch is asked only where the one before it ends within the page."""
    found: list[Any] = []
    for rows in stretches:
        if len(found) < wanted:
            found += rows[: wanted - len(found)]
    return found


class RecordPagination(BasePagination):
    """{"next", "previous", "results", "count", "count_is_exact"}"""

    most_counted = paging.MOST_COUNTED
    default_size = 20
    largest_size = 100
    parameters = (CURSOR, PAGE_SIZE)

    def numbers(self, queryset: Any, request: Request) -> list[int]:
        """The numbers of the rows of the page: to find it, no more is read than what orders it."""
        names = [key.name for key in keys_of(queryset)]
        # Django's own, because modeltranslation's reads rows one by one.
        bare = QuerySet.values(queryset.prefetch_related(None), "pk", *names)
        return [row["pk"] for row in self.paginate_queryset(bare, request)]

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request, self.count = request, paging.count(queryset)
        size, keys = self.size(), keys_of(queryset)
        cursor = self.cursor(keys)
        found = first_of(cursor.stretches(queryset, keys) if cursor else [queryset], size + 1)
        return self.page(found, size, keys, cursor)

    def page(self, found: list[Any], size: int, keys: Sequence[Key], cursor: Cursor | None) -> list[Any]:
        """What is shown of the rows found, one more than fit telling that there are more; sets the links."""
        page, more = found[:size], len(found) > size
        backwards = bool(cursor and cursor.backwards)
        if backwards:
            page.reverse()
        self.next = self.link(keys, page[-1:], backwards=False) if more or backwards else None
        self.previous = self.link(keys, page[:1], backwards=True) if (more if backwards else cursor) else None
        return page

    def size(self) -> int:
        text = self.request.query_params.get(PAGE_SIZE, str(self.default_size))
        if not (text.isascii() and text.isdecimal() and len(text) < 9 and 0 < int(text) <= self.largest_size):
            message = _("Give a whole number from 1 to %(largest)s.") % {"largest": self.largest_size}
            raise ValidationError({PAGE_SIZE: [message]})
        return int(text)

    def cursor(self, keys: Sequence[Key]) -> Cursor | None:
        text = self.request.query_params.get(CURSOR)
        if text is None:
            return None
        try:
            return Cursor.read(text, keys)
        except (ValueError, TypeError, InvalidValue, RecursionError) as error:
            raise ValidationError({CURSOR: [NO_CURSOR]}) from error

    def link(self, keys: Sequence[Key], rows: Sequence[Any], *, backwards: bool) -> str | None:
        if not rows:
            return None
        cursor = Cursor([key.value(rows[0]) for key in keys], backwards)
        return replace_query_param(self.request.build_absolute_uri(), CURSOR, str(cursor))

    def get_paginated_response(self, data: Any) -> Response:
        return Response(
            {
                "next": self.next,
                "previous": self.previous,
                "results": data,
                "count": min(self.count, self.most_counted),
                "count_is_exact": self.count <= self.most_counted,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results", "count", "count_is_exact"],
            "properties": {
                "next": {
                    **link,
                    "description": "The next page, to be asked for as it is given; null: the last.",
                },
                "previous": {**link, "description": "The page before; null: the first."},
                "results": schema,
                "count": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": self.most_counted,
                    "description": "How many records the filters find, on all pages.",
                },
                "count_is_exact": {
                    "type": "boolean",
                    "description": "False: there are more than `count`; they are not counted.",
                },
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": self.largest_size, "default": self.default_size}
        return [
            {
                "name": CURSOR,
                "in": "query",
                "description": "Where the page begins; taken from `next` and `previous`.",
                "schema": {"type": "string", "minLength": 1},
            },
            {
                "name": PAGE_SIZE,
                "in": "query",
                "description": "Number of results in a page.",
                "schema": size,
            },
        ]


class SearchPagination(RecordPagination):
    """The same of what a search finds, with what narrows the results (``portal.api.search``)."""

    most_counted = LIMIT
    keys = (Key("tier", IntegerField(), True), Key("position", BigIntegerField(), False))

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        search: Search = queryset
        self.request, self.count = request, len(search.shown)
        size, cursor = self.size(), self.cursor(self.keys)
        wanted = size + 1
        found = search.beyond(cursor.values, wanted, backwards=cursor.backwards) if cursor else search.shown
        return self.page(found[:wanted], size, self.keys, cursor)

    def cursor(self, keys: Sequence[Key]) -> Cursor | None:
        cursor = super().cursor(keys)
        if cursor and not all(0 <= value < 2**63 for value in cursor.values):
            raise ValidationError({CURSOR: [NO_CURSOR]})
        return cursor

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        page["required"] += ["facets", "did_you_mean"]
        page["properties"]["facets"] = {
            "type": ["array", "null"],
            "items": {"$ref": "#/components/schemas/Facet"},
            "description": "Null on all pages but the first.",
        }
        page["properties"]["did_you_mean"] = {
            "type": ["string", "null"],
            "description": "What would find something, where `q` finds nothing.",
        }
        return page
