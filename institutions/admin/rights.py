"""Every page of the staff asks ``institutions.rights``: what is not allowed is neither listed, opened nor saved."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse

from institutions.admin.concealed import conceal, conceal_many, pointing_at_seen, without_hidden
from institutions.rights import CLOSED, NOTHING, Rule, holds, is_administrator, rule_for
from staff import audit

DECIDED_BY_PUBLISHERS = ("publication_state", "publish_from", "publish_until")
CONDITIONS = {
    "see": "visible",
    "change": "changeable",
    "erase": "erasable",
    "publish": "publishable",
    "trace": "traceable",
}


class ConcealingList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        conceal(self.result_list, request.user)


class RightsDesk:
    """Mixin of desks. Django's permissions say what a role may do at all, the model's rule with which rows."""

    model: type[models.Model]

    @property
    def rule(self) -> Rule:
        return rule_for(self.model)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(self.rule.visible(request.user))  # type: ignore[misc]  # a mixin

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ConcealingList

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        row = super().get_object(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        if row is not None and not self.has_change_permission(request, row):
            conceal([row], request.user)
            conceal_many(row, request.user)
        return row

    def editable(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The rows that this person may change; asked by the pages of proposed changes."""
        condition = self.rule.changeable(request.user)
        return self.model._default_manager.filter(condition, self.rule.visible(request.user))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is not None and not self.may("trace", request, row):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)  # type: ignore[misc]  # a mixin

    # Verbs

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        permitted = super().has_view_permission(request, obj)  # type: ignore[misc]  # a mixin
        return permitted and self.may("see", request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and self.rule.may_add(request.user)  # type: ignore[misc]  # a mixin

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        permitted = super().has_change_permission(request, obj)  # type: ignore[misc]  # a mixin
        return permitted and self.may("change", request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        permitted = super().has_delete_permission(request, obj)  # type: ignore[misc]  # a mixin
        return permitted and self.may("erase", request, obj)

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For actions that name «publish» among their permissions; each asks again for every row."""
        return self.has_change_permission(request, obj) and self.may("publish", request, obj)

    def may(self, verb: str, request: HttpRequest, row: Any) -> bool:
        """The rule's answer about ``row`` or, without one, whether it can be yes for any. Asked once a request."""
        condition = getattr(self.rule, CONDITIONS[verb])
        if row is None:
            return self.rule is not CLOSED and condition(request.user) is not NOTHING
        answers = request.__dict__.setdefault("_answers_of_rights", {})
        key = (self.model, row.pk, verb)
        if key not in answers:
            answers[key] = holds(condition(request.user), row)
        return answers[key]

    def may_purge(self, request: HttpRequest, row: Any) -> bool:
        return is_administrator(request.user)

    def purged(self, request: HttpRequest, tombstone: Any) -> None:
        audit.record(
            audit.Action.PURGED, by=request.user, request=request, target=tombstone, reason=tombstone.reason
        )

    # Forms

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whether and when the public may read a row is decided by its publishers."""
        fields = super().get_readonly_fields(request, obj)  # type: ignore[misc]  # a mixin
        columns = {field.name for field in self.model._meta.concrete_fields}
        if DECIDED_BY_PUBLISHERS[0] not in columns or self._decides_publication(request, obj):
            return fields
        return (*fields, *(name for name in DECIDED_BY_PUBLISHERS if name not in fields))

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        given = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]  # a mixin
        if obj.pk is not None and not self.has_change_permission(request, obj):
            given["queryset"] = without_hidden(given["queryset"], request.user)
        return given

    def _decides_publication(self, request: HttpRequest, row: Any) -> bool:
        if row is None or row.pk is None:
            return self.rule.may_publish_new(request.user)
        return self.may("publish", request, row)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and hasattr(obj, "created_by_id") and obj.created_by_id is None:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)  # type: ignore[misc]  # a mixin

    def save_related(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """What was saved may have changed whose row it is."""
        super().save_related(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        request.__dict__.pop("_answers_of_rights", None)


class RightsRows:
    """Mixin of the rows inside a desk's form: who may change the owner may change them."""

    parent_model: type[models.Model]
    admin_site: Any

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without rows that name what the reader may not see."""
        rows = super().get_queryset(request)  # type: ignore[misc]  # a mixin
        return rows.filter(pointing_at_seen(rows.model, request.user))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._desk.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._changes_owner(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._changes_owner(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._changes_owner(request, obj)

    @property
    def _desk(self) -> Any:
        return self.admin_site.get_model_admin(self.parent_model)

    def _changes_owner(self, request: HttpRequest, owner: Any) -> bool:
        """Without an owner the form is that of a new one; ``obj`` is sometimes an owner not yet saved."""
        if owner is None or owner.pk is None:
            return self._desk.has_add_permission(request)
        return self._desk.has_change_permission(request, owner)
