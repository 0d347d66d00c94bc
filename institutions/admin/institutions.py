from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from institutions.admin.desk import PUBLICATION, TableRows, TranslatedDesk, state, told_apart
from institutions.admin.memberships import MembersOfInstitution
from institutions.admin.merge import MergeDesk
from institutions.models import Institution, InstitutionName
from institutions.rights import is_administrator
from staff.audit import Action, record


class OtherNameRows(TableRows):
    model = InstitutionName
    extra = 1
    classes = []
    fields = ("text", "language", "kind", "valid_from", "valid_until", "note")


@admin.register(Institution)
class InstitutionDesk(MergeDesk, TranslatedDesk):
    menu_rank = 0
    list_display = ("__str__", "acronym", "kind", "parent", "country", state)
    list_filter = ("publication_state", "kind", "country")
    list_select_related = ("parent",)
    search_fields = ("search_text", "other_names__search_text")
    autocomplete_fields = ("parent", "members", "territory")
    choice_related = ("parent",)
    inlines = [OtherNameRows, MembersOfInstitution]
    fieldsets = [
        (None, {"fields": ["name", ("acronym", "kind", "country"), "parent", "territory", "members"]}),
        (None, {"fields": ["description", "website", "is_asked_before_publication"]}),
        PUBLICATION,
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Institution | None = None) -> Any:
        """What an institution is a unit of decides who works on its rows."""
        fields = super().get_readonly_fields(request, obj)
        return fields if obj is None or is_administrator(request.user) else (*fields, "parent")

    def save_model(self, request: HttpRequest, obj: Institution, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "parent" in form.changed_data:
            unit_of = str(obj.parent or "")
            record(Action.RIGHTS_CHANGED, by=request.user, request=request, target=obj, unit_of=unit_of)

    def choice_label(self, row: Institution) -> str:
        """With the acronym, the body it is a unit of and a foreign country: Algeria has a DGSN as well."""
        return told_apart(row, row.acronym, row.parent, row.country if row.country != "MA" else "")
