from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.event import Event


class DistinctPair(models.Model):
    """Two events that look alike and that somebody looked at and found different: nobody is asked again.

    The older row stands first, so that a pair is kept once.
    """

    first = models.ForeignKey(Event, models.CASCADE, related_name="+", verbose_name=_("event"))
    second = models.ForeignKey(Event, models.CASCADE, related_name="+", verbose_name=_("other event"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)

    class Meta:
        verbose_name = _("events known to be different")
        verbose_name_plural = _("events known to be different")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_pair_is_kept_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="distinct_pair_names_the_older_first",
                violation_error_message=_("Name the older of the two events first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
