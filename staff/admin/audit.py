"""The audit log: read, searched, taken away as CSV; never changed."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from staff.audit import Action, record
from staff.models import AuditEntry

COLUMNS = ("at", "action", "actor_name", "target_type", "target_id", "target_label", "address", "details")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ReadableAddresses:
    """Refuses in the address what a database cannot take as a value: NUL, and numbers beyond 64 bits."""

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if any("\0" in value for _name, values in request.GET.lists() for value in values):
            raise BadRequest
        try:
            return super().changelist_view(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        except OverflowError as error:
            raise BadRequest from error


class KindFilter(admin.SimpleListFilter):
    """Called as its own pages call it; what no longer exists keeps its technical name."""

    title = _("kind of object")
    parameter_name = "target_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        labels = AuditEntry.objects.order_by("target_type").values_list("target_type", flat=True).distinct()
        return [(label, _kind(label)) for label in labels if label]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        return queryset.filter(target_type=self.value()) if self.value() else queryset


def _kind(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


@admin.register(AuditEntry)
class AuditDesk(ReadableAddresses, admin.ModelAdmin):
    list_display = ("at", "action", "actor", "about", "network")
    list_display_links = ("at",)
    list_filter = ("action", "at", KindFilter)
    search_fields = ("actor_name", "target_label", "address", "target_id")
    search_help_text = _("Name, object, number or network address")
    date_hierarchy = "at"
    list_per_page = 100
    show_full_result_count = False
    fields = (
        "at",
        "action",
        "actor",
        "actor_id",
        "about",
        "kind",
        "target_id",
        "network",
        "pretty_details",
    )
    readonly_fields = fields
    change_list_template = "admin/staff/auditentry/change_list.html"

    class Media:
        css = {"all": ["css/admin-staff.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("who"), ordering="actor_name")
    def actor(self, entry: AuditEntry) -> SafeString | str:
        name = entry.actor_name or str(entry.details.get("username") or "")
        return format_html('<bdi dir="ltr">{}</bdi>', name) if name else "—"

    @admin.display(description=_("object"), ordering="target_label")
    def about(self, entry: AuditEntry) -> SafeString | str:
        return format_html("<bdi>{}</bdi>", entry.target_label) if entry.target_label else "—"

    @admin.display(description=_("kind of object"))
    def kind(self, entry: AuditEntry) -> str:
        return _kind(entry.target_type) or "—"

    @admin.display(description=_("network address"), ordering="address")
    def network(self, entry: AuditEntry) -> SafeString | str:
        return format_html('<bdi dir="ltr">{}</bdi>', entry.address) if entry.address else "—"

    @admin.display(description=_("details"))
    def pretty_details(self, entry: AuditEntry) -> SafeString | str:
        text = json.dumps(entry.details, ensure_ascii=False, indent=2)
        return format_html('<pre class="audit-details" dir="ltr">{}</pre>', text) if entry.details else "—"

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(require_POST(self.export))
        return [path("export/", export, name="staff_auditentry_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> StreamingHttpResponse:
        """What the list shows with its filters, as CSV. Taking it away is itself on record."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        entries = self.get_changelist_instance(request).get_queryset(request)
        filters = dict(request.GET.lists())
        record(Action.EXPORTED, by=request.user, request=request, of="staff.auditentry", filters=filters)
        response = StreamingHttpResponse(_csv(entries), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="audit-log.csv"'
        return response


class _Echo:
    def write(self, line: str) -> str:
        return line


def _csv(entries: Any) -> Iterator[str]:
    """With a byte order mark, for spreadsheets; a cell that begins like a formula is made text."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in entries.values_list(*COLUMNS).iterator(chunk_size=1000):
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    text = value.isoformat() if hasattr(value, "isoformat") else str("" if value is None else value)
    return f"'{text}" if text.startswith(FORMULA) else text
