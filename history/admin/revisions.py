"""Proposed changes: the list, and the page on which one is read, approved, sent back or taken back."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from history import revisions
from history.admin.reconciling import choices
from history.models import PendingRevision, RevisionState
from history.snapshots import snapshot
from portal.lib.text import clean_input


@admin.register(PendingRevision)
class PendingRevisionDesk(admin.ModelAdmin):
    list_display = ("label", "by_name", "at", "state")
    list_filter = ("state",)
    search_fields = ("label", "by_name")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    list_display_links = ("label",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see a row may read what is proposed for it by themselves, or for their decision."""
        return bool(request.user.is_active and request.user.is_staff)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PendingRevision]:
        """Proposals of one's own, and those for rows that one may change."""
        kinds = ContentType.objects.filter(pk__in=PendingRevision.objects.values("content_type")).order_by(
            "pk"
        )
        seen = Q(pk__in=[])
        for kind in kinds:
            if (model := kind.model_class()) and self.admin_site.is_registered(model):
                desk = self.admin_site.get_model_admin(model)
                seen |= Q(content_type=kind, object_id__in=desk.editable(request).order_by().values("pk"))
        return super().get_queryset(request).filter(seen)

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        revision = self.get_object(request, unquote(object_id or ""))
        if revision is None or revision.row is None:
            raise Http404
        desk = self.admin_site.get_model_admin(type(revision.row))
        error = ""
        if request.method == "POST":
            try:
                return self._decide(request, revision, desk)
            except ValidationError as refusal:
                error = " ".join(refusal.messages)
        return self._page(request, revision, desk, error)

    def _decide(self, request: HttpRequest, revision: PendingRevision, desk: Any) -> HttpResponse:
        reason = clean_input(request.POST.get("reason", ""))
        if "_take_back" in request.POST and revision.by_id == request.user.pk:
            revisions.take_back(revision=revision, by=request.user)
            messages.success(request, _("The proposed change was taken back."))
        elif not desk.may_decide(request, revision.row):
            raise PermissionDenied
        elif "_refuse" in request.POST:
            revisions.refuse(revision=revision, by=request.user, reason=reason)
            messages.success(request, _("The proposed change was sent back to its author."))
        else:
            self._approve(request, revision, desk, reason)
            messages.success(request, _("The proposed change is published."))
        return HttpResponseRedirect(reverse("admin:history_pendingrevision_changelist"))

    def _approve(self, request: HttpRequest, revision: PendingRevision, desk: Any, reason: str) -> None:
        is_typo = "is_typo" in request.POST
        prefix = "choice:"
        kept = {
            n[len(prefix) :]
            for n, value in request.POST.items()
            if n.startswith(prefix) and value == "theirs"
        }
        said = bool(reason or revision.reason or is_typo)
        before = snapshot(revision.row)

        def check() -> None:
            if not said and (objection := desk.objection(request, revision.row, before)):
                raise ValidationError(objection)

        revisions.approve(
            revision=revision,
            by=request.user,
            reason=reason,
            is_typo=is_typo,
            theirs_win=frozenset(kept),
            check=check,
        )

    def _page(self, request: HttpRequest, revision: PendingRevision, desk: Any, error: str) -> HttpResponse:
        is_open = revision.state == RevisionState.OPEN
        now = snapshot(revision.row) if is_open else revision.base.snapshot
        rows = choices(type(revision.row), revision.base.snapshot, revision.proposed, now, request.user)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Proposed change: %(entry)s") % {"entry": revision.row},
            "revision": revision,
            "choices": rows,
            "clashes": any(choice.clashes for choice in rows),
            "is_open": is_open,
            "may_decide": is_open and desk.may_decide(request, revision.row),
            "may_take_back": is_open and revision.by_id == request.user.pk,
            "preview_address": desk.preview_address(revision.row) if is_open else "",
            "row_address": desk.address("change", revision.row),
            "error": error,
            "reason": request.POST.get("reason", ""),
        }
        return TemplateResponse(request, "history/revision.html", context)
