"""Documents, photos, recordings, publications."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.forms import Script
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events.admin.forms import CoverForm
from events.admin.photos import waiting_for_words
from events.admin.rows import EventRows
from events.models import Document, Photo, Publication, Recording
from events.uploads import VerifiedFileField
from institutions.admin.desk import PUBLICATION, Fields, TranslatedCards, TranslatedDesk, state


@dataclass(frozen=True)
class Kept:
    """A file that is kept, as the widget shows it: a link that does not tell its name in the store."""

    url: str
    label: Any

    def __str__(self) -> str:
        return str(self.label)


class KeptFileInput(AdminFileWidget):
    def format_value(self, value: Any) -> Any:
        return Kept(value.url, _("open the file")) if self.is_initial(value) else None


FILES = {**Fields.formfield_overrides, VerifiedFileField: {"widget": KeptFileInput}}


class DocumentCards(TranslatedCards):
    model = Document
    formset = EventRows
    formfield_overrides = FILES
    fields = ("title", ("kind", "language", "published_on"), "session", ("file", "url"))


class AgreementDocumentCards(DocumentCards):
    fields = ("title", ("kind", "language", "published_on"), ("file", "url"))


class PhotoCards(TranslatedCards):
    model = Photo
    template = "admin/events/photo_cards.html"
    formfield_overrides = FILES
    readonly_fields = ("preview",)
    fields = (
        "preview",
        "image",
        "alt",
        "caption",
        ("credit", "taken_on"),
        "consent_note",
        ("focus_x", "focus_y", "position"),
    )

    class Media:
        css = {"all": ["css/admin-photos.css"]}
        js = (Script("js/photo-drop.js", type="module"), Script("js/photo-focus.js", type="module"))

    @admin.display(description=_("preview"))
    def preview(self, photo: Photo) -> SafeString | str:
        """What is described below, and whether the public sees it yet."""
        smallest = photo.smallest
        if smallest is None:
            return "–"
        return format_html(
            '<img class="photo-preview" src="{}" width="{}" height="{}" alt="{}">{}',
            smallest.address,
            smallest.width,
            smallest.height,
            _("The photo to describe"),
            _waits() if waiting_for_words(photo) else "",
        )


def _waits() -> SafeString:
    text = _("Not shown to the public yet: its description or its credit is missing.")
    return format_html('<span class="photo-waits">{}</span>', text)


class RecordingCards(TranslatedCards):
    model = Recording
    fields = ("title", ("kind", "language", "has_captions"), "url")


@admin.register(Publication)
class PublicationDesk(TranslatedDesk):
    menu_rank = 4
    form = CoverForm
    formfield_overrides = FILES
    list_display = ("__str__", "language", "source_event", "cover_on", state)
    list_select_related = ("source_event__territory",)
    list_filter = ("publication_state", "language")
    search_fields = ("name_ar", "name_fr", "name_en", "isbn")
    ordering = ("-pk",)
    autocomplete_fields = ("publishers", "source_event")
    fieldsets = [
        (None, {"fields": ["name", "language", "publishers", "source_event"]}),
        (None, {"fields": [("cover_on", "cover_precision"), "online_on", "url", "file"]}),
        (None, {"fields": [("printer", "isbn", "legal_deposit"), "page_count"]}),
        (PUBLICATION[0], {"fields": PUBLICATION[1]["fields"][:1], "classes": ["collapse"]}),
    ]
