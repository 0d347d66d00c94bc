"""The mixin of every desk whose rows have a history: forms that record, propose and reconcile; history; restore."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from history import revisions, versions
from history.admin import reconciling
from history.admin.editing import Editing
from history.differences import difference
from history.models import Tombstone, Version
from history.purging import purge
from history.readable import Block, Reading, readable
from history.registry import is_registered, shape_of
from history.snapshots import Snapshot, snapshot
from history.tombstones import bury

VERSIONS_ON_A_PAGE = 20


class _Objecting(forms.ModelForm):
    """A form refused for what only its saving has shown."""

    objection = ""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.add_error(None, self.objection)
        return cleaned


class RecordedDesk(admin.ModelAdmin):
    # Hooks for the desks above

    def root_of(self, row: Any) -> models.Model | None:
        """The registered row that ``row`` is, or is a part of."""
        if is_registered(type(row)):
            return row
        owner = getattr(row, "event", None)
        return owner if owner is not None and is_registered(type(owner)) else None

    def judge_of(self, root: Any) -> Any:
        """The desk whose rules hold for ``root``: that of its model."""
        return self if isinstance(root, self.model) else self.admin_site.get_model_admin(type(root))

    def takes_effect(self, request: HttpRequest, root: Any) -> bool:
        """Whether what this person saves is the record at once; otherwise it waits for approval."""
        return True

    def editable(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows that this person may change."""
        return self.get_queryset(request)

    def may_decide(self, request: HttpRequest, root: Any) -> bool:
        """Whether this person approves and refuses what others propose for ``root``."""
        return self.takes_effect(request, root) and self.has_change_permission(request, root)

    def objection(self, request: HttpRequest, root: Any, before: Snapshot) -> str:
        """What stands against a change that was just saved without a reason; empty when nothing does."""
        return ""

    def preview_address(self, root: Any) -> str:
        """Where a link that shows a proposed change of ``root`` as the public would see it is asked for."""
        return ""

    def may_purge(self, request: HttpRequest, row: Any) -> bool:
        """Whether this person erases rows for good."""
        return False

    def purged(self, request: HttpRequest, tombstone: Tombstone) -> None:
        """Called in the transaction of an erasure."""

    # The form

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        def draw(more: dict[str, Any]) -> HttpResponse:
            return super(RecordedDesk, self).changeform_view(
                request, object_id, form_url, {**(extra_context or {}), **more}
            )

        row = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and (row is None or not self._is_recorded(request, row)):
            return draw({})
        return Editing(self, request, row, draw).respond()

    def _is_recorded(self, request: HttpRequest, row: Any) -> bool:
        return self.root_of(row) is not None and self.has_change_permission(request, row)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        objection = getattr(request, "objection", "")
        return type(form.__name__, (_Objecting, form), {"objection": objection}) if objection else form

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        request.saved_row = obj
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        request.saved_row = obj
        return super().log_change(request, obj, message)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """What is deleted leaves a stone; its versions stay readable there, unlike those of what is erased for good."""
        if is_registered(type(obj)):
            bury(obj, by=request.user)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for row in queryset:
            self.delete_model(request, row)

    # History

    def get_urls(self) -> list[Any]:
        own = [
            path(
                "<path:object_id>/reconcile/", self._view(self.reconcile_view), name=self._name("reconcile")
            ),
            path("<path:object_id>/purge/", self._view(self.purge_view), name=self._name("purge")),
            path(
                "<path:object_id>/restore/<int:number>/",
                self._view(self.restore_view),
                name=self._name("restore"),
            ),
        ]
        return [*own, *super().get_urls()]

    def _view(self, view: Any) -> Any:
        return self.admin_site.admin_view(view)

    def _name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address(self, page: str, row: Any, *arguments: Any) -> str:
        return reverse(f"admin:{self._name(page)}", args=[quote(row.pk), *arguments])

    def recorded_row(self, request: HttpRequest, object_id: str, *, to_change: bool = False) -> Any:
        """The row, if it is kept with its history and this person may see it, or change it."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not is_registered(type(row)):
            raise Http404
        allowed = self.has_change_permission if to_change else self.has_view_permission
        if not allowed(request, row):
            raise PermissionDenied
        return row

    def page(
        self, request: HttpRequest, row: Any, title: str, template: str, **context: Any
    ) -> TemplateResponse:
        frame = self.admin_site.each_context(request)
        given = {**frame, "opts": self.opts, "original": row, "title": title, "desk_page": self, **context}
        return TemplateResponse(request, template, given)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None or not is_registered(type(row)):
            return super().history_view(request, object_id, extra_context)
        row = self.recorded_row(request, object_id)
        pages = Paginator(versions.of(row), VERSIONS_ON_A_PAGE)
        shown = pages.get_page(request.GET.get("p"))
        may_restore = self.has_change_permission(request, row) and self.takes_effect(request, row)
        entries = _entries(type(row), list(shown.object_list), versions.of(row), request.user)
        title = _("History: %(entry)s") % {"entry": row}
        return self.page(
            request, row, title, "history/history.html", entries=entries, shown=shown, may_restore=may_restore
        )

    def restore_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        row = self.recorded_row(request, object_id, to_change=True)
        if not self.takes_effect(request, row):
            raise PermissionDenied
        version = versions.of(row).filter(number=number).first()
        if version is None:
            raise Http404
        error = ""
        if request.method == "POST":
            try:
                revisions.restore(
                    row=row, version=version, by=request.user, reason=request.POST.get("reason", "")
                )
                messages.success(request, _("Version %(number)d is the record again.") % {"number": number})
                return HttpResponseRedirect(self.address("history", row))
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
        now, wanted = snapshot(row), revisions.restorable(row, version)
        blocks = readable(difference(now, wanted), type(row), now, wanted, reader=request.user)
        title = _("Restore version %(number)d: %(entry)s") % {"number": number, "entry": row}
        return self.page(
            request, row, title, "history/restore.html", version=version, blocks=blocks, error=error
        )

    def purge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.recorded_row(request, object_id)
        if not self.may_purge(request, row):
            raise PermissionDenied
        error, label = "", str(row)
        if request.method == "POST":
            try:
                with transaction.atomic():
                    self.purged(
                        request, purge(row=row, by=request.user, reason=request.POST.get("reason", ""))
                    )
                messages.success(request, _("«%(entry)s» was erased for good.") % {"entry": label})
                return HttpResponseRedirect(reverse(f"admin:{self._name('changelist')}"))
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
        title = _("Erase for good: %(entry)s") % {"entry": label}
        return self.page(request, row, title, "history/purge.html", error=error)

    # Meeting another's change

    def reconcile(
        self, request: HttpRequest, root: Any, base: Version, mine: Snapshot, error: str = ""
    ) -> HttpResponse:
        return reconciling.page(self, request, root, base, mine, error)

    def reconcile_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return reconciling.answer(self, request, self.recorded_row(request, object_id, to_change=True))


def _entries(
    model: type[models.Model], shown: list[Version], all_versions: models.QuerySet[Version], reader: Any
) -> list[tuple[Version, list[Block]]]:
    """Each version with what it changed; one more version is read, to which the last one shown is compared."""
    before = {version.number: version.snapshot for version in shown}
    if shown and (oldest := all_versions.filter(number=shown[-1].number - 1).first()):
        before[oldest.number] = oldest.snapshot
    changes = {v.number: difference(before.get(v.number - 1, {}), v.snapshot) for v in shown if v.number > 1}
    reading = Reading(shape_of(model), tuple(before.values()), reader)
    return [(version, reading.blocks(changes.get(version.number, []))) for version in shown]
