"""Imports among the staff's pages; exporting, from the list of events."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

import events.admin  # noqa: F401  (its desks must be registered before theirs gets one more action)
from events.models import Event
from exchange import downloads, pages
from exchange.models import ImportBatch
from staff.roles import Role, has_role


@admin.register(ImportBatch)
class ImportDesk(admin.ModelAdmin):
    list_display = ("file_name", "created_at", "by", "row_count", "state")
    list_filter = ("state",)
    search_fields = ("file_name", "checksum")
    list_select_related = ("by",)
    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user).defer("columns", "notices")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.AUTHOR)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, Role.AUTHOR)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return has_role(request.user, Role.AUTHOR)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_role(request.user, Role.AUTHOR)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.admin_site.admin_view(pages.upload)(request)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.admin_site.admin_view(pages.report)(request, pages.number_of(object_id))

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[Any, str]] = {
            "template/": (downloads.template, "template"),
            "export/": (downloads.export_matching, "export"),
            "<int:number>/progress/": (pages.work, "work"),
            "<int:number>/import/": (pages.order_import, "import"),
            "<int:number>/undo/": (pages.order_undo, "undo"),
            "<int:number>/discard/": (pages.discard, "discard"),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"exchange_importbatch_{name}")
            for address, (view, name) in views.items()
        ]
        return [*own, *super().get_urls()]


@admin.action(description=_("Export the selected events"), permissions=["view"])
def export_selected(desk: Any, request: HttpRequest, queryset: Any) -> HttpResponseBase:
    return downloads.export_selected(request, queryset)


events_desk = admin.site.get_model_admin(Event)
events_desk.actions = [*events_desk.actions, export_selected]
