"""Where facts come from: the press, citations, figures and corrections."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from events.admin.forms import about
from events.admin.ownership import AttachedRows, for_user
from events.models import Citation, Correction, Count, Event, PressItem, PressItemEvent
from institutions.admin.desk import Desk, GenericTable, PartDesk, TableRows, TranslatedDesk, TranslatedTable


def citations_of(model: type[models.Model]) -> type[GenericTable]:
    """Rows that say which source says what of a fact of ``model``."""
    attributes = {
        "model": Citation,
        "form": about(model),
        "autocomplete_fields": ("source",),
        "fields": ("field", "source", "wording", "language", "is_chosen"),
    }
    return type(f"{model.__name__}Citations", (GenericTable,), attributes)


class PressRows(TableRows):
    model = PressItemEvent
    extra = 1
    classes = []
    autocomplete_fields = ("pressitem",)


class ReportedEventRows(TableRows):
    model = PressItemEvent
    formset = AttachedRows
    autocomplete_fields = ("event",)
    extra = 1
    classes = []

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return for_user(super().get_formset(request, obj, **kwargs), request)


class CountRows(TableRows):
    model = Count
    autocomplete_fields = ("source",)
    fields = ("unit", "value", "qualifier", "scope", "on", "wording", "source", "is_chosen", "position")
    show_change_link = True


class CorrectionRows(TranslatedTable):
    model = Correction
    form = about(Event)
    fields = ("on", "field", "before", "after", "reason")


@admin.register(Count)
class CountDesk(PartDesk, TranslatedDesk):
    list_display = ("__str__", "event")
    list_select_related = ("event__territory",)
    search_fields = ("event__search_text",)
    ordering = ("event", "position", "pk")
    readonly_fields = ("event",)
    autocomplete_fields = ("source",)
    fields = ("event", *CountRows.fields[:4], "scope_words", *CountRows.fields[4:])
    inlines = [citations_of(Count)]


@admin.register(PressItem)
class PressItemDesk(Desk):
    menu_rank = 3
    list_display = ("__str__", "outlet", "kind", "language", "published_on")
    list_filter = ("kind", "language")
    search_fields = ("search_text", "event_links__event__search_text")
    date_hierarchy = "published_on"
    ordering = ("-published_on", "-pk")
    autocomplete_fields = ("same_dispatch_as",)
    inlines = [ReportedEventRows]
    fields = (
        "title",
        ("outlet", "kind", "language"),
        ("published_on", "published_words"),
        "url",
        "same_dispatch_as",
        "note",
    )

    def choice_label(self, row: Any) -> str:
        return f"{row.outlet}: {row.title}" if row.outlet and row.title else str(row)
