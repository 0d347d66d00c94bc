"""Series, occasions, venues and the open vocabularies."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from events.models import (
    AccessibilityProvision,
    Audience,
    EventSeries,
    Occasion,
    Room,
    SpokenLanguage,
    Topic,
    Venue,
)
from institutions.admin.desk import PUBLICATION, TranslatedDesk, TranslatedTable, state, told_apart
from institutions.admin.merge import MergeDesk
from portal.lib.text import normalize, words


class WordDesk(TranslatedDesk):
    """A short list of words without a search column: its few rows are read and compared one by one."""

    search_fields = ("name",)
    ordering = ("name_ar", "pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        searched = words(search_term)
        if not search_term.strip():
            return queryset, False
        texts = {row.pk: normalize(" ".join(filter(None, row.searchable_words()))) for row in queryset}
        found = [pk for pk, text in texts.items() if searched and all(word in text for word in searched)]
        return queryset.filter(pk__in=found), False


@admin.register(Topic, Audience, AccessibilityProvision, SpokenLanguage)
class VocabularyDesk(MergeDesk, WordDesk):
    list_display = ("__str__", "slug")
    fields = ("name", "slug")


@admin.register(Occasion)
class OccasionDesk(MergeDesk, WordDesk):
    list_display = ("__str__", "first_year")
    fields = ("name", "first_year")


@admin.register(EventSeries)
class SeriesDesk(MergeDesk, TranslatedDesk):
    menu_rank = 2
    list_display = ("__str__", "organizer", state)
    list_filter = ("publication_state",)
    list_select_related = ("organizer",)
    autocomplete_fields = ("organizer",)
    fieldsets = [(None, {"fields": ["name", "organizer", "description"]}), PUBLICATION]


class RoomRows(TranslatedTable):
    model = Room
    extra = 1
    classes = []
    fields = ("name", "capacity")


@admin.register(Venue)
class VenueDesk(MergeDesk, TranslatedDesk):
    list_display = ("__str__", "territory", "capacity")
    list_select_related = ("territory",)
    search_fields = ("search_text", "territory__search_text")
    ordering = ("search_text", "pk")
    autocomplete_fields = ("territory",)
    choice_related = ("territory",)
    fields = ("name", "territory", "address", ("latitude", "longitude"), ("capacity", "area"))
    inlines = [RoomRows]

    def choice_label(self, row: Venue) -> str:
        return told_apart(row, row.territory)


@admin.register(Room)
class RoomDesk(TranslatedDesk):
    list_display = ("__str__", "venue", "capacity")
    list_select_related = ("venue",)
    search_fields = ("search_text", "venue__search_text")
    ordering = ("search_text", "pk")
    autocomplete_fields = ("venue",)
    choice_related = ("venue",)
    fields = ("name", "venue", "capacity")

    def choice_label(self, row: Room) -> str:
        return told_apart(row, row.venue)
