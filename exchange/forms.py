"""Sending a file, and asking for one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from exchange.enums import DateOrder, FileKind
from exchange.export.rows import NAMES_ONLY
from exchange.files import LARGEST, MEGABYTE
from exchange.problems import FileError, FileProblem, worded

LANGUAGES = [
    ("ar", "العربية"),
    ("fr", "Français"),
    ("en", "English"),
    (NAMES_ONLY, _("identifiers, for programs")),
]
DELIMITERS = [(";", _("semicolon ;")), (",", _("comma ,"))]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("An XLSX workbook or a CSV table, up to 10 MB and 20,000 rows."),
        error_messages={"empty": FileProblem.EMPTY.label},
    )
    date_order = forms.ChoiceField(
        label=_("Order of dates in figures"),
        choices=DateOrder,
        initial=DateOrder.DAY_FIRST,
        widget=forms.RadioSelect,
        help_text=_("Where the file itself shows another order, that one is taken, and the report says so."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            given = {"size": -(-file.size // MEGABYTE), "limit": LARGEST // MEGABYTE}
            raise ValidationError(worded(FileProblem.TOO_LARGE, given))
        return file

    def refuse(self, error: FileError) -> None:
        self.add_error("file", error.message)


class ExportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of file"), choices=FileKind, initial=FileKind.XLSX, widget=forms.RadioSelect
    )
    headings = forms.ChoiceField(
        label=_("Headings"), choices=LANGUAGES, initial="ar", widget=forms.RadioSelect
    )
    delimiter = forms.ChoiceField(
        label=_("Separator (CSV only)"), choices=DELIMITERS, initial=";", widget=forms.RadioSelect
    )
