"""Keys of partners: administrators make them, see what is asked with them, and revoke them."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partners.keys import make_key, revoke
from partners.models import ApiKey, KeyUsage
from partners.usage import write_down
from staff.admin.audit import ReadableAddresses

DAYS_SHOWN = 31


class UsageRows(admin.TabularInline):
    model = KeyUsage
    fields = readonly_fields = ("day", "requests")
    can_delete = False
    extra = max_num = 0
    verbose_name_plural = _("usage by day (UTC)")

    def get_queryset(self, request: HttpRequest) -> QuerySet[KeyUsage]:
        since = timezone.now().date() - timedelta(days=DAYS_SHOWN)
        return super().get_queryset(request).filter(day__gt=since)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.action(description=_("Revoke the chosen keys"), permissions=["change"])
def revoke_keys(desk: "KeyDesk", request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
    for key in keys:
        revoke(key, by=request.user, request=request)
    text = ngettext("%(count)d key is revoked.", "%(count)d keys are revoked.", len(keys))
    desk.message_user(request, text % {"count": len(keys)}, messages.SUCCESS)


@admin.register(ApiKey)
class KeyDesk(ReadableAddresses, admin.ModelAdmin):
    list_display = (
        "name",
        "institution",
        "prefix",
        "per_minute",
        "made_at",
        "expires_at",
        "good",
        "requests",
    )
    list_display_links = ("name",)
    search_fields = ("name", "prefix")
    list_select_related = ("institution",)
    list_per_page = 50
    show_full_result_count = False
    autocomplete_fields = ("institution",)
    fields = ("institution", "name", "per_minute", "expires_at")
    actions = [revoke_keys]
    inlines = [UsageRows]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiKey]:
        return super().get_queryset(request).annotate(request_count=Sum("usage__requests"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.fields, "prefix", "made_at", "revoked_at") if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("institution", "prefix", "made_at", "revoked_at") if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj else []

    @admin.display(description=_("in force"), boolean=True)
    def good(self, key: ApiKey) -> bool:
        return key.is_in_force()

    @admin.display(description=_("requests"))
    def requests(self, key: Any) -> int:
        return key.request_count or 0

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        key = self.get_object(request, object_id)
        if key and request.method == "GET":
            write_down(key, timezone.now())
        return super().change_view(request, object_id, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.text = make_key(obj, by=request.user, request=request)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """The key itself, once: no message, no address and no cache keeps it."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("A new API key"),
            "key": obj,
            "text": obj.text,
            "opts": self.opts,
        }
        response = TemplateResponse(request, "admin/partners/key_made.html", context)
        add_never_cache_headers(response)
        return response

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: a key is revoked, and what was asked with it stays."""
        return False
