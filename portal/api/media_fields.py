"""Fields of files: what a document is, and a photo in each of its formats and widths."""

from typing import Any

from django.conf import settings

from events.media_types import DOCUMENT_TYPES
from portal.api.fields import FieldOfRow


class MediaTypeField(FieldOfRow):
    """What a browser is told of a document's file (RFC 6838); null where it is only elsewhere."""

    def to_representation(self, document: Any) -> str | None:
        return DOCUMENT_TYPES.get(document.file_type)


class RenditionsField(FieldOfRow):
    """The photo in each format and width, the best format and the smallest width first."""

    def to_representation(self, photo: Any) -> list[dict[str, Any]]:
        return [
            {
                "type": rendition.media_type,
                "width": rendition.width,
                "height": rendition.height,
                "url": settings.SITE_URL + rendition.address,
            }
            for source in photo.sources
            for rendition in source.renditions
        ]


class FocalPointField(FieldOfRow):
    """What should stay visible when the photo is cropped, in per cent from its left and its top."""

    def to_representation(self, photo: Any) -> dict[str, int]:
        return {"x": photo.focus_x, "y": photo.focus_y}
