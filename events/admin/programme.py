"""Who took part, who spoke, in which session, and what was said."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from events.admin.ownership import OrganizerRows, for_user
from events.admin.rows import EventRows, choose_within
from events.admin.sources import citations_of
from events.models import Involvement, Session, Speaker, Statement
from institutions.admin.desk import PartDesk, TranslatedCards, TranslatedDesk, TranslatedTable
from institutions.admin.forms import CleanForm


class OfOneEvent(CleanForm):
    """The form of a part of an event, on its own page: it cannot point into another event."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_within(self.instance.event, self.fields, {})


class EventPartDesk(PartDesk, TranslatedDesk):
    """The page of one part of an event; it stays with its event."""

    form = OfOneEvent
    readonly_fields = ("event",)
    ordering = ("event", "position", "pk")
    list_select_related = ("event__territory",)


class InvolvementRows(TranslatedTable):
    model = Involvement
    formset = OrganizerRows
    extra = 1
    classes = []
    autocomplete_fields = ("institution",)
    fields = ("institution", "role", "note", "position")
    show_change_link = True

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return for_user(super().get_formset(request, obj, **kwargs), request)


class SpeakerCards(TranslatedCards):
    model = Speaker
    formset = EventRows
    extra = 1
    classes = []
    autocomplete_fields = ("person", "institution")
    fields = (
        ("person", "institution"),
        "title",
        "rank",
        ("role", "session", "gender"),
        ("name_is_public", "is_group", "position"),
    )
    show_change_link = True


class SessionCards(TranslatedCards):
    model = Session
    autocomplete_fields = ("room",)
    fields = ("name", ("on", "starts_at", "ends_at"), "room", "abstract", "position")


class StatementCards(TranslatedCards):
    model = Statement
    extra = 1
    classes = []
    autocomplete_fields = ("source",)
    fields = ("text", ("medium", "source"), "position")


@admin.register(Involvement)
class InvolvementDesk(EventPartDesk):
    list_display = ("event", "institution", "role")
    list_select_related = ("event__territory", "institution")
    search_fields = ("event__search_text", "institution__search_text")
    autocomplete_fields = ("institution",)
    fields = ("event", "institution", "role", "note", "position")
    inlines = [citations_of(Involvement)]


@admin.register(Speaker)
class SpeakerDesk(EventPartDesk):
    list_display = ("__str__", "role", "event")
    list_select_related = ("event__territory", "person")
    search_fields = ("person__search_text", "person__other_names__search_text", "event__search_text")
    autocomplete_fields = ("person", "institution")
    fields = ("event", *SpeakerCards.fields)
    inlines = [StatementCards, citations_of(Speaker)]
