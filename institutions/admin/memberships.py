"""Who works for which institution: rows on the page of the person and on that of the institution.

Administrators only; every change is in the audit log.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

from institutions.admin.desk import TableRows
from institutions.admin.rows import Rows
from institutions.models import Membership
from institutions.rights import is_administrator
from staff.admin.users import UserDesk
from staff.audit import Action, record


class AuditedRows(Rows):
    """``request`` is set on the class made for each request."""

    request: HttpRequest

    def save(self, commit: bool = True) -> Any:
        before = {form.instance.pk: self.model(**_columns(form.initial)) for form in self.initial_forms}
        saved = super().save(commit=commit)
        for row, columns in self.changed_objects:
            if {"user", "institution"} & set(columns):  # another membership than it was
                self._record("removed", before[row.pk])
                self._record("added", row)
            else:
                self._record("changed", row)
        for verb, rows in (("added", self.new_objects), ("removed", self.deleted_objects)):
            for row in rows:
                self._record(verb, row)
        return saved

    def _record(self, verb: str, row: Any) -> None:
        record(
            Action.RIGHTS_CHANGED,
            by=self.request.user,
            request=self.request,
            target=row.user,
            membership=verb,
            institution=str(row.institution),
            institution_id=row.institution_id,
            includes_units=row.includes_units,
        )


def _columns(initial: Any) -> dict[str, Any]:
    return {Membership._meta.get_field(name).attname: value for name, value in initial.items()}


class MembershipRows(TableRows):
    model = Membership
    formset = AuditedRows
    extra = 1
    classes = []

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        rows = super().get_formset(request, obj, **kwargs)
        rows.request = request
        return rows

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "institution")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class MembersOfInstitution(MembershipRows):
    autocomplete_fields = ("user",)
    fields = ("user", "includes_units")
    verbose_name_plural = Membership._meta.get_field("user").verbose_name


class MembershipsOfUser(MembershipRows):
    autocomplete_fields = ("institution",)
    fields = ("institution", "includes_units")


admin.site.unregister(User)


@admin.register(User)
class MemberDesk(UserDesk):
    class Media:
        js = ("js/staff-forms.js",)

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """A new account is saved first: its page then asks whom it works for."""
        rows = [] if obj is None else [MembershipsOfUser]
        return [*super().get_inlines(request, obj), *rows]
