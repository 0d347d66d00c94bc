"""What lists and tests ask of the index through Django; a search itself is ``search.finding``."""

from datetime import datetime
from typing import Self

from django.db import models

from portal.lib.search.queries import Query
from search.expressions import FULL, Meets
from search.gates import is_public

IN_TITLE, IN_HEAD, IN_BODY = 2, 1, 0


class SearchDocumentQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Documents whose row the public may see at ``at``: each model's own gate is asked."""
        return self.alias(seen=is_public(at)).filter(seen=1)

    def meeting(self, query: Query, part: str = FULL) -> Self:
        return self.filter(Meets(query, part)) if query else self.none()
