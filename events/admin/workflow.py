"""The work flow in the form of an event: its buttons, where it stands, and the pages that ask for a reason."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events import rights, services
from events.admin import actions
from events.admin.refusals import say_what_is_missing, tell
from events.models import Consent, Event
from events.workflow import STEPS, ConsentState, DecisionVerb
from institutions.admin.forms import clean_on_entry
from institutions.enums import PublicationState
from staff.roles import Role, has_role

WANTED = "_wanted"  # in the address of a form that was saved and then refused by a verb
TIMELINE_LENGTH = 30


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "autofocus": True}),
        error_messages={"required": gettext_lazy("Say why.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clean_on_entry(self.fields["reason"])


@dataclass(frozen=True)
class Button:
    """A verb beside «Save»: saves the form, then does it or asks for the reason."""

    name: str
    verb: DecisionVerb
    label: Any
    may: Any
    asks_why: bool = False
    question: Any = ""
    done: Any = ""

    @property
    def page(self) -> str:
        return f"admin:events_event_{self.verb.value}"


BUTTONS = (
    Button(
        "_submit_for_review",
        DecisionVerb.SUBMITTED,
        gettext_lazy("Submit for review"),
        rights.may_submit,
        done=gettext_lazy("«%(event)s» was submitted for review."),
    ),
    Button("_publish", DecisionVerb.PUBLISHED, gettext_lazy("Publish"), rights.may_publish),
    Button(
        "_refuse",
        DecisionVerb.REFUSED,
        gettext_lazy("Return to the author"),
        rights.may_review,
        asks_why=True,
        question=gettext_lazy("What should the author correct? The author reads this above the form."),
        done=gettext_lazy("«%(event)s» was returned to its author."),
    ),
    Button(
        "_withdraw",
        DecisionVerb.WITHDRAWN,
        gettext_lazy("Withdraw"),
        rights.may_withdraw,
        asks_why=True,
        question=gettext_lazy("The event will no longer be public. Why?"),
        done=gettext_lazy("No longer public: «%(event)s»."),
    ),
    Button(
        "_reopen",
        DecisionVerb.REOPENED,
        gettext_lazy("Take up again as a draft"),
        rights.may_publish,
        done=gettext_lazy("«%(event)s» is a draft again."),
    ),
)
VERBS: dict[DecisionVerb, Any] = {
    DecisionVerb.SUBMITTED: services.submit_event,
    DecisionVerb.REFUSED: services.refuse_event,
    DecisionVerb.WITHDRAWN: services.withdraw_event,
    DecisionVerb.REOPENED: services.reopen_event,
}


def buttons_for(user: Any, event: Event | None) -> list[Button]:
    """The verbs that lead somewhere from here and that ``user`` may use. Constant queries."""
    if event is None or event.pk is None:
        roles = {"_submit_for_review": Role.AUTHOR, "_publish": Role.PUBLISHER}
        return [button for button in BUTTONS if button.name in roles and has_role(user, roles[button.name])]
    state = event.publication_state
    return [button for button in BUTTONS if STEPS[button.verb].leads_from(state) and button.may(user, event)]


class WorkflowDesk:
    """Mixin of the event's desk. The state is read-only: verbs change it."""

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if "publication_state" in fields else (*fields, "publication_state")

    def get_urls(self) -> list[Any]:
        pages = [
            path(
                f"<path:object_id>/{button.verb.value}/",
                self.admin_site.admin_view(partial(self.reason_view, button=button)),
                name=f"events_event_{button.verb.value}",
            )
            for button in BUTTONS
            if button.asks_why
        ]
        answer = path(
            "<path:object_id>/consent/<int:consent_id>/",
            self.admin_site.admin_view(require_POST(self.consent_view)),
            name="events_event_consent",
        )
        return [*pages, answer, *super().get_urls()]

    # The form ------------------------------------------------------------------------------------
    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, obj: Event | None = None, **kwargs: Any
    ) -> Any:
        context["desk"] = self.desk_context(request, obj)
        if obj is not None and WANTED in request.GET and request.method == "GET":
            say_what_is_missing(context, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def desk_context(self, request: HttpRequest, event: Event | None) -> dict[str, Any]:
        """What the form shows around its fields; the same number of queries whatever has happened."""
        context = {"buttons": buttons_for(request.user, event), "links": [], "timeline": [], "consents": []}
        if event is None or not rights.may_edit(request.user, event):  # why it was refused is not for readers
            return {**context, "event": event, "refusal": None}
        timeline = list(event.decisions.all()[:TIMELINE_LENGTH])
        return {
            **context,
            "event": event,
            "timeline": timeline,
            "refusal": latest_refusal(event, timeline),
            "consents": consents_of(event, request.user),
        }

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A verb comes after the save, with a version of its own: refused, it takes nothing of the save back."""
        response = super().changeform_view(request, *args, **kwargs)
        button = next((button for button in BUTTONS if button.name in request.POST), None)
        event = getattr(request, "saved_row", None)
        if button is None or not isinstance(event, Event) or not isinstance(response, HttpResponseRedirect):
            return response
        return self.after_saving(request, event, button)

    def after_saving(self, request: HttpRequest, event: Event, button: Button) -> HttpResponse:
        """Does the verb whose button was pressed, or leads to the page that asks why."""
        form_address = reverse("admin:events_event_change", args=[event.pk])
        if not button.may(request.user, event):
            text = _("Saved, but not done: «%(verb)s» is not yours to decide.") % {"verb": button.label}
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(form_address)
        if button.asks_why:
            return HttpResponseRedirect(reverse(button.page, args=[event.pk]))
        if button.verb == DecisionVerb.PUBLISHED:
            done = actions.publish_one(self, request, event)
        else:
            done = self.do(request, event, button)
        return HttpResponseRedirect(form_address if done else f"{form_address}?{WANTED}={button.verb.value}")

    def do(self, request: HttpRequest, event: Event, button: Button) -> bool:
        try:
            VERBS[button.verb](event=event, by=request.user)
        except ValidationError as error:
            text = _("Saved, but not done: «%(verb)s». %(reasons)s")
            words = {"verb": button.label, "reasons": actions.reasons(error)}
            self.message_user(request, text % words, messages.ERROR)
            return False
        self.message_user(request, button.done % {"event": event}, messages.SUCCESS)
        return True

    # Pages of their own --------------------------------------------------------------------------
    def event_or_refusal(self, request: HttpRequest, object_id: str, may: Any) -> Event:
        """The event at ``object_id``; Http404 where the user does not see it, 403 where it is not theirs to do so."""
        event = self.get_object(request, object_id)
        if event is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not may(request.user, event):
            raise PermissionDenied
        return event

    def page_context(self, request: HttpRequest, event: Event, title: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": None,
            "opts": self.opts,
            "original": event,
            "event": event,
            "is_popup": False,
        }

    def reason_view(self, request: HttpRequest, object_id: str, *, button: Button) -> HttpResponse:
        event = self.event_or_refusal(request, object_id, button.may)
        if isinstance(event, HttpResponse):
            return event
        form = ReasonForm(request.POST or None)
        if form.is_valid():
            try:
                VERBS[button.verb](event=event, by=request.user, reason=form.cleaned_data["reason"])
            except ValidationError as error:
                tell(form, error)
            else:
                self.message_user(request, button.done % {"event": event}, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))
        context = {**self.page_context(request, event, button.label), "form": form, "button": button}
        return TemplateResponse(request, "admin/events/event/reason.html", context)

    def consent_view(self, request: HttpRequest, object_id: str, consent_id: int) -> HttpResponse:
        event = self.event_or_refusal(request, object_id, rights.may_see)
        if isinstance(event, HttpResponse):
            return event
        consent = event.consents.select_related("institution").filter(pk=consent_id).first()
        if consent is None or not rights.may_consent(request.user, event, consent.institution):
            raise PermissionDenied
        agrees = "agree" in request.POST
        form = ReasonForm(request.POST)
        form.fields["reason"].required = not agrees
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            services.give_consent(consent=consent, by=request.user, agrees=agrees, reason=reason)
            self.message_user(
                request, _("The answer of «%s» is recorded.") % consent.institution, messages.SUCCESS
            )
        else:
            text = _("Not recorded: an objection says why.")
            self.message_user(request, text, messages.ERROR)
        return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))


# Where an event stands ---------------------------------------------------------------------------
def latest_refusal(event: Event, timeline: list[Any]) -> Any:
    """The reviewer's reason, until the author submits again."""
    if event.publication_state != PublicationState.DRAFT:
        return None
    steps = [row for row in timeline if row.verb in STEPS]
    return steps[0] if steps and steps[0].verb == DecisionVerb.REFUSED else None


@dataclass(frozen=True)
class Question:
    """A consent and whether the reader may answer it."""

    consent: Consent
    is_mine: bool

    @property
    def is_open(self) -> bool:
        return self.consent.state == ConsentState.ASKED


def consents_of(event: Event, user: Any) -> list[Question]:
    """One query, and the user's institutions."""
    if event.publication_state == PublicationState.PUBLISHED:
        return []
    mine = rights.institutions_of(user) if has_role(user, Role.PUBLISHER) else ()
    rows = event.consents.select_related("institution")
    return [Question(row, row.institution_id in mine) for row in rows]
