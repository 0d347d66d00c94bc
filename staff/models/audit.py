"""What staff did, kept for good: rows are added, never changed, never removed."""

from typing import Any, Never

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    LOCKED_OUT = "locked_out", _("locked out")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere", _("signed out everywhere")
    SECOND_FACTOR_FAILED = "second_factor_failed", _("wrong code of the second factor")
    SECOND_FACTOR_ENROLLED = "second_factor_enrolled", _("second factor set up")
    SECOND_FACTOR_REMOVED = "second_factor_removed", _("second factor removed")
    RECOVERY_CODE_USED = "recovery_code_used", _("recovery code used")
    RECOVERY_CODES_MADE = "recovery_codes_made", _("new recovery codes")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    ACCOUNT_CREATED = "account_created", _("account created")
    ACCOUNT_REMOVED = "account_removed", _("account removed")
    RIGHTS_CHANGED = "rights_changed", _("rights changed")
    POLICY_CHANGED = "policy_changed", _("rule of a role changed")
    EXPORTED = "exported", _("exported")
    IMPORTED = "imported", _("imported")
    IMPORT_UNDONE = "import_undone", _("import undone")
    PURGED = "purged", _("removed for good")
    MERGED = "merged", _("merged")
    PREVIEW_CREATED = "preview_created", _("preview link created")
    PREVIEW_REVOKED = "preview_revoked", _("preview link revoked")
    KEY_MADE = "key_made", _("API key made")
    KEY_REVOKED = "key_revoked", _("API key revoked")


class AppendOnlyError(Exception):
    """Somebody tried to change or remove what is on record."""

    def __init__(self) -> None:
        super().__init__("The audit log is only ever added to.")


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def update(self, **columns: Any) -> Never:
        raise AppendOnlyError

    def delete(self) -> Never:
        raise AppendOnlyError

    def bulk_update(self, *args: Any, **options: Any) -> Never:
        raise AppendOnlyError


class AuditEntry(models.Model):
    """Names are kept as text and nothing refers to a row: the entry outlives whom and what it is about.

    Triggers of both databases refuse what passes by this class (migration 0002).
    """

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    action = models.CharField(_("action"), max_length=40, choices=Action)
    actor_id = models.PositiveBigIntegerField(_("number of the person"), null=True, blank=True)
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    target_type = models.CharField(_("kind of object"), max_length=100, blank=True)
    target_id = models.CharField(_("number of the object"), max_length=64, blank=True)
    target_label = models.CharField(_("object"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True, encoder=DjangoJSONEncoder)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the audit log")
        verbose_name_plural = _("entries of the audit log")
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["action", "-at"], name="audit_by_action"),
            models.Index(fields=["actor_name", "-at"], name="audit_by_actor"),
            models.Index(fields=["target_type", "target_id"], name="audit_by_target"),
            models.Index(fields=["address", "-at"], name="audit_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.actor_name or '—'}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> Never:
        raise AppendOnlyError
