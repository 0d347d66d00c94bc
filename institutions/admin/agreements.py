from typing import Any

from django.contrib import admin

from institutions.admin.desk import (
    PUBLICATION,
    TableRows,
    TranslatedCards,
    TranslatedDesk,
    TranslatedTable,
    state,
    told_apart,
)
from institutions.models import Agreement, AgreementArea, AgreementParty, Signatory


class FurtherPartyRows(TableRows):
    model = AgreementParty
    autocomplete_fields = ("institution",)


class AreaRows(TranslatedTable):
    model = AgreementArea
    fields = ("text", "position")


class SignatoryCards(TranslatedCards):
    model = Signatory
    autocomplete_fields = ("person", "institution")
    fields = (("person", "institution"), "title", "position")


@admin.register(Agreement)
class AgreementDesk(TranslatedDesk):
    list_display = ("__str__", "kind", "first_party", "second_party", "signed_on", state)
    list_filter = ("publication_state", "kind")
    list_select_related = ("first_party", "second_party")
    date_hierarchy = "signed_on"
    autocomplete_fields = ("first_party", "second_party")
    inlines: list[Any] = [FurtherPartyRows, SignatoryCards, AreaRows]
    fieldsets = [
        (None, {"fields": ["name", "kind", ("first_party", "second_party")]}),
        (None, {"fields": [("signed_on", "ends_on"), "term", "description", "text_url"]}),
        PUBLICATION,
    ]

    def choice_label(self, row: Agreement) -> str:
        return told_apart(row, row.signed_on and row.signed_on.year)
