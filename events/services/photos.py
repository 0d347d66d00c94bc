"""Photos that come many at a time, before anybody has described them."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import File
from django.db.models import Max

from events.models import Event, Photo
from history import versions
from history.recording import Verb, recording


@dataclass(frozen=True)
class Added:
    """``before`` and ``after`` are the numbers of the event's versions: an open form learns that it is not behind."""

    photo: Photo
    before: int
    after: int


def add_photo(
    *, event: Event, image: File, by: AbstractBaseUser, credit: str = "", consent_note: str = ""
) -> Added:
    """Add ``image`` after the photos of ``event``. Raises ``ValidationError`` when it may not be kept.

    The public is not shown it before it is described and credited.
    """
    before = versions.current_number(event) or 1
    photo: Any = Photo(event=event, image=image, credit=credit, consent_note=consent_note)
    photo.full_clean()  # draws it anew, for a second: before the event is locked
    with recording(event, by=by, verb=Verb.CHANGED):
        photo.position = (event.photos.aggregate(last=Max("position"))["last"] or 0) + 1
        photo.save()
    return Added(photo, before, versions.current_number(event))
