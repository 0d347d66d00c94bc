from typing import Any, Self

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from exchange.enums import Outcome, Progress
from staff.roles import Role, has_role


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Everybody sees the imports of their own, administrators all."""
        return self.all() if has_role(user, Role.ADMINISTRATOR) else self.filter(by=user)

    def unclaimed(self) -> Self:
        """Batches on which no other request is at work."""
        return self.filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=timezone.now()))


class RowQuerySet(models.QuerySet):
    def to_write(self) -> Self:
        return self.filter(outcome__in=(Outcome.CREATED, Outcome.CHANGED), progress=Progress.WAITING)

    def counts(self) -> dict[str, int]:
        """Rows by outcome and by progress, in one query."""
        words = {**dict.fromkeys(Outcome.values, "outcome")}
        counted = {name: Count("pk", filter=Q(**{column: name})) for name, column in words.items()}
        counted |= {f"is_{name}": Count("pk", filter=Q(progress=name)) for name in Progress.values}
        return self.aggregate(**counted, to_write=Count("pk", filter=self._is_to_write()))

    @staticmethod
    def _is_to_write() -> Q:
        return Q(outcome__in=(Outcome.CREATED, Outcome.CHANGED), progress=Progress.WAITING)
