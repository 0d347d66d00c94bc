"""Keys with which partners ask more of the API than anybody may, and how much they asked."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from institutions.models import Institution

MOST_PER_MINUTE = 60_000


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def in_force(self, at: datetime | None = None) -> "ApiKeyQuerySet":
        at = at or timezone.now()
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at), revoked_at__isnull=True)


class ApiKey(models.Model):
    """A key of a partner. The key itself is nowhere: its beginning, to find it by, and its SHA-256.

    A key of 256 random bits needs no slow hash: there is no dictionary to try.
    """

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="api_keys", verbose_name=_("institution")
    )
    name = models.CharField(_("purpose"), max_length=120, help_text=_("What the key is used by."))
    prefix = models.CharField(_("beginning"), max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    per_minute = models.PositiveIntegerField(
        _("requests a minute"),
        default=settings.API_REQUESTS_PER_MINUTE_WITH_KEY,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PER_MINUTE)],
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(
        _("expires"), null=True, blank=True, help_text=_("Left empty: the key is good until it is revoked.")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(per_minute__gte=1, per_minute__lte=MOST_PER_MINUTE),
                name="key_has_a_bounded_limit",
                violation_error_message=_("Give a whole number of requests, at most 60,000."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def is_in_force(self, at: datetime | None = None) -> bool:
        at = at or timezone.now()
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)


class KeyUsage(models.Model):
    """What was asked with a key on one day (UTC); counted in the cache and written here now and then."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="usage", verbose_name=_("API key"))
    day = models.DateField(_("day"))
    requests = models.PositiveBigIntegerField(_("requests"), default=0)

    class Meta:
        verbose_name = _("usage of a day")
        verbose_name_plural = _("usage by day")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="usage_is_counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.requests}"
