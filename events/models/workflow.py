"""What staff decided about an event, what co-organisers said to it, and who may look at it beforehand."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.event import Event
from events.workflow import ConsentState, DecisionVerb
from history.models import PendingRevision
from institutions.models import Institution


def _member(verbose_name: Any) -> models.ForeignKey:
    """A member of staff; the name kept beside it outlives the account."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=verbose_name
    )


class Decision(models.Model):
    """One step of an event's life: who took it, when and why. Never changed afterwards."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="decisions", verbose_name=_("event"))
    verb = models.CharField(_("decision"), max_length=12, choices=DecisionVerb)
    reason = models.TextField(_("reason"), blank=True, default="")
    by = _member(_("decided by"))
    by_name = models.CharField(_("name"), max_length=200, blank=True, default="")
    at = models.DateTimeField(_("decided at"), default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["event", "-at"], name="decision_of_event")]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=DecisionVerb.values), name="decision_verb_is_known"),
            models.CheckConstraint(
                condition=~Q(verb__in=(DecisionVerb.REFUSED, DecisionVerb.WITHDRAWN, DecisionVerb.OBJECTED))
                | ~Q(reason=""),
                name="refusal_withdrawal_and_objection_say_why",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verb_display())


class Consent(models.Model):
    """Whether an institution that organises an event agrees to its publication, where it wishes to be asked."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="consents", verbose_name=_("event"))
    institution = models.ForeignKey(
        Institution, models.CASCADE, related_name="consents", verbose_name=_("institution")
    )
    state = models.CharField(
        _("answer"), max_length=10, choices=ConsentState, default=ConsentState.ASKED, db_index=True
    )
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    reason = models.TextField(_("reason"), blank=True, default="")
    by = _member(_("answered by"))
    by_name = models.CharField(_("name"), max_length=200, blank=True, default="")
    at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent of an organiser")
        verbose_name_plural = _("consents of organisers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "institution"], name="institution_is_asked_once"),
            models.CheckConstraint(condition=Q(state__in=ConsentState.values), name="consent_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=ConsentState.OBJECTED) | ~Q(reason=""),
                name="objection_says_why",
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}: {self.get_state_display()}"


class PreviewLink(models.Model):
    """A secret address that shows an event as the public would see it. Only a digest of the secret is kept."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="preview_links", verbose_name=_("event"))
    revision = models.ForeignKey(
        PendingRevision,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed change"),
    )
    digest = models.CharField(_("digest of the secret"), max_length=64, unique=True, editable=False)
    by = _member(_("created by"))
    by_name = models.CharField(_("name"), max_length=200, blank=True, default="")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.event)

    def is_open_at(self, at: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > at
