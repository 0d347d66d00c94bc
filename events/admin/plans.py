"""Pages that change the plan of an event: a reason, the new values, and what was announced before."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from events import rights, services
from events.admin.refusals import tell
from events.enums import EventStatus, HalfDay
from events.models import Event, EventVenue, Room, Venue
from events.places import place_words
from events.workflow import PLANS, DecisionVerb
from institutions.admin.forms import clean_on_entry
from institutions.enums import PublicationState
from institutions.models import Territory
from portal.lib.date_text import range_text
from portal.lib.translated import DIRECTION


def text_field(label: Any, language: str, max_length: int = 400) -> forms.CharField:
    attributes = {"lang": language, "dir": DIRECTION[language], "rows": 3, "class": "vLargeTextField"}
    widget = forms.Textarea(attrs=attributes)
    return forms.CharField(label=label, max_length=max_length, required=False, widget=widget)


class PlanForm(forms.Form):
    reason_ar = text_field(_("Reason (Arabic)"), "ar")
    reason_fr = text_field(_("Reason (French)"), "fr")

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.event = event
        for field in self.fields.values():
            clean_on_entry(field)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("reason_ar") or cleaned.get("reason_fr")) and "reason_ar" not in self.errors:
            self.add_error("reason_ar", _("Give the reason in Arabic or in French."))
        return cleaned

    def texts(self, field: str) -> dict[str, str]:
        return {x: self.cleaned_data.get(f"{field}_{x}", "") for x in ("ar", "fr")}

    def perform(self, by: Any) -> None:
        raise NotImplementedError


class PostponeForm(PlanForm):
    when_words = forms.CharField(
        label=_("New date in words"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto", "class": "vTextField"}),
        help_text=_("Left empty: «until a later date». A new date that is known is given by «New date»."),
    )

    def perform(self, by: Any) -> None:
        words = self.cleaned_data["when_words"]
        services.postpone_event(event=self.event, by=by, reason=self.texts("reason"), when_words=words)


def day_field(label: Any, required: bool = False) -> forms.DateField:
    widget = AdminDateWidget(attrs={"dir": "ltr"})
    return forms.DateField(
        label=label, required=required, widget=widget, error_messages={"required": _("Give the new date.")}
    )


def clock_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, widget=forms.TimeInput(attrs={"dir": "ltr", "size": 8})
    )


def half_day_field(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", "—"), *HalfDay.choices])


class RescheduleForm(PlanForm):
    starts_on = day_field(_("New start date"), required=True)
    starts_at = clock_field(_("Start time"))
    starts_half_day = half_day_field(_("Part of the day"))
    ends_on = day_field(_("New end date"))
    ends_at = clock_field(_("End time"))
    ends_half_day = half_day_field(_("Part of the last day"))

    def clean(self) -> dict[str, Any]:
        """The model says the same, but not beside which of the two."""
        cleaned = super().clean()
        start, end = cleaned.get("starts_at"), cleaned.get("ends_at")
        if start and end and end < start and cleaned.get("ends_on") == cleaned.get("starts_on"):
            self.add_error("ends_at", _("The event cannot end before it starts."))
        return cleaned

    def perform(self, by: Any) -> None:
        columns = ("starts_on", "starts_at", "starts_half_day", "ends_on", "ends_at", "ends_half_day")
        dates = services.Dates(**{name: self.cleaned_data[name] for name in columns})
        services.reschedule_event(event=self.event, by=by, reason=self.texts("reason"), dates=dates)


class CancelForm(PlanForm):
    with_sub_events = forms.BooleanField(label=_("Cancel its sub-events too"), required=False)

    def __init__(self, event: Event, *args: Any, **kwargs: Any) -> None:
        super().__init__(event, *args, **kwargs)
        if not event.sub_events.exists():
            del self.fields["with_sub_events"]

    def perform(self, by: Any) -> None:
        too = self.cleaned_data.get("with_sub_events", False)
        services.cancel_event(event=self.event, by=by, reason=self.texts("reason"), with_sub_events=too)


def choice_field(model: type, column: str, rows: type, label: Any, **options: Any) -> forms.ModelChoiceField:
    """A search of the admin, as in the form of the event."""
    widget = AutocompleteSelect(model._meta.get_field(column), admin.site)  # type: ignore[attr-defined]  # a model
    return forms.ModelChoiceField(
        rows._default_manager.all(), label=label, required=False, widget=widget, **options
    )  # type: ignore[attr-defined]  # a model


class MoveForm(PlanForm):
    territory = choice_field(Event, "territory", Territory, _("New city or district"))
    venue = choice_field(EventVenue, "venue", Venue, _("New venue"))
    room = choice_field(EventVenue, "room", Room, _("New room"))
    place_words_ar = text_field(_("New place in words (Arabic)"), "ar", max_length=300)
    place_words_fr = text_field(_("New place in words (French)"), "fr", max_length=300)
    online_url = forms.URLField(
        label=_("Online address"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr", "class": "vURLField"}),
        help_text=_("With a city: the event is also online. Without: it moves online."),
    )

    def perform(self, by: Any) -> None:
        named = {name: self.cleaned_data[name] for name in ("territory", "venue", "room", "online_url")}
        place = services.Place(**named, words=self.texts("place_words"))
        services.move_event(event=self.event, by=by, reason=self.texts("reason"), place=place)


@dataclass(frozen=True)
class Plan:
    """One change of plan, with its form and its words."""

    verb: DecisionVerb
    form: type[PlanForm]
    title: Any
    explanation: Any
    done: Any

    @property
    def page(self) -> str:
        return f"admin:events_event_{self.verb.value}"


CHANGES = (
    Plan(
        DecisionVerb.POSTPONED,
        PostponeForm,
        _("Postpone"),
        _("It will not take place on the date announced, and the new date is not known yet."),
        _("«%(event)s» is postponed. The former date stays visible."),
    ),
    Plan(
        DecisionVerb.RESCHEDULED,
        RescheduleForm,
        _("New date"),
        _("It takes place on another date. The former date stays visible."),
        _("«%(event)s» has a new date. The former one stays visible."),
    ),
    Plan(
        DecisionVerb.MOVED,
        MoveForm,
        _("New place"),
        _("It takes place elsewhere or online. The former place stays visible."),
        _("«%(event)s» has a new place. The former one stays visible."),
    ),
    Plan(
        DecisionVerb.CANCELLED,
        CancelForm,
        _("Cancel the event"),
        _("It will not take place. Its page stays, and says so."),
        _("«%(event)s» is cancelled."),
    ),
)


def may_replan(user: Any, event: Event) -> bool:
    """What the public knows of is for publishers, what it does not for whoever edits it."""
    is_known = event.publication_state == PublicationState.PUBLISHED
    return (rights.may_publish if is_known else rights.may_edit)(user, event)


@dataclass(frozen=True)
class Link:
    href: str
    text: Any


class PlanDesk:
    """Mixin of the event's desk; comes before ``WorkflowDesk``, whose pages and context it extends."""

    def get_urls(self) -> list[Any]:
        pages = [
            path(
                f"<path:object_id>/{plan.verb.value}/",
                self.admin_site.admin_view(partial(self.plan_view, plan=plan)),
                name=f"events_event_{plan.verb.value}",
            )
            for plan in CHANGES
        ]
        return [*pages, *super().get_urls()]

    def desk_context(self, request: HttpRequest, event: Event | None) -> dict[str, Any]:
        context = super().desk_context(request, event)
        if event is not None and may_replan(request.user, event):
            context["links"] += [
                Link(reverse(plan.page, args=[event.pk]), plan.title)
                for plan in CHANGES
                if event.status in PLANS[plan.verb]
            ]
        return context

    def plan_view(self, request: HttpRequest, object_id: str, *, plan: Plan) -> HttpResponse:
        event = self.event_or_refusal(request, object_id, may_replan)
        if isinstance(event, HttpResponse):
            return event
        form = plan.form(event, request.POST or None)
        if form.is_valid():
            try:
                form.perform(request.user)
            except ValidationError as error:
                tell(form, error)
            else:
                self.message_user(request, plan.done % {"event": event}, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))
        context = {
            **self.page_context(request, event, plan.title),
            "form": form,
            "plan": plan,
            "media": self.media + form.media,
            "present": present_plan(event),
        }
        response = TemplateResponse(request, "admin/events/event/plan.html", context)
        try:
            return response.render()
        except OverflowError as error:  # a forged key beyond 64 bits, which SQLite cannot even look for
            raise BadRequest from error


def present_plan(event: Event) -> dict[str, str]:
    """When, where and whether, as the public reads it now."""
    language = get_language() or "ar"
    dated = event.starts_on is not None
    return {
        "when": range_text(event.start, event.end, language) if dated else event.when_words,
        "where": place_words(event, language),
        "status": str(EventStatus(event.status).label),
    }
