"""What signing in needs to know of a member of staff, beside Django's user."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffAccount(models.Model):
    """Made when it is first needed; no row means: nothing to say."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_account", primary_key=True
    )
    sessions_valid_from = models.DateTimeField(
        _("sessions are valid from"), null=True, help_text=_("Older sign-ins no longer count.")
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return str(self.user)
