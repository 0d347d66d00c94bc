"""Who is told of changes, what each was told, and every message with what became of it."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.filters import EventFilter
from events.models import Event
from webhooks.signing import new_secret


class Subscription(models.Model):
    """A partner's address that is told when an event appears, changes or goes."""

    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(_("address"), max_length=500, help_text=_("It begins with https://."))
    owner_email = models.EmailField(_("email of who looks after it"))
    query = models.CharField(
        _("filter"),
        max_length=500,
        blank=True,
        default="",
        help_text=_(
            "As in the address of the list of events: kind=seminar&territory=fes. Left empty: every event."
        ),
    )
    is_active = models.BooleanField(_("active"), default=True)
    secret = models.CharField(max_length=80, default=new_secret, editable=False)
    former_secret = models.CharField(max_length=80, blank=True, default="", editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    era = models.CharField(max_length=16, blank=True, default="", editable=False)
    position = models.PositiveBigIntegerField(null=True, editable=False)  # none: told from its first look on
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        parts = urlsplit(self.url or "")
        if parts.scheme != "https" or parts.username or parts.password or parts.fragment:
            raise ValidationError(
                {"url": _("Give an address that begins with https://, without a password.")}
            )
        found = self.filter()
        if unknown := sorted(set(found.data) - set(EventFilter.base_filters)):
            raise ValidationError(
                {"query": _("“%(name)s” is not a filter of events.") % {"name": unknown[0]}}
            )
        if not found.is_valid():
            raise ValidationError({"query": [text for texts in found.errors.values() for text in texts]})

    def filter(self) -> EventFilter:
        """The filter of the list of events, asked as the address asks."""
        return EventFilter(QueryDict(self.query.lstrip("?")), queryset=Event.objects.public())

    def secrets(self) -> list[str]:
        """The secret in force and, for a while after it was replaced, the former one."""
        overlaps = self.former_secret and self.former_until and self.former_until > timezone.now()
        return [self.secret, self.former_secret] if overlaps else [self.secret]


class Told(models.Model):
    """An event that the subscriber has heard of and not heard to be gone."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="told")
    event_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("event told of")
        verbose_name_plural = _("events told of")
        constraints = [
            models.UniqueConstraint(fields=["subscription", "event_id"], name="event_is_told_once")
        ]

    def __str__(self) -> str:
        return str(self.event_id)


class State(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    DEAD = "dead", _("given up")


class Delivery(models.Model):
    """A message to a subscriber: kept until it is delivered, and afterwards as the log of it."""

    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    message_id = models.CharField(_("message"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=20)
    body = models.TextField(_("content"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    done_at = models.DateTimeField(_("ended"), null=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    milliseconds = models.PositiveIntegerField(_("milliseconds"), null=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("message of a webhook")
        verbose_name_plural = _("messages of webhooks")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "next_at"], name="delivery_by_time")]

    def __str__(self) -> str:
        return self.message_id
