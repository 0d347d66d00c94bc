"""The parameters of a search by machines: those of the page, and what is not known is an error."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from events.parameters import Parameters, WholeNumbersFilter, by_slug, one_of
from institutions.models import Institution, Territory
from portal.lib.search.queries import MAX_LENGTH
from search import engine
from search.facets import YEARS, Chosen
from search.models import Kind, SearchDocument
from search.searches import Search


class SearchFilter(Parameters):
    q = filters.CharFilter(label=_("text"), method="matching", required=True, max_length=MAX_LENGTH)
    kind = one_of(Kind, label=_("kind"), method="chosen")
    year = WholeNumbersFilter(
        label=_("year"), method="chosen", min_value=YEARS.start, max_value=YEARS.stop - 1
    )
    territory = by_slug(lambda request: Territory.objects.all(), label=_("place"), method="chosen")
    institution = by_slug(
        lambda request: Institution.objects.public(), label=_("institution"), method="chosen"
    )

    class Meta:
        model = SearchDocument
        fields: list[str] = []

    def searched(self) -> Search:
        """The question as it was asked, once it is valid; what is found is no queryset."""
        asked = self.form.cleaned_data
        chosen = Chosen(
            set(asked.get("kind") or ()),
            set(asked.get("year") or ()),
            {row.path: row for row in asked.get("territory") or ()},
            {row.pk: row for row in asked.get("institution") or ()},
        )
        return Search(engine.understood(asked["q"]), chosen)

    def matching(self, rows: Any, name: str, value: str) -> QuerySet:
        """What meets the text is found at once with what is chosen."""
        return rows

    chosen = matching
