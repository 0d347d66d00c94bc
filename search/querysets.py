"""What lists and tests ask of the index through Django; a search itself is ``search.finding``."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Case, IntegerField, Value, When

from portal.lib.search.queries import Query
from search.expressions import FULL, HEAD, TITLE, Meets
from search.gates import is_public

IN_TITLE, IN_HEAD, IN_BODY = 2, 1, 0


class SearchDocumentQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Documents whose row the public may see at ``at``: each model's own gate is asked."""
        return self.alias(seen=is_public(at)).filter(seen=1)

    def meeting(self, query: Query, part: str = FULL) -> Self:
        return self.filter(Meets(query, part)) if query else self.none()

    def with_tier(self, query: Query) -> Self:
        """All words in the title, then all among title, people and places, then anywhere."""
        tier = Case(
            When(Meets(query, TITLE, each=True), then=Value(IN_TITLE)),
            When(Meets(query, HEAD, each=True), then=Value(IN_HEAD)),
            default=Value(IN_BODY),
            output_field=IntegerField(),
        )
        return self.annotate(tier=tier)
