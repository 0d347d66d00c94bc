"""The event: its list and its form, one page in the order in which an event is told."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events.admin import actions, followup, media, programme, schedule, sources
from events.admin.copying import CopyDesk
from events.admin.forms import EventForm
from events.admin.lists import DeskList
from events.admin.lookalikes import LookalikeDesk
from events.admin.ownership import first_organizer
from events.admin.photos import PhotosDesk
from events.admin.plans import PlanDesk
from events.admin.previews import PreviewDesk
from events.admin.record import EventRecordDesk
from events.admin.recurrence import RepeatDesk
from events.admin.workflow import WorkflowDesk
from events.models import Event
from events.reaching import held_in
from institutions.admin.desk import TranslatedDesk, state, told_apart
from institutions.admin.merge import MergeDesk
from institutions.models import Territory
from portal.lib.date_text import moment_text, range_text


class RegionFilter(admin.SimpleListFilter):
    title = _("region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(row.slug, str(row)) for row in Territory.objects.regions().order_by("sort_key")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Event]) -> QuerySet[Event]:
        if not self.value():
            return queryset
        regions = Territory.objects.regions().filter(slug=self.value())
        return queryset.filter(held_in(regions))


FIELDSETS: list[Any] = [
    (None, {"fields": ["name", ("kind", "scope", "status", "publication_state"), "kind_wording"]}),
    (
        _("When"),
        {
            "fields": [
                ("starts_on", "starts_at", "starts_half_day"),
                ("ends_on", "ends_at", "ends_half_day"),
            ]
        },
    ),
    (
        _("When, if less is known"),
        {
            "fields": [
                ("starts_precision", "starts_weekday", "ends_precision"),
                ("when_words", "hijri_words", "time_zone"),
            ],
            "classes": ["collapse"],
            "description": _("The precision is taken from what is typed above, unless it is chosen here."),
        },
    ),
    (_("Where"), {"fields": [("territory", "place_kind"), "place_words", "online_url"]}),
    (
        _("Part of"),
        {"fields": ["super_event", ("series", "edition_number"), ("occasion", "occasion_ordinal")]},
    ),
    (_("What it was about"), {"fields": ["abstract"]}),
    (
        _("More about it"),
        {"fields": ["slogan", "description", "covered_territories", "topics"], "classes": ["collapse"]},
    ),
    (
        _("For whom"),
        {
            "fields": [
                "audiences",
                "spoken_languages",
                "accessibility",
                "access",
                "registration",
                "registration_url",
            ],
            "classes": ["collapse"],
        },
    ),
    (
        _("Publication dates and address"),
        {"fields": [("publish_from", "publish_until"), "slug"], "classes": ["collapse"]},
    ),
]

INLINES: list[Any] = [
    programme.InvolvementRows,
    schedule.VenueRows,
    programme.SpeakerCards,
    programme.SessionCards,
    followup.RecommendationCards,
    followup.AnswerCards,
    sources.PressRows,
    media.DocumentCards,
    media.PhotoCards,
    media.RecordingCards,
    sources.CountRows,
    schedule.NameRows,
    schedule.DayRows,
    schedule.ChangeCards,
    schedule.AgreementRows,
    schedule.LinkRows,
    sources.CorrectionRows,
    sources.citations_of(Event),
]


@admin.register(Event)
class EventDesk(
    LookalikeDesk,
    CopyDesk,
    RepeatDesk,
    MergeDesk,
    PhotosDesk,
    PreviewDesk,
    PlanDesk,
    WorkflowDesk,
    EventRecordDesk,
    TranslatedDesk,
):
    menu_rank = 0
    form = EventForm
    list_display = ("title", "kind", "when", "territory", "status", state)
    list_filter = (DeskList, "publication_state", "kind", "status", RegionFilter)
    list_select_related = ("territory",)
    search_fields = ("search_text", "other_names__search_text")
    date_hierarchy = "first_day"
    ordering = (F("first_day").desc(nulls_last=True), "-pk")
    choice_related = ("territory",)
    autocomplete_fields = (
        "series",
        "super_event",
        "occasion",
        "territory",
        "covered_territories",
        "topics",
        "audiences",
        "accessibility",
        "spoken_languages",
    )
    fieldsets = FIELDSETS
    inlines = INLINES
    actions = [actions.publish, actions.withdraw]

    @admin.display(description=_("title"))
    def title(self, row: Event) -> str:
        return str(row)

    @admin.display(description=_("date"), ordering="first_day")
    def when(self, row: Event) -> str:
        return range_text(row.start, row.end, get_language() or "ar") if row.starts_on else row.when_words

    def choice_label(self, row: Event) -> str:
        dated = row.name and row.starts_on
        return told_apart(row, dated and moment_text(row.start, get_language() or "ar"))

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk is None and isinstance(inline, programme.InvolvementRows):
            given["initial"] = first_organizer(request)
        return given

    def get_inline_formsets(self, *args: Any, **kwargs: Any) -> list[Any]:
        """A table that has rows is open: nobody should have to look for what is there."""
        formsets = super().get_inline_formsets(*args, **kwargs)
        for formset in formsets:
            if formset.formset.initial_form_count():
                formset.classes = formset.classes.replace("collapse", "")
        return formsets
