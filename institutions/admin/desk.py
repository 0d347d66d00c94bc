"""What every page of the staff has in common: widgets, languages, search, loading plans, refusals."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.sites import NotRegistered
from django.contrib.admin.widgets import AdminSplitDateTime, RelatedFieldWidgetWrapper
from django.contrib.contenttypes.admin import GenericTabularInline
from django.core.exceptions import BadRequest
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst, format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline, TranslationTabularInline

from history.admin.records import RecordedDesk
from institutions.admin.concealed import offer_visible
from institutions.admin.forms import CleanForm
from institutions.admin.rights import RightsDesk, RightsRows
from institutions.admin.rows import GenericRows, Rows
from institutions.admin.searching import NormalizedSearch
from institutions.admin.translations import TranslationsDesk
from portal.lib.translated import DIRECTION

LANGUAGE_NAMES = dict(settings.LANGUAGES)
LEFT_TO_RIGHT = (
    forms.URLField,
    forms.SlugField,
    forms.DateField,
    forms.TimeField,
    forms.IntegerField,
    forms.DecimalField,
)


# Fields ------------------------------------------------------------------------------------------


class Fields:
    """Every input knows its language and direction, and is named even where a table shows no label."""

    labelled_by_heading = False  # a table: the heading of the column is not tied to the input
    related_links: tuple[str, ...] = (
        "add",
    )  # beside a foreign key; each link is one more stop of the Tab key
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
        if field is None:
            return None
        if language := getattr(db_field, "language", None):
            _speak(field, db_field, language)
        else:
            _write(field, db_field)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            for link in {"change", "view", "delete"} - set(self.related_links):
                setattr(field.widget, f"can_{link}_related", False)
        if self.labelled_by_heading:
            field.widget.attrs["aria-label"] = field.label
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
        return self._called(field, db_field, request)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]  # a mixin
        return self._called(field, db_field, request)

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        desk = self._desk_of(db_field)
        if desk is None:
            return super().get_field_queryset(db, db_field, request)  # type: ignore[misc]  # a mixin
        return desk.model._default_manager.select_related(*desk.choice_related)

    def _called(self, field: Any, db_field: Any, request: HttpRequest) -> Any:
        """Choices are called as their own desk calls them: with what tells namesakes apart. Hidden rows are none."""
        desk = self._desk_of(db_field)
        if field is not None and desk is not None:
            offer_visible(field, desk, request.user)
            if hasattr(db_field, "m2m_db_table"):
                field.help_text = db_field.help_text  # not «Hold down Control»: the widget is a search
        return field

    def _desk_of(self, db_field: Any) -> Any:
        try:
            desk = self.admin_site.get_model_admin(db_field.remote_field.model)  # type: ignore[attr-defined]
        except NotRegistered:
            return None
        return desk if isinstance(desk, Desk) else None


def _speak(field: forms.Field, db_field: Any, language: str) -> None:
    # The language that may be missing is not known in advance: a constraint asks for Arabic or French.
    field.required = False
    field.label = format_lazy(
        "{name} ({language})",
        name=capfirst(db_field.translated_field.verbose_name),
        language=LANGUAGE_NAMES[language],
    )
    field.widget.attrs |= {
        "lang": language,
        "dir": DIRECTION[language],
        "data-language-name": LANGUAGE_NAMES[language],
    }
    _shorten(field)


def _write(field: forms.Field, db_field: Any) -> None:
    if isinstance(field.widget, AdminSplitDateTime):
        for widget, part in zip(field.widget.widgets, (_("date"), _("time")), strict=True):
            widget.attrs |= {
                "dir": "ltr",
                "aria-label": format_lazy("{}: {}", db_field.verbose_name, part),
            }
    elif isinstance(field, LEFT_TO_RIGHT):
        field.widget.attrs["dir"] = "ltr"
        if isinstance(field.widget, forms.NumberInput):  # browsers accept no «٤» in a number input
            field.widget.input_type = "text"
            field.widget.attrs["inputmode"] = (
                "numeric" if isinstance(field, forms.IntegerField) else "decimal"
            )
    elif type(field) is forms.CharField:
        field.widget.attrs["dir"] = "auto"
        _shorten(field)


def _shorten(field: forms.Field) -> None:
    if isinstance(field.widget, forms.Textarea):
        field.widget.attrs["rows"] = 4


# Pages -------------------------------------------------------------------------------------------


class Desk(RightsDesk, Fields, NormalizedSearch, RecordedDesk):
    """The list and the form of one model."""

    form = CleanForm
    choice_related: tuple[str, ...] = ()
    related_links = ("add", "change")
    show_full_result_count = False
    list_per_page = 50
    ordering: Any = ("sort_key", "pk")

    class Media:
        js = ("js/lang-tabs.js", "js/staff-forms.js")

    def choice_label(self, row: Any) -> str:
        """What a list of choices calls ``row``; ``choice_related`` says what that takes."""
        return str(row)

    def view_on_site(self, row: Any) -> str | None:
        # A refused form leaves its values in the row: the address may be among what was refused.
        return (
            row.get_absolute_url() if getattr(row, "is_public", False) and getattr(row, "slug", "") else None
        )

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What two people enter at the same moment can only be refused by the database."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            text = _("Nothing was saved: somebody has just entered the same. Look at it, then try again.")
            self.message_user(request, text, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        except OverflowError as error:  # a forged key beyond 64 bits, which SQLite cannot even look for
            raise BadRequest from error

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuses in the address what a database cannot take as a value: NUL, and «the year 10^30»."""
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            raise BadRequest
        try:
            return super().changelist_view(request, *args, **kwargs)
        except OverflowError as error:
            raise BadRequest from error


class TranslatedDesk(TranslationsDesk, Desk, TranslationAdmin):
    pass


class TableRows(RightsRows, Fields, admin.TabularInline):
    form = CleanForm
    formset = Rows
    extra = 0
    classes = ["collapse"]
    labelled_by_heading = True
    view_on_site = False


class TranslatedTable(TableRows, TranslationTabularInline):
    pass


class TranslatedCards(RightsRows, Fields, TranslationStackedInline):
    form = CleanForm
    formset = Rows
    extra = 0
    classes = ["collapse"]
    view_on_site = False


class GenericTable(RightsRows, Fields, GenericTabularInline):
    form = CleanForm
    formset = GenericRows
    extra = 0
    classes = ["collapse"]
    labelled_by_heading = True
    view_on_site = False


class PartDesk(Desk):
    """The page of a row that belongs to another: rows are added, and found, from there."""

    on_first_page = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.on_first_page and super().has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


def told_apart(row: Any, *words: Any) -> str:
    """The row and, in brackets, what tells it from namesakes: «فاس (عمالة، فاس-مكناس)»."""
    comma = "، " if get_language() == "ar" else ", "
    told = comma.join(str(word) for word in words if word)
    return f"{row} ({told})" if told else str(row)


# Columns -----------------------------------------------------------------------------------------

PUBLICATION: Any = (
    _("Publication and address"),
    {"fields": [("publication_state", "publish_from", "publish_until"), "slug"], "classes": ["collapse"]},
)


@admin.display(description=_("publication state"), ordering="publication_state")
def state(row: Any) -> SafeString:
    return format_html(
        '<span class="state state-{}">{}</span>', row.publication_state, row.get_publication_state_display()
    )
