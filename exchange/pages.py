"""The pages of one import. Everything begins with the imports that the user may see."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exchange.cells import Showing
from exchange.columns import COLUMNS
from exchange.enums import BatchState, DateOrder, Outcome, Progress
from exchange.forms import LANGUAGES, ImportForm
from exchange.lookups import Lookups
from exchange.models import ImportBatch
from exchange.problems import FileError
from exchange.reports import shown_notices, shown_rows
from exchange.services import advance, discard_batch, done, receive_file, start_import, start_undo
from staff.roles import Role, has_role

PER_PAGE = 50
LARGEST_NUMBER = 2**62
SHOWN = (Outcome.REFUSED, Outcome.CREATED, Outcome.CHANGED, Outcome.UNCHANGED)


def number_of(text: str) -> int:
    """The number in an address. Raises ``Http404``."""
    if not text.isdecimal():
        raise Http404(text)
    return int(text)


def batch_for(request: HttpRequest, number: int) -> ImportBatch:
    """The import at ``number``, if the user may see it. Raises ``Http404``."""
    if not has_role(request.user, Role.AUTHOR):
        raise PermissionDenied
    found = ImportBatch.objects.visible_to(request.user).filter(pk=min(number, LARGEST_NUMBER)).first()
    if found is None:
        raise Http404(number)
    return found


def page(request: HttpRequest, template: str, title: str, **context: Any) -> TemplateResponse:
    frame = {**admin.site.each_context(request), "title": title, "subtitle": None, "is_popup": False}
    return TemplateResponse(request, template, {**frame, "opts": ImportBatch._meta, **context})


# Sending ---------------------------------------------------------------------------------------------


def upload(request: HttpRequest) -> HttpResponse:
    if not has_role(request.user, Role.AUTHOR):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return to_work(_received(request, form))
        except FileError as error:
            form.refuse(error)
    language = get_language() or "ar"
    columns = [
        (column.heading(language), column.name, column.help) for column in COLUMNS if not column.is_read_only
    ]
    return page(
        request,
        "exchange/upload.html",
        _("Import events"),
        form=form,
        columns=columns,
        languages=LANGUAGES[:3],
    )


def _received(request: HttpRequest, form: ImportForm) -> ImportBatch:
    file = form.cleaned_data["file"]
    order = DateOrder(form.cleaned_data["date_order"])
    return receive_file(content=file.read(), name=file.name, by=request.user, order=order)


# The work --------------------------------------------------------------------------------------------


def to_work(batch: ImportBatch) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:exchange_importbatch_work", args=[batch.pk]))


def to_report(batch: ImportBatch) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:exchange_importbatch_change", args=[batch.pk]))


def work(request: HttpRequest, number: int) -> HttpResponse:
    """A slice of the work that was ordered. Asked again and again: by the script, or by the page itself without one.

    Asking by GET works as well: the order was given by POST, and nothing else than what was ordered is done.
    """
    batch = batch_for(request, number)
    is_first_look = request.method == "GET" and "again" not in request.GET
    batch = batch if is_first_look else advance(batch, request.user)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse(progress_of(batch))
    if not batch.is_at_work:
        return to_report(batch)
    titles = {
        BatchState.CHECKING: _("The file is being checked"),
        BatchState.RUNNING: _("The events are being imported"),
        BatchState.UNDOING: _("The import is being undone"),
    }
    title = titles[BatchState(batch.state)]
    return page(request, "exchange/progress.html", title, batch=batch, progress=progress_of(batch))


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    finished = done(batch)
    words = _("%(done)s of %(all)s rows") % {"done": finished, "all": batch.to_do}
    report = reverse("admin:exchange_importbatch_change", args=[batch.pk])
    return {
        "done": finished,
        "all": batch.to_do,
        "at_work": batch.is_at_work,
        "words": words,
        "report": report,
    }


# The report ------------------------------------------------------------------------------------------


def report(request: HttpRequest, number: int) -> HttpResponse:
    batch = batch_for(request, number)
    if batch.is_at_work:
        return to_work(batch)
    counts = batch.rows.counts()
    show = _shown(request, counts)
    rows = (
        batch.rows.filter(progress=Progress.KEPT)
        if show == Progress.KEPT
        else batch.rows.filter(outcome=show)
    )
    numbered = Paginator(rows.defer("values", "before", "cells"), PER_PAGE).get_page(request.GET.get("p"))
    showing = Showing(Lookups(request.user), get_language() or "ar")
    return page(
        request,
        "exchange/report.html",
        batch.file_name,
        batch=batch,
        counts=counts,
        tabs=_tabs(counts, show),
        show=show,
        page=numbered,
        rows=shown_rows(list(numbered), showing),
        notices=shown_notices(batch, showing.language),
        may_import=batch.state == BatchState.CHECKED and counts["to_write"],
        may_undo=batch.state == BatchState.DONE and counts["is_written"],
        may_discard=batch.state in (BatchState.CHECKED, BatchState.UNDONE),
    )


def _shown(request: HttpRequest, counts: dict[str, int]) -> str:
    """What is asked for; otherwise what needs attention first."""
    asked = request.GET.get("show")
    if asked in (*SHOWN, Progress.KEPT):
        return str(asked)
    first = next((str(outcome) for outcome in SHOWN if counts[outcome]), str(Outcome.CREATED))
    return str(Progress.KEPT) if counts["is_kept"] else first


def _tabs(counts: dict[str, int], show: str) -> list[dict[str, Any]]:
    words = {
        Outcome.REFUSED: _("with errors"),
        Outcome.CREATED: _("new events"),
        Outcome.CHANGED: _("changes"),
        Outcome.UNCHANGED: _("without a change"),
    }
    tabs = [{"show": str(key), "label": label, "count": counts[key]} for key, label in words.items()]
    if counts["is_kept"]:
        tabs.append({"show": str(Progress.KEPT), "label": _("not undone"), "count": counts["is_kept"]})
    return [{**tab, "is_current": tab["show"] == show} for tab in tabs]


# Orders ----------------------------------------------------------------------------------------------


@require_POST
def order_import(request: HttpRequest, number: int) -> HttpResponse:
    batch = batch_for(request, number)
    despite = "despite_errors" in request.POST
    try:
        start_import(batch=batch, by=request.user, despite_errors=despite, request=request)
    except ValidationError as error:
        return _refused(request, batch, error)
    return to_work(batch)


@require_POST
def order_undo(request: HttpRequest, number: int) -> HttpResponse:
    batch = batch_for(request, number)
    try:
        start_undo(batch=batch, by=request.user, request=request)
    except ValidationError as error:
        return _refused(request, batch, error)
    return to_work(batch)


@require_POST
def discard(request: HttpRequest, number: int) -> HttpResponse:
    batch = batch_for(request, number)
    try:
        discard_batch(batch=batch)
    except ValidationError as error:
        return _refused(request, batch, error)
    messages.success(request, _("The file and its report are removed."))
    return HttpResponseRedirect(reverse("admin:exchange_importbatch_changelist"))


def _refused(request: HttpRequest, batch: ImportBatch, error: ValidationError) -> HttpResponse:
    messages.error(request, " ".join(error.messages))
    return to_report(batch)
