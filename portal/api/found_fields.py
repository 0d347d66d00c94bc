"""Fields of what the search finds: the way to its record, to its page, and what it is called."""

from typing import Any

from django.conf import settings

from portal.api import fields
from portal.api.addresses import api_address, page_address
from portal.lib.translated import LANGUAGES
from search.models import Kind
from search.results import name_of

# The kind of a result: its resource, and its page with the column that its address ends in.
RESOURCES = {
    Kind.EVENT: "event",
    Kind.SERIES: "series",
    Kind.INSTITUTION: "institution",
    Kind.PERSON: "speaker",
    Kind.AGREEMENT: "agreement",
    Kind.RECOMMENDATION: "recommendation",
    Kind.DOCUMENT: "document",
}
PAGES = {
    Kind.EVENT: ("events:event_detail", "slug"),
    Kind.SERIES: ("events:series_detail", "slug"),
    Kind.INSTITUTION: ("institution", "slug"),
    Kind.PERSON: ("speaker", "slug"),
    Kind.AGREEMENT: ("agreement", "slug"),
    Kind.RECOMMENDATION: ("events:recommendation_detail", "pk"),
}


class ResultUrlField(fields.FieldOfRow):
    """The whole record in the API; null for press items, which have none."""

    def to_representation(self, found: Any) -> str | None:
        resource = RESOURCES.get(found.kind)
        return api_address(resource, found.pk) if resource else None


class ResultPageField(fields.ManyLanguages):
    """The page of what was found, in each language; nothing for documents and press items."""

    def in_all(self, found: Any) -> dict[str, str]:
        if found.kind not in PAGES:
            return {}
        view, key = PAGES[found.kind]
        return {
            code: page_address(view, getattr(found.row, key), code) for code in settings.COMPLETE_LANGUAGES
        }


class ElsewhereField(fields.FieldOfRow):
    """Where a press item or a document stands outside the portal."""

    def to_representation(self, found: Any) -> str | None:
        return getattr(found.row, "url", "") or None if found.kind not in PAGES else None


class TitleField(fields.ManyLanguages):
    def in_all(self, found: Any) -> dict[str, str]:
        names = {code: name_of(found.kind, found.row, code) for code in LANGUAGES}
        return {code: name.value for code, name in names.items() if name.value and name.language == code}
