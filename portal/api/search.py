"""`search/?q=`: everything the public may find, best first, with what was found marked and what narrows it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import override
from django_filters.utils import translate_validation
from rest_framework.response import Response

from portal.api.filtering import LANGUAGE
from portal.api.pagination import CURSOR, SearchPagination
from portal.api.serializers.found import ResultSerializer
from portal.api.views import ListViewSet
from search import engine
from search.facets import Facet, facets
from search.filters import SearchFilter
from search.models import SearchDocument
from search.results import Result, results
from search.searches import LIMIT


@dataclass(frozen=True)
class FoundRecord:
    """A line of the index and what it leads to."""

    on: Any
    kind: str
    result: Result

    @property
    def row(self) -> Any:
        return self.result.row

    @property
    def pk(self) -> int:
        return int(self.result.row.pk)


class SearchViewSet(ListViewSet):
    """Everything the public may find: events, series, institutions, people, agreements, requests, documents, press.

    Every word of `q` must be met, in any of its forms and scripts; titles come first, then people and places, then
    the rest, the latest first. `facets` say by what the results can be narrowed and how many each choice would
    leave among the first 1,000; they come with the first page.
    """

    serializer_class = ResultSerializer
    filterset_class = SearchFilter
    pagination_class = SearchPagination
    queryset = SearchDocument.objects.none()

    def get_queryset(self) -> Any:
        return SearchDocument.objects.none()

    @property
    def spoken(self) -> str:
        """The language of what is marked, and of the facets: the portal's own where none is asked for."""
        return self.request.query_params.get(LANGUAGE) or settings.LANGUAGE_CODE

    def filter_queryset(self, queryset: Any) -> Any:
        """What is asked, for the pages of which ``SearchPagination`` looks in the index."""
        found: Any = SearchFilter(self.request.query_params, queryset, request=self.request)
        if not found.is_valid():
            raise translate_validation(found.errors)
        self.asked, self.search = found.form.cleaned_data["q"], found.searched()
        return self.search

    def complete(self, rows: list[Any]) -> list[Any]:
        with override(self.spoken):
            written = results(rows, self.search.query, self.spoken)
        told = {(result.kind, result.row.pk): result for result in written}
        there = [(hit, told.get((hit.kind, hit.object_id))) for hit in rows]
        return [FoundRecord(hit.on, hit.kind, result) for hit, result in there if result]

    def get_paginated_response(self, data: Any) -> Response:
        response = super().get_paginated_response(data)
        better = ""
        if not response.data["count"] and self.search.query:
            better = engine.did_you_mean(self.asked)
        response.data["facets"] = self.facets()
        response.data["did_you_mean"] = better or None
        return response

    def facets(self) -> list[dict[str, Any]] | None:
        if CURSOR in self.request.query_params:
            return None
        with override(self.spoken):
            found = self.search.everything[:LIMIT]
            return [_facet(facet) for facet in facets(found, self.search.chosen, self.spoken)]


def _facet(facet: Facet) -> dict[str, Any]:
    return {
        "parameter": facet.parameter,
        "choices": [
            {
                "value": choice.value,
                "label": choice.label,
                "count": choice.count,
                "is_chosen": choice.chosen,
            }
            for choice in facet.choices
        ],
    }
