from django.contrib import admin

from institutions.admin.desk import PUBLICATION, TableRows, TranslatedDesk, state, told_apart
from institutions.models import Institution, InstitutionName


class OtherNameRows(TableRows):
    model = InstitutionName
    extra = 1
    classes = []
    fields = ("text", "language", "kind", "valid_from", "valid_until", "note")


@admin.register(Institution)
class InstitutionDesk(TranslatedDesk):
    list_display = ("__str__", "acronym", "kind", "parent", "country", state)
    list_filter = ("publication_state", "kind", "country")
    list_select_related = ("parent",)
    search_fields = ("search_text", "other_names__search_text")
    autocomplete_fields = ("parent", "members", "territory")
    choice_related = ("parent",)
    inlines = [OtherNameRows]
    fieldsets = [
        (None, {"fields": ["name", ("acronym", "kind", "country"), "parent", "territory", "members"]}),
        (None, {"fields": ["description", "website"]}),
        PUBLICATION,
    ]

    def choice_label(self, row: Institution) -> str:
        """With the acronym, the body it is a unit of and a foreign country: Algeria has a DGSN as well."""
        return told_apart(row, row.acronym, row.parent, row.country if row.country != "MA" else "")
