from django.contrib import admin

from institutions.admin.desk import TableRows, TranslatedCards, TranslatedDesk, told_apart
from institutions.admin.merge import MergeDesk
from institutions.models import Person, PersonName, Position


class SpellingRows(TableRows):
    model = PersonName
    extra = 1
    classes = []


class PositionCards(TranslatedCards):
    model = Position
    autocomplete_fields = ("institution",)
    fields = ("title", "institution", "rank", ("starts_on", "ends_on"), "note")


@admin.register(Person)
class PersonDesk(MergeDesk, TranslatedDesk):
    menu_rank = 1
    list_display = ("__str__", "gender", "distinction_words", "name_is_public", "modified_at")
    list_filter = ("name_is_public", "gender", "family_name_only")
    search_fields = ("search_text", "other_names__search_text")
    inlines = [SpellingRows, PositionCards]
    fields = (
        "name",
        ("gender", "family_name_only", "name_is_public"),
        "distinction",
        "slug",
    )

    @admin.display(description=Person._meta.get_field("distinction").verbose_name)
    def distinction_words(self, row: Person) -> str:
        return row.distinction or ""

    def choice_label(self, row: Person) -> str:
        return told_apart(row, row.distinction)
