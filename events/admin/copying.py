"""The page from which an event is copied into a new edition: what to take along, and what never comes along."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import rights
from events.admin.plans import Link
from events.admin.refusals import tell
from events.copying import USUAL, CopiedPart, copy_event
from events.models import Event


class CopyForm(forms.Form):
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Take along"),
        choices=CopiedPart.choices,
        required=False,
        initial=[part.value for part in CopiedPart if part in USUAL],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Tick the speakers only when they are known to come: the record would say so. "
            "Their functions are those of the event that is copied."
        ),
    )


def may_copy(user: Any, event: Event) -> bool:
    return rights.may_add(user) and rights.may_edit(user, event)


class CopyDesk:
    """Mixin of the event's desk; comes before ``WorkflowDesk``, whose pages and context it extends."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.copy_view)
        return [path("<path:object_id>/copy/", view, name="events_event_copy"), *super().get_urls()]

    def desk_context(self, request: HttpRequest, event: Event | None) -> dict[str, Any]:
        context = super().desk_context(request, event)
        if event is not None and may_copy(request.user, event):
            address = reverse("admin:events_event_copy", args=[event.pk])
            context["links"].append(Link(address, _("New edition")))
        return context

    def copy_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        event = self.event_or_refusal(request, object_id, may_copy)
        if isinstance(event, HttpResponse):
            return event
        form = CopyForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                new = copy_event(event=event, by=request.user, parts=form.cleaned_data["parts"])
            except ValidationError as error:
                tell(form, error)
            else:
                text = _("This is the draft of a new edition. Give its date, and correct what has changed.")
                self.message_user(request, text, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:events_event_change", args=[new.pk]))
        context = {**self.page_context(request, event, _("New edition")), "form": form, "media": self.media}
        return TemplateResponse(request, "admin/events/event/copy.html", context)
