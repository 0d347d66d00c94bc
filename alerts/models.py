"""Who asked to be told of what, and what there is to tell. No event is referred to by a constraint: what is told
of it outlives neither its withdrawal nor its merging, and must not stand in the way of either."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from alerts.enums import Frequency
from alerts.querysets import SubscriptionQuerySet
from portal.lib.translated import LANGUAGES

LONGEST_QUERY = 1000


def new_key() -> str:
    """What links in mails name a subscription by: 128 random bits, signed wherever they are shown."""
    return secrets.token_urlsafe(16)


class Subscription(models.Model):
    """One address that wants to hear of what one filter finds. Nothing else is known of who asked."""

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    address = models.EmailField(_("e-mail address"), max_length=254)
    query = models.CharField(_("filter"), max_length=LONGEST_QUERY, blank=True, default="")
    language = models.CharField(_("language"), max_length=3)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency, default=Frequency.WEEKLY)
    created_at = models.DateTimeField(_("requested"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("last sent"), null=True, blank=True)

    # How far the sendings have come (see sending.py)
    heard_up_to = models.BigIntegerField(default=0)
    telling_up_to = models.BigIntegerField(null=True)
    taken_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail alert")
        verbose_name_plural = _("e-mail alerts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(Lower("address"), "query", name="address_asks_for_a_filter_once"),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="alert_frequency_is_known"
            ),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="alert_language_is_known"),
        ]
        indexes = [models.Index(fields=["frequency", "heard_up_to"], name="alert_by_turn")]

    def __str__(self) -> str:
        """Without the address: this is read in logs and lists."""
        return str(self.pk)


class Known(models.Model):
    """What the last look saw of a public event: digests of its date and place, and its status."""

    event_id = models.BigIntegerField(primary_key=True)
    date = models.CharField(max_length=32)
    place = models.CharField(max_length=32)
    status = models.CharField(max_length=20)

    def __str__(self) -> str:
        return str(self.event_id)


class News(models.Model):
    """An event became public, or its date, place or status changed. Numbered in the order in which it was seen."""

    id: Any = models.BigAutoField(primary_key=True)
    event_id = models.BigIntegerField(db_index=True)
    is_new = models.BooleanField(default=False)
    date_changed = models.BooleanField(default=False)
    place_changed = models.BooleanField(default=False)
    status_changed = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.event_id}"


class Watch(models.Model):
    """The one row that whoever looks for news locks: news are numbered by one process at a time."""

    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.looked_at)
