"""Preview links in the form of an event: made, shown once, listed, revoked."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from events import previews, rights
from events.models import Event
from events.workflow import PublicationState
from history.revisions import open_revisions


class PreviewDesk:
    """Mixin of the event's desk; comes before ``WorkflowDesk``, whose pages and context it extends."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/previews/new/",
                view(require_POST(self.create_preview_view)),
                name="events_event_preview",
            ),
            path(
                "<path:object_id>/previews/<int:link_id>/revoke/",
                view(require_POST(self.revoke_preview_view)),
                name="events_event_preview_revoke",
            ),
            *super().get_urls(),
        ]

    def preview_address(self, event: Event) -> str:
        """Where a preview of a proposed change of ``event`` is asked for."""
        return reverse("admin:events_event_preview", args=[event.pk])

    def desk_context(self, request: HttpRequest, event: Event | None) -> dict[str, Any]:
        context = super().desk_context(request, event)
        if event is None or not rights.may_edit(request.user, event):
            return {**context, "may_preview": False, "previews": []}
        return {
            **context,
            "may_preview": event.publication_state != PublicationState.PUBLISHED,
            "previews": list(previews.open_links(event)),
        }

    def create_preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        event = self.event_or_refusal(request, object_id, rights.may_edit)
        if isinstance(event, HttpResponse):
            return event
        revision = None
        if "revision" in request.POST:
            asked = request.POST["revision"]
            revision = get_object_or_404(open_revisions(event), pk=int(asked) if asked.isdecimal() else 0)
        link, token = previews.create_preview(
            event=event, by=request.user, revision=revision, request=request
        )
        context = {
            **self.page_context(request, event, _("Preview link")),
            "link": link,
            "addresses": addresses_of(token),
        }
        response = TemplateResponse(request, "admin/events/event/preview_link.html", context)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def revoke_preview_view(self, request: HttpRequest, object_id: str, link_id: int) -> HttpResponse:
        event = self.event_or_refusal(request, object_id, rights.may_edit)
        if isinstance(event, HttpResponse):
            return event
        link = event.preview_links.filter(pk=link_id).first()
        if link is None:
            raise PermissionDenied
        previews.revoke_preview(link=link, by=request.user, request=request)
        self.message_user(request, _("The preview link no longer opens."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))


def addresses_of(token: str) -> list[dict[str, str]]:
    """The secret address in each language of the portal."""
    found = []
    for code, name in settings.LANGUAGES:
        if code in settings.COMPLETE_LANGUAGES:
            with override(code):
                address = settings.SITE_URL.rstrip("/") + reverse("events:event_preview", args=[token])
            found.append({"code": code, "name": name, "address": address})
    return found
