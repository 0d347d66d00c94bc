"""Documents, photos, recordings, publications."""

from django.contrib import admin

from events.admin.forms import CoverForm
from events.admin.rows import EventRows
from events.models import Document, Photo, Publication, Recording
from institutions.admin.desk import PUBLICATION, TranslatedCards, TranslatedDesk, state


class DocumentCards(TranslatedCards):
    model = Document
    formset = EventRows
    fields = ("title", ("kind", "language", "published_on"), "session", ("file", "url"))


class AgreementDocumentCards(DocumentCards):
    fields = ("title", ("kind", "language", "published_on"), ("file", "url"))


class PhotoCards(TranslatedCards):
    model = Photo
    fields = ("image", "alt", "caption", ("credit", "taken_on"), "consent_note", "position")


class RecordingCards(TranslatedCards):
    model = Recording
    fields = ("title", ("kind", "language", "has_captions"), "url")


@admin.register(Publication)
class PublicationDesk(TranslatedDesk):
    form = CoverForm
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
