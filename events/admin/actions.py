"""Publishing and withdrawing several events at once; services do the work, this says what became of it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from events import rights
from events.models import Event
from events.services import publish_event, withdraw_event
from events.titles import SEPARATOR
from portal.lib.text import clean_input


@admin.action(description=gettext_lazy("Publish the selected events"), permissions=["publish"])
def publish(desk: Any, request: Any, queryset: QuerySet[Event]) -> None:
    for event in queryset:
        publish_one(desk, request, event)


def publish_one(desk: Any, request: Any, event: Event) -> bool:
    """Publish ``event`` and say what became public, or what stands in the way. True when it is public."""
    try:
        _refuse_strangers(rights.may_publish(request.user, event))
        rows = publish_event(event=event, by=request.user)
    except ValidationError as error:
        text = _("«%(event)s» was not published. %(reasons)s") % {"event": event, "reasons": reasons(error)}
        desk.message_user(request, text, messages.ERROR)
        return False
    names = SEPARATOR[get_language() or "ar"].join(f"«{row}»" for row in rows)
    desk.message_user(request, _("Public now: %(names)s.") % {"names": names}, messages.SUCCESS)
    return True


@admin.action(description=gettext_lazy("Withdraw the selected events"), permissions=["publish"])
def withdraw(desk: Any, request: Any, queryset: QuerySet[Event]) -> HttpResponse | None:
    """Asks for the reason first."""
    reason = clean_input(request.POST.get("reason", ""))
    if not reason:
        context = {
            **desk.admin_site.each_context(request),
            "title": _("Withdraw the selected events"),
            "opts": desk.opts,
            "subtitle": None,
            "is_popup": False,
            "events": queryset,
            "asked_before": "reason" in request.POST,
        }
        return TemplateResponse(request, "admin/events/withdraw.html", context)
    for event in queryset:
        _withdraw_one(desk, request, event, reason)
    return None


def _withdraw_one(desk: Any, request: Any, event: Event, reason: str) -> None:
    try:
        _refuse_strangers(rights.may_withdraw(request.user, event))
        withdraw_event(event=event, by=request.user, reason=reason)
    except ValidationError as error:
        text = _("«%(event)s» was not withdrawn. %(reasons)s") % {"event": event, "reasons": reasons(error)}
        desk.message_user(request, text, messages.ERROR)
    else:
        text = _("No longer public: «%(event)s».") % {"event": event}
        desk.message_user(request, text, messages.SUCCESS)


def _refuse_strangers(may: bool) -> None:
    """Among the selected events may be some that others publish."""
    if not may:
        raise ValidationError(_("This is for the publishers of the institutions that organise it."))


def reasons(error: ValidationError) -> str:
    """The messages of ``error``, each with the field it is about."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        message if name == NON_FIELD_ERRORS else f"{Event._meta.get_field(name).verbose_name}: {message}"
        for name, messages_of_field in error.message_dict.items()
        for message in messages_of_field
    )
