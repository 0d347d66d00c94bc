"""The lists of the desk as a filter of the list of events: mine, to review, without follow-up…"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.worklists import WORKLISTS, conditions_for
from events.models import Event


class DeskList(admin.SimpleListFilter):
    """Without counts: those are the dashboard's, in one query."""

    title = _("list")
    parameter_name = "list"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        self.conditions = conditions_for(request.user)
        return [(name, WORKLISTS[name].label) for name in self.conditions]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        condition = self.conditions.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition)
