"""Sends what waits, tries again over a day, and stops when nobody listens for long."""

import random
import time
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from webhooks.models import Delivery, State, Subscription
from webhooks.sending import SECONDS, Outcome, send
from webhooks.signing import headers

# Seconds after each failed attempt: over a day in all.
PAUSES = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 8 * 3600, 10 * 3600)
JITTER = 0.2
LONG_FAILURE = timedelta(days=5)
OVERLAP = timedelta(days=1)
CLAIM = timedelta(seconds=6 * SECONDS)  # a worker that was killed is succeeded by another one


def deliver_due(most: int = 100) -> int:
    """Send what is due, one after the other; the number of attempts."""
    for sent in range(most):
        delivery = _claimed()
        if delivery is None:
            return sent
        attempt(delivery)
    return most


def _claimed() -> Delivery | None:
    """The next message that is due, kept from other workers while it is sent."""
    now = timezone.now()
    with transaction.atomic():
        due = Delivery.objects.filter(state=State.WAITING, next_at__lte=now, subscription__is_active=True)
        rows = due.select_for_update(skip_locked=True, of=("self",)).select_related("subscription")
        delivery = rows.order_by("next_at", "pk").first()
        if delivery is not None:
            Delivery.objects.filter(pk=delivery.pk).update(next_at=now + CLAIM)
    return delivery


def attempt(delivery: Delivery) -> Outcome:
    """One try, and what follows from it."""
    subscription = delivery.subscription
    signed = headers(subscription.secrets(), delivery.message_id, int(time.time()), delivery.body)
    outcome = send(subscription.url, {"User-Agent": "Hakama-Webhooks/1", **signed}, delivery.body)
    now = timezone.now()
    delivery.attempts += 1
    delivery.status, delivery.error, delivery.milliseconds = (
        outcome.status,
        outcome.error,
        outcome.milliseconds,
    )
    if outcome.is_delivered:
        delivery.state, delivery.done_at = State.DELIVERED, now
    elif delivery.attempts > len(PAUSES) or outcome.is_gone:
        delivery.state, delivery.done_at = State.DEAD, now
    else:
        delivery.next_at = now + timedelta(seconds=pause_after(delivery.attempts))
    delivery.save()
    _note(subscription, outcome)
    return outcome


def pause_after(attempts: int) -> float:
    """Longer each time, and never the same for all: those who were away together do not come back together."""
    return PAUSES[attempts - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  (not a secret)


def replay(delivery: Delivery) -> None:
    """Send it again, under the same number: who has it already knows it by that."""
    delivery.state, delivery.attempts, delivery.next_at, delivery.done_at = (
        State.WAITING,
        0,
        timezone.now(),
        None,
    )
    delivery.save()


def rotate(subscription: Subscription) -> None:
    """A new secret; messages carry both signatures for a day."""
    from webhooks.signing import new_secret

    subscription.former_secret, subscription.secret = subscription.secret, new_secret()
    subscription.former_until = timezone.now() + OVERLAP
    subscription.save(update_fields=["former_secret", "secret", "former_until"])


# Long failure ---------------------------------------------------------------------------------------------
def _note(subscription: Subscription, outcome: Outcome) -> None:
    if outcome.is_delivered:
        Subscription.objects.filter(pk=subscription.pk, failing_since__isnull=False).update(
            failing_since=None
        )
        return
    now = timezone.now()
    Subscription.objects.filter(pk=subscription.pk, failing_since__isnull=True).update(failing_since=now)
    failing = Subscription.objects.values_list("failing_since", flat=True).get(pk=subscription.pk)
    if outcome.is_gone or (failing and now - failing >= LONG_FAILURE):
        _switch_off(subscription, outcome)


def _switch_off(subscription: Subscription, outcome: Outcome) -> None:
    if not Subscription.objects.filter(pk=subscription.pk, is_active=True).update(is_active=False):
        return
    texts = []
    for language in ("ar", "fr"):
        with override(language):
            subject = _("The webhook “%(name)s” has been switched off") % {"name": subscription.name}
            texts.append(
                (
                    subject,
                    _("Its address %(url)s does not take our messages (%(error)s). What it missed is kept: "
                      "ask the portal to switch it on again.")
                    % {"url": subscription.url, "error": outcome.error},
                )
            )  # fmt: skip
    subject = " · ".join(subject for subject, _text in texts)
    message = "\n\n".join(text for _subject, text in texts)
    send_mail(subject, message, settings.DEFAULT_FROM_EMAIL, [subscription.owner_email], fail_silently=True)
