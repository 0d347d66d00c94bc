from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    """What was done to a row."""

    FOUND = "found", _("first version kept")
    CREATED = "created", _("entry created")
    CHANGED = "changed", _("changed")
    SUBMITTED = "submitted", _("sent for review")
    REFUSED = "refused", _("sent back to the author")
    PUBLISHED = "published", _("entry published")
    WITHDRAWN = "withdrawn", _("entry withdrawn")
    POSTPONED = "postponed", _("event postponed")
    RESCHEDULED = "rescheduled", _("event given a new date")
    CANCELLED = "cancelled", _("event cancelled")
    MOVED = "moved", _("event moved")
    APPROVED = "approved", _("proposed change approved")
    RESTORED = "restored", _("earlier version restored")
    MERGED = "merged", _("merged with another entry")
    IMPORTED = "imported", _("imported from a file")
    UNDONE = "undone", _("this import undone")
    COPIED = "copied", _("copied from another event")
    PURGED = "purged", _("erased")


class OfARow(models.Model):
    """Something kept about a row of any model, which may be gone by now."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("kind"))
    object_id = models.PositiveBigIntegerField(_("number of the entry"))
    row: Any = GenericForeignKey("content_type", "object_id")
    label = models.CharField(_("entry"), max_length=400, help_text=_("As it was called then."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("name of the person"), max_length=200, blank=True, default="")
    at = models.DateTimeField(_("at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=400, blank=True, default="")

    class Meta:
        abstract = True


class Version(OfARow):
    """What a row and its parts said from a moment on. Never changed, never deleted."""

    number = models.PositiveIntegerField(_("version"))
    verb = models.CharField(_("what was done"), max_length=12, choices=Verb)
    is_typo = models.BooleanField(_("mere typing mistake"), default=False)
    snapshot = models.JSONField()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "number"], name="version_is_numbered_once"
            ),
            models.CheckConstraint(condition=models.Q(verb__in=Verb.values), name="version_verb_is_known"),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="version_newest_first"),
            models.Index(fields=["by", "-at"], name="version_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.number})"


class RevisionState(models.TextChoices):
    OPEN = "open", _("waiting")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("sent back")
    TAKEN_BACK = "taken_back", _("taken back")


class PendingRevision(OfARow):
    """A change proposed to a published row: the public keeps reading what was published until it is approved."""

    base = models.ForeignKey(Version, models.PROTECT, related_name="revisions", verbose_name=_("proposed to"))
    proposed = models.JSONField()
    edits = models.PositiveIntegerField(_("number of edits"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=RevisionState, default=RevisionState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_by_name = models.CharField(_("name of who decided"), max_length=200, blank=True, default="")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.CharField(_("reason of the decision"), max_length=400, blank=True, default="")

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "by"],
                condition=models.Q(state="open"),
                name="person_has_one_open_revision_of_a_row",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=RevisionState.values), name="revision_state_is_known"
            ),
        ]
        indexes = [models.Index(fields=["state", "-at"], name="revision_by_state")]

    def __str__(self) -> str:
        return self.label


class Tombstone(OfARow):
    """What is left of a row that was erased or merged into another: that it was, and where to look now."""

    merged_into = models.PositiveBigIntegerField(_("merged into"), null=True, blank=True)
    was_public = models.BooleanField(_("was public once"), default=False)
    addresses = models.JSONField(default=list)

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="row_is_buried_once"),
        ]

    def __str__(self) -> str:
        return self.label
