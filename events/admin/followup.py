"""What was asked, what was answered, what came of it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from events.admin.forms import DueForm
from events.admin.programme import EventPartDesk, OfOneEvent
from events.admin.rows import EventRows
from events.admin.sources import citations_of
from events.enums import FollowUpStatus
from events.models import Answer, FollowUp, Recommendation
from institutions.admin.desk import TranslatedCards


class DueOfOneEvent(DueForm, OfOneEvent):
    pass


class RecommendationCards(TranslatedCards):
    model = Recommendation
    form = DueForm
    formset = EventRows
    autocomplete_fields = ("addressees",)
    fields = (
        "kind",
        "text",
        ("raised_by", "session"),
        "raised_by_words",
        "addressees",
        "addressed_to_words",
        ("due_on", "due_precision"),
        "due_words",
        "position",
    )
    show_change_link = True


class AnswerCards(TranslatedCards):
    model = Answer
    formset = EventRows
    autocomplete_fields = ("source",)
    fields = ("text", ("speaker", "source"), "covers", "position")


class FollowUpCards(TranslatedCards):
    model = FollowUp
    extra = 1
    classes = []
    autocomplete_fields = ("source",)
    fields = (("status", "on"), "note", ("source", "evidence_url"))


@admin.register(Recommendation)
class RecommendationDesk(EventPartDesk):
    menu_rank = 1
    form = DueOfOneEvent
    on_first_page = True
    list_display = ("__str__", "kind", "event", "status")
    list_filter = ("kind",)
    search_fields = ("search_text", "event__search_text", "addressees__search_text")
    autocomplete_fields = ("addressees",)
    ordering = ("-event__first_day", "event", "position", "pk")
    fields = ("event", *RecommendationCards.fields)
    inlines = [FollowUpCards, citations_of(Recommendation)]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_status()

    @admin.display(description=FollowUp._meta.get_field("status").verbose_name)
    def status(self, row: Any) -> str:
        return str(FollowUpStatus(row.status).label)
