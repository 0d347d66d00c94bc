"""When a photo may be shown: somebody who cannot see it learns what it shows, and its author is named."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import ngettext

from institutions.models.base import has_text


def shown_photos(prefix: str = "") -> Q:
    """Condition: described in Arabic or in French, and credited."""
    return has_text(f"{prefix}alt") & Q(**{f"{prefix}credit__gt": ""})


def unready_photos(event: Any) -> list[Any]:
    """Photos of ``event`` that the public would not be shown. One query."""
    return list(event.photos.exclude(pk__in=event.photos.filter(shown_photos()).values("pk")))


def check_photos(event: Any) -> None:
    """Refuses, in a sentence, an event that is to be published with photos nobody has described."""
    if waiting := len(unready_photos(event)):
        message = ngettext(
            "A photo has no description in Arabic or in French, or no credit: complete it, or remove it.",
            "%(count)d photos have no description in Arabic or in French, or no credit: complete them, or remove them.",
            waiting,
        )
        raise ValidationError(message % {"count": waiting}, code="photos")
