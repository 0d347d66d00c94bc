"""Documents, photos and recordings. Files are reached through views that start with ``public()``."""

from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.enums import DocumentKind, RecordingKind
from events.keeping import KeptWithItsFiles
from events.models.event import Event
from events.models.programme import Session
from events.querysets import DocumentQuerySet, EventPartQuerySet, PhotoQuerySet
from events.renditions import Rendition, Source, focus_class, sources_of
from events.uploads import DocumentField, PhotoField
from institutions.enums import TextLanguage
from institutions.models import Agreement
from institutions.models.base import has_text
from institutions.models.translated import Translated


def stored_name(instance: Any, filename: str) -> str:
    """A name in the store that nobody can guess and that keeps no words of the uploader."""
    return f"{instance._meta.model_name}/{uuid4().hex}{PurePath(filename).suffix.lower()[:10]}"


class Document(KeptWithItsFiles, Translated):
    event = models.ForeignKey(
        Event, models.CASCADE, null=True, blank=True, related_name="documents", verbose_name=_("event")
    )
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name=_("session")
    )
    agreement = models.ForeignKey(
        Agreement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("agreement"),
    )
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind, default=DocumentKind.OTHER)
    language = models.CharField(
        _("language"), max_length=3, choices=TextLanguage, default=TextLanguage.ARABIC
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    file = DocumentField(_("file"), upload_to=stored_name, max_length=200, blank=True)
    file_type = models.CharField(_("type"), max_length=5, blank=True, default="", editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), null=True, editable=False)
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True, default="", editable=False)
    url = models.URLField(_("address elsewhere"), max_length=500, blank=True, default="")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(
                condition=has_text("title"),
                name="document_has_a_title_in_arabic_or_french",
                violation_error_message=_("Give the title in Arabic or in French."),
            ),
            models.CheckConstraint(
                condition=Q(event__isnull=False, agreement__isnull=True)
                | Q(event__isnull=True, agreement__isnull=False),
                name="document_belongs_to_one_event_or_agreement",
                violation_error_message=_("A document belongs to one event or to one agreement."),
            ),
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(url=""),
                name="document_can_be_read_somewhere",
                violation_error_message=_("Upload the file or give its address."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or ""


class Photo(KeptWithItsFiles, Translated):
    event = models.ForeignKey(Event, models.CASCADE, related_name="photos", verbose_name=_("event"))
    image = PhotoField(_("image"), upload_to=stored_name, max_length=200)
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    renditions = models.JSONField(editable=False, default=dict)  # {"avif": [320, 640], …}: widths by ending
    alt = models.CharField(
        _("description for those who cannot see it"),
        max_length=300,
        blank=True,
        default="",
        help_text=_("Until it is described and credited, the photo is not published."),
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True, default="")
    credit = models.CharField(_("credit"), max_length=200, blank=True, default="")
    consent_note = models.CharField(
        _("consent of those shown"), max_length=300, blank=True, default="", help_text=_("Never published.")
    )
    focus_x = models.PositiveSmallIntegerField(
        _("what matters, across"),
        default=50,
        help_text=_("0 is the left edge of the picture, 100 the right one: what stays when it is cropped."),
    )
    focus_y = models.PositiveSmallIntegerField(
        _("what matters, down"),
        default=50,
        help_text=_("0 is the top of the picture, 100 the bottom."),
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(focus_x__lte=100, focus_y__lte=100),
                name="photo_has_its_focus_inside",
                violation_error_message=_("What matters lies between 0 and 100."),
            )
        ]

    def __str__(self) -> str:
        return self.alt or ""

    @property
    def sources(self) -> list[Source]:
        """The renditions by format, the best first, as <source> elements take them."""
        return sources_of(self)

    @property
    def smallest(self) -> Rendition | None:
        """What stands for the photo in lists: a JPEG, which every program shows."""
        return self.sources[-1].renditions[0] if self.renditions else None

    @property
    def focus_class(self) -> str:
        return focus_class(self)


class Recording(Translated):
    """Video, audio or live stream, kept elsewhere."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="recordings", verbose_name=_("event"))
    kind = models.CharField(_("kind"), max_length=12, choices=RecordingKind, default=RecordingKind.VIDEO)
    title = models.CharField(_("title"), max_length=300)
    language = models.CharField(
        _("language"), max_length=3, choices=TextLanguage, default=TextLanguage.ARABIC
    )
    url = models.URLField(_("address"), max_length=500, blank=True, default="")
    has_captions = models.BooleanField(_("has captions"), default=False)

    objects = EventPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("videos, recordings and live streams")
        constraints = [
            models.CheckConstraint(
                condition=has_text("title"),
                name="recording_has_a_title_in_arabic_or_french",
                violation_error_message=_("Give the title in Arabic or in French."),
            )
        ]

    def __str__(self) -> str:
        return self.title or ""
