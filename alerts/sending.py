"""Sends what is due. Safe when run twice, at the same time, or killed in the middle.

A subscription remembers up to which news it has heard (`heard_up_to`). Whoever serves it first takes it for some
minutes with one conditional UPDATE (`taken_until`) and writes down up to where the letter tells (`telling_up_to`);
both are committed before the mail server is called, and `heard_up_to` moves when the server has taken it. So:

- two processes never serve one subscription at once;
- killed before the server took the letter: the next run, once the hold has ended, sends the same span of news;
- killed after it, before that is written down: the same letter goes out once more, with the same Message-ID, by which
  mailboxes drop the copy. No protocol between two machines can do better: one of both must come last.

No transaction stays open while the mail server is talked to.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.core.mail import get_connection
from django.db.models import Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from alerts import letters
from alerts.models import Subscription
from alerts.telling import Teller
from alerts.watching import look

log = logging.getLogger(__name__)
HOLD = timedelta(minutes=10)  # far longer than one letter takes (EMAIL_TIMEOUT)
LONGEST_PAUSE = timedelta(days=1)
FAILURES_IN_A_ROW = 5  # then the server is away: the rest waits for the next run


@dataclass(frozen=True)
class Outcome:
    sent: int = 0
    silent: int = 0
    failed: int = 0


def send_due(at: datetime | None = None) -> Outcome:
    """Serve every subscription that is due; what failed is tried by a later run."""
    at = at or timezone.now()
    latest = look(at)
    teller, postman, outcome, in_a_row = Teller(at), Postman(), Outcome(), 0
    for number in list(Subscription.objects.due(latest, at).order_by("pk").values_list("pk", flat=True)):
        subscription = _take(number, latest, at)
        if subscription is None:
            continue  # another process was faster
        result = _serve(subscription, teller, postman, at)
        outcome = replace(outcome, **{result: getattr(outcome, result) + 1})
        in_a_row = in_a_row + 1 if result == "failed" else 0
        if in_a_row == FAILURES_IN_A_ROW:
            log.error("The mail server refuses every letter; the rest waits for the next run.")
            break
    postman.go_home()
    return outcome


class Postman:
    """One connection for all letters of a run, opened anew after a failure."""

    def __init__(self) -> None:
        self._connection: Any = None

    def deliver(self, mail: Any) -> None:
        if self._connection is None:
            self._connection = get_connection()
            self._connection.open()
        mail.connection = self._connection
        try:
            mail.send()
        except Exception:
            self.go_home()
            raise

    def go_home(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except (OSError, SMTPException):
                log.warning("The mail server left before the end.")


def _take(number: int, latest: int, at: datetime) -> Subscription | None:
    """The subscription, held for this process; a letter begun by a run that died keeps its span."""
    free = Subscription.objects.due(latest, at).filter(pk=number)
    span_ends = Coalesce("telling_up_to", Greatest("heard_up_to", Value(latest)))  # news may have been purged
    taken = free.update(taken_until=timezone.now() + HOLD, telling_up_to=span_ends)
    return Subscription.objects.filter(pk=number).first() if taken else None


def _serve(subscription: Subscription, teller: Teller, postman: Postman, at: datetime) -> str:
    """Send one letter, or find that there is nothing to tell."""
    try:
        mail = letters.newsletter(subscription, teller, at)
        if mail is not None:
            postman.deliver(mail)
    except Exception as error:  # noqa: BLE001  (whatever is wrong with one letter, the others go out)
        # Neither the address nor the server's answer, which repeats it, belongs into a log.
        log.warning("Alert %s was not sent (%s); a later run tries.", subscription.pk, type(error).__name__)
        _fail(subscription)
        return "failed"
    _finish(subscription, at)
    return "sent" if mail is not None else "silent"


def _finish(subscription: Subscription, at: datetime) -> None:
    """The news up to there have been heard."""
    Subscription.objects.filter(pk=subscription.pk).update(
        heard_up_to=subscription.telling_up_to,
        telling_up_to=None,
        taken_until=None,
        failing_since=None,
        sent_at=at,
    )


def _fail(subscription: Subscription) -> None:
    """Try again with the next run at first, then after as long as it has failed already, at least once a day."""
    now = timezone.now()
    since = subscription.failing_since or now
    pause = min(now - since, LONGEST_PAUSE)
    Subscription.objects.filter(pk=subscription.pk).update(taken_until=now + pause, failing_since=since)
