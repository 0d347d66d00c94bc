from django.contrib import admin

from institutions.admin.desk import TableRows, TranslatedDesk, told_apart
from institutions.models import Territory, TerritoryAlias


class AliasRows(TableRows):
    model = TerritoryAlias
    extra = 1
    classes = []


@admin.register(Territory)
class TerritoryDesk(TranslatedDesk):
    list_display = ("__str__", "kind", "parent", "iso_code")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    search_fields = ("search_text", "aliases__search_text")
    choice_related = ("parent",)
    autocomplete_fields = ("parent",)
    fields = ("name", "kind", "parent", "slug", "hcp_code", "iso_code")
    inlines = [AliasRows]

    def choice_label(self, row: Territory) -> str:
        return told_apart(row, row.get_kind_display(), row.parent)
