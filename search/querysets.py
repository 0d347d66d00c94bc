"""What is found and in which order: the same rows in the same order on both databases."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Case, F, IntegerField, Q, Value, When

from portal.lib.search.queries import Query
from search.expressions import FULL, HEAD, TITLE, Meets

IN_TITLE, IN_HEAD, IN_BODY = 2, 1, 0


class SearchDocumentQuerySet(models.QuerySet):
    def public(self, at: datetime | None = None) -> Self:
        """Documents whose row the public may see at ``at``: each model's own gate is asked."""
        from search.kinds import KINDS

        gates = Q(pk__in=[])
        for kind in KINDS.values():
            gates |= Q(kind=kind.name, object_id__in=kind.public(at).order_by().values("pk"))
        return self.filter(gates)

    def meeting(self, query: Query, part: str = FULL) -> Self:
        return self.filter(Meets(query, part)) if query else self.none()

    def best_first(self, query: Query) -> Self:
        """All words in the title, then all among title, people and places; then the latest; undated last."""
        tier = Case(
            When(Meets(query, TITLE), then=Value(IN_TITLE)),
            When(Meets(query, HEAD), then=Value(IN_HEAD)),
            default=Value(IN_BODY),
            output_field=IntegerField(),
        )
        return self.annotate(tier=tier).order_by(
            "-tier", F("on").desc(nulls_last=True), "kind_order", "object_id"
        )

    def in_places(self, paths: list[str]) -> Self:
        """Held in one of the territories or in what lies within."""
        inside = Q(pk__in=[])
        for path in paths:
            inside |= Q(place__startswith=path)
        return self.filter(inside)

    def with_institutions(self, numbers: list[int]) -> Self:
        named = Q(pk__in=[])
        for number in numbers:
            named |= Q(institutions__contains=f" {number} ")
        return self.filter(named)

    def in_years(self, years: list[int]) -> Self:
        touches = Q(pk__in=[])
        for year in years:
            touches |= Q(on__gte=date(year, 1, 1), on__lte=date(year, 12, 31))
        return self.filter(touches)
