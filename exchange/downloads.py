"""Files to take away: the template, and the events of a list or of a selection."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Event
from exchange.cells import Showing
from exchange.enums import FileKind
from exchange.export import MOST_EXPORTED, csv_lines, exported_rows, template_workbook, workbook_of
from exchange.export.rows import NAMES_ONLY, titles
from exchange.forms import LANGUAGES, ExportForm
from exchange.lookups import Lookups
from exchange.pages import page
from staff.audit import Action, record
from staff.roles import Role, has_role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template(request: HttpRequest) -> HttpResponse:
    if not has_role(request.user, Role.AUTHOR):
        raise PermissionDenied
    asked = request.GET.get("language")
    language = str(asked) if asked in dict(LANGUAGES[:3]) else get_language() or "ar"
    content = template_workbook(Showing(Lookups(request.user), language))
    return _attached(HttpResponse(content, content_type=XLSX), f"hakama-{language}.xlsx")


def export_matching(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """All events that the list shows with the search and the filters of this address."""
    desk: Any = admin.site.get_model_admin(Event)
    if not desk.has_view_permission(request):
        raise PermissionDenied
    listed: ChangeList = desk.get_changelist_instance(request)
    return _asked_or_sent(request, listed.get_queryset(request), hidden={})


def export_selected(request: HttpRequest, queryset: Any) -> HttpResponse | StreamingHttpResponse:
    """The action of the list: asks how, then sends."""
    hidden = {"action": ["export_selected"], "_selected_action": request.POST.getlist("_selected_action")}
    hidden["select_across"] = [request.POST.get("select_across", "0")]
    return _asked_or_sent(request, queryset, hidden=hidden)


def _asked_or_sent(
    request: HttpRequest, events: Any, *, hidden: dict[str, list[str]]
) -> HttpResponse | StreamingHttpResponse:
    events = (
        Event.objects.visible_to(request.user).filter(pk__in=events.order_by().values("pk")).newest_first()
    )
    is_answered = request.method == "POST" and "kind" in request.POST
    language = get_language() or "ar"
    form = ExportForm(request.POST if is_answered else None, initial={"headings": language})
    if is_answered and form.is_valid():
        return _sent(request, events, form.cleaned_data)
    fields = [(name, value) for name, values in hidden.items() for value in values]
    count = events.count()
    return page(
        request,
        "exchange/export.html",
        _("Export events"),
        form=form,
        count=count,
        is_cut=count > MOST_EXPORTED,
        most=MOST_EXPORTED,
        hidden=fields,
        list_address=reverse("admin:events_event_changelist"),
    )


def _sent(request: HttpRequest, events: Any, asked: dict[str, str]) -> HttpResponse | StreamingHttpResponse:
    headings, kind = asked["headings"], FileKind(asked["kind"])
    language = (get_language() or "ar") if headings == NAMES_ONLY else headings
    rows = exported_rows(events, Showing(Lookups(request.user), language))
    record(
        Action.EXPORTED,
        by=request.user,
        request=request,
        kind=kind.value,
        filters=request.GET.urlencode(),
        rows=min(events.count(), MOST_EXPORTED),
    )
    name = f"hakama-{timezone.localdate():%Y-%m-%d}.{kind.value}"
    if kind is FileKind.CSV:
        lines = csv_lines(titles(headings), rows, asked["delimiter"])
        return _attached(StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8"), name)
    content = workbook_of(titles(headings), rows, sheet_title=_("events"), is_rtl=language == "ar")
    return _attached(HttpResponse(content, content_type=XLSX), name)


def _attached(response: Any, name: str) -> Any:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
