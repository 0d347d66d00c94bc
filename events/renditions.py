"""A photo as pages offer it: each format in each width, and what must stay visible when it is cropped."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from events.media_types import PHOTO_TYPES
from portal.lib.uploads.images import ENCODINGS, scaled

PREVIEW_PARAMETER = "preview"
FOCUS_STEP = 10  # per cent; static/css/parts/05-components.css has a class for each


@dataclass(frozen=True)
class Rendition:
    media_type: str
    width: int
    height: int
    address: str


@dataclass(frozen=True)
class Source:
    media_type: str
    renditions: list[Rendition]

    @property
    def srcset(self) -> str:
        return ", ".join(f"{row.address} {row.width}w" for row in self.renditions)


def sources_of(photo: Any) -> list[Source]:
    return [
        Source(PHOTO_TYPES[ending], [_rendition(photo, ending, width) for width in photo.renditions[ending]])
        for ending in ENCODINGS
        if photo.renditions.get(ending)
    ]


def _rendition(photo: Any, ending: str, width: int) -> Rendition:
    address = with_token(photo, reverse("photo_rendition", args=[photo.pk, width, ending]))
    return Rendition(PHOTO_TYPES[ending], width, scaled(photo.height, width, photo.width), address)


def open_with(event: Any, token: str) -> None:
    """Let the photos and documents of ``event``, already loaded, be fetched by whoever holds a preview's secret."""
    for row in (*event.photos.all(), *event.documents.all()):
        row.preview_token = token


def with_token(row: Any, address: str) -> str:
    token = getattr(row, "preview_token", "")
    return f"{address}?{urlencode({PREVIEW_PARAMETER: token})}" if token else address


def focus_class(photo: Any) -> str:
    """Classes for ``object-position``: our pages allow no style in an element."""
    return f"focus-x-{_step(photo.focus_x)} focus-y-{_step(photo.focus_y)}"


def _step(percent: int) -> int:
    return round(percent / FOCUS_STEP) * FOCUS_STEP
