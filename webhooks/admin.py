"""Webhooks at the desk of administrators: who is told, every message with what became of it, and a test."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from staff import audit
from staff.roles import Role, has_role
from webhooks.delivering import attempt, replay, rotate
from webhooks.feeding import new_message
from webhooks.models import Delivery, State, Subscription


class AdministratorsOnly:
    """Nobody else knows that there are webhooks."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, Role.ADMINISTRATOR)

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


@admin.action(description=_("Send a test message to the chosen webhooks"), permissions=["change"])
def send_test(desk: Any, request: HttpRequest, subscriptions: QuerySet[Subscription]) -> None:
    for subscription in subscriptions[:10]:
        delivery = new_message(subscription, "test", {"message": "Hakama"})
        delivery.save()
        outcome = attempt(delivery)
        if outcome.is_delivered:
            text = _("%(name)s took the test message (%(status)s, %(time)s ms).")
        else:
            text = _("%(name)s did not take the test message: %(error)s.")
        told = {
            "name": subscription.name,
            "status": outcome.status,
            "time": outcome.milliseconds,
            "error": outcome.error,
        }
        desk.message_user(request, text % told, messages.SUCCESS if outcome.is_delivered else messages.ERROR)


@admin.action(description=_("Make a new secret for the chosen webhooks"), permissions=["change"])
def new_secrets(desk: Any, request: HttpRequest, subscriptions: QuerySet[Subscription]) -> HttpResponse:
    for subscription in subscriptions:
        rotate(subscription)
        audit.record(audit.Action.KEY_MADE, by=request.user, target=subscription, request=request)
    return _secrets(desk, request, list(subscriptions))


def _secrets(desk: Any, request: HttpRequest, subscriptions: list[Subscription]) -> HttpResponse:
    """The secrets, once: no message, no cookie, no address and no cache keeps them."""
    context = {
        **desk.admin_site.each_context(request),
        "title": _("New secrets"),
        "subscriptions": subscriptions,
        "opts": desk.opts,
    }
    response = TemplateResponse(request, "admin/webhooks/secrets.html", context)
    add_never_cache_headers(response)
    return response


@admin.register(Subscription)
class WebhookDesk(AdministratorsOnly, admin.ModelAdmin):
    list_display = ("name", "url", "query", "is_active", "failing_since", "waiting", "given_up")
    list_filter = ("is_active",)
    search_fields = ("name", "url", "owner_email")
    fields = ("name", "url", "owner_email", "query", "is_active")
    actions = [send_test, new_secrets]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        rows = super().get_queryset(request)
        return rows.annotate(
            waiting_count=Count("deliveries", filter=Q(deliveries__state=State.WAITING)),
            dead_count=Count("deliveries", filter=Q(deliveries__state=State.DEAD)),
        )

    @admin.display(description=_("waiting"))
    def waiting(self, subscription: Any) -> int:
        return int(subscription.waiting_count)

    @admin.display(description=_("given up"))
    def given_up(self, subscription: Any) -> int:
        return int(subscription.dead_count)

    def save_model(self, request: HttpRequest, obj: Subscription, form: Any, change: bool) -> None:
        if "is_active" in form.changed_data and obj.is_active:
            obj.failing_since = None
        if "query" in form.changed_data:
            obj.position = None  # another filter: what is there already is taken as known
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return _secrets(self, request, [obj])


@admin.action(description=_("Send the chosen messages again"), permissions=["change"])
def send_again(desk: Any, request: HttpRequest, deliveries: QuerySet[Delivery]) -> None:
    count = 0
    for delivery in deliveries.exclude(state=State.WAITING):
        replay(delivery)
        count += 1
    text = ngettext("%(count)d message will be sent again.", "%(count)d messages will be sent again.", count)
    desk.message_user(request, text % {"count": count}, messages.SUCCESS)


@admin.register(Delivery)
class DeliveryDesk(AdministratorsOnly, admin.ModelAdmin):
    """The log; filtered by «given up» it is the list of the dead."""

    list_display = (
        "message_id",
        "subscription",
        "kind",
        "state",
        "attempts",
        "status",
        "error",
        "created_at",
        "done_at",
    )
    list_filter = ("state", "kind", "subscription")
    search_fields = ("message_id",)
    list_select_related = ("subscription",)
    list_per_page = 50
    show_full_result_count = False
    actions = [send_again]
    fields = readonly_fields = (
        *(
            "message_id",
            "subscription",
            "kind",
            "body",
            "state",
            "attempts",
            "next_at",
            "created_at",
            "done_at",
        ),
        *("status", "milliseconds", "error"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
