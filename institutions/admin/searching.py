"""Search of the staff: in normalised columns, what is called so first."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest

from institutions.admin.concealed import seen_along
from portal.lib.text import sort_key, words


class NormalizedSearch:
    """Search in normalised columns: hamza, accents, vowel marks, case and punctuation do not matter."""

    search_fields: Sequence[str] = ("search_text",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        searched = words(search_term)
        if search_term.strip() and not searched:
            return queryset.none(), False
        for word in searched[:12]:
            queryset = queryset.filter(self._holding(queryset.model, _without_article(word), request.user))
        if searched and request.path.endswith("/autocomplete/"):
            queryset = _best_first(queryset, search_term)
        return queryset, False

    def _holding(self, model: type[models.Model], word: str, user: Any) -> Q:
        """Subqueries instead of joins: several words may stand in several names, and no row comes twice."""
        holding = Q()
        for column in self.search_fields:
            here = Q(**{f"{column}__contains": word})
            if "__" in column:
                here = Q(
                    pk__in=model._base_manager.filter(here, seen_along(model, column, user)).values("pk")
                )
            holding |= here
        return holding


def _without_article(word: str) -> str:
    """«النزاهة» is also found in «للنزاهة», where the article has lost its alif."""
    return word.removeprefix("ال") if len(word) > 4 else word


def _best_first(queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
    """What is called so by its acronym, then what begins with the term, then what merely holds it."""
    columns = {field.name for field in queryset.model._meta.concrete_fields}
    if "sort_key" not in columns:
        return queryset
    first = [When(acronym__iexact=term.strip(), then=Value(0))] if "acronym" in columns else []
    begins = When(sort_key__startswith=sort_key(term), then=Value(1))
    return queryset.order_by(Case(*first, begins, default=Value(2)), "sort_key", "pk")
