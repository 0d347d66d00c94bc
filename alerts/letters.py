"""The mails, in the language of the subscription: plain text with an HTML twin, no remote part, nothing that counts."""

from datetime import datetime
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext, override

from alerts import asking
from alerts.enums import Frequency
from alerts.models import Subscription
from alerts.querysets import digest_day
from alerts.telling import Letter, Teller
from alerts.tokens import digest, link_token
from portal.lib.marked_html import mark_fallbacks
from portal.lib.text import isolate
from portal.lib.translated import DIRECTION

LONGEST_NAME = 80  # in a subject; more is cut by most mail programs anyway
PARTS = {  # plain text and its HTML twin
    "confirm": ("alerts/mail/confirm.txt", "alerts/mail/confirm.html"),
    "reminder": ("alerts/mail/reminder.txt", "alerts/mail/reminder.html"),
    "letter": ("alerts/mail/letter.txt", "alerts/mail/letter.html"),
}


def confirmation(subscription: Subscription) -> EmailMultiAlternatives:
    """Asks the owner of the mailbox whether the alert is wanted."""
    with override(subscription.language):
        link = _link("alerts:confirm", link_token("confirm", subscription.key))
        subject = gettext("Confirm your alert")
        return _mail(subscription, subject, "confirm", {"link": link})


def reminder(subscription: Subscription) -> EmailMultiAlternatives:
    """Tells the owner of the mailbox that the alert just asked for exists already."""
    with override(subscription.language):
        subject = gettext("You already receive this alert")
        mail = _mail(subscription, subject, "reminder", {})
        mail.extra_headers |= _ways_out(subscription)
        return mail


def newsletter(subscription: Subscription, teller: Teller, at: datetime) -> EmailMultiAlternatives | None:
    """What is new for the subscription; None when nothing is."""
    with override(subscription.language):
        letter = teller.letter_for(subscription, subscription.language)
        if not letter.sections:
            return None
        context = {"sections": letter.sections, "list_link": _list_link(subscription)}
        mail = _mail(subscription, _subject(letter), "letter", context, _turn(subscription, at))
        mail.extra_headers |= _ways_out(subscription)
        return mail


def _subject(letter: Letter) -> str:
    section = letter.sections[0]
    name = isolate(Truncator(section.events[0].title).chars(LONGEST_NAME))
    if letter.count == 1:
        return f"{section.heading}{gettext(': ')}{name}"
    others = letter.count - 1
    return ngettext("%(name)s and %(others)d other event", "%(name)s and %(others)d other events", others) % {
        "name": name,
        "others": others,
    }


def _turn(subscription: Subscription, at: datetime) -> str:
    """Names what this letter tells: sent again after a crash it has the same Message-ID, and mailboxes drop it."""
    span = f"{subscription.heard_up_to}-{subscription.telling_up_to}"
    is_weekly = subscription.frequency == Frequency.WEEKLY
    return f"{span}-{digest_day(at):%Y%m%d}" if is_weekly else span


def _mail(
    subscription: Subscription, subject: str, name: str, context: dict[str, Any], turn: str = ""
) -> EmailMultiAlternatives:
    """``turn`` tells a letter from the next; what may be wanted twice has none."""
    everything = {**_frame(subscription, subject), **context}
    plain, rich = PARTS[name]
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(plain, everything).strip() + "\n",
        from_email=formataddr((everything["portal"], settings.DEFAULT_FROM_EMAIL)),
        to=[subscription.address],
        headers={
            "Auto-Submitted": "auto-generated",  # RFC 3834: no answer from an absent person's program
            "Content-Language": subscription.language,
        },
    )
    if turn:
        number = digest("message", f"{subscription.key} {turn}")
        mail.extra_headers["Message-ID"] = f"<{number}@{_host()}>"
    html = render_to_string(rich, everything)
    mail.attach_alternative(mark_fallbacks(html) if subscription.language == "zgh" else html, "text/html")
    return mail


def _frame(subscription: Subscription, subject: str) -> dict[str, Any]:
    # Of a letter in Amazigh only the dates have words of it so far: it reads as the Arabic around them does.
    words = "ar" if subscription.language == "zgh" else subscription.language
    return {
        "portal": gettext("Security Governance Portal"),
        "home": settings.SITE_URL + reverse("home"),
        "subject": subject,
        "language": words,
        "direction": DIRECTION[words],
        "filters": asking.in_words(subscription.query),
        "frequency": subscription.get_frequency_display(),
        "manage_link": _link("alerts:manage", link_token("manage", subscription.key)),
        "leave_link": _link("alerts:leave", link_token("leave", subscription.key)),
    }


def _ways_out(subscription: Subscription) -> dict[str, str]:
    """One click in the mail program (RFC 8058); its POST needs no cookie and no page."""
    return {
        "List-Unsubscribe": f"<{_link('alerts:leave', link_token('leave', subscription.key))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<alerts.{_host()}>",
    }


def _link(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(name, args=[token])


def _list_link(subscription: Subscription) -> str:
    query = f"?{subscription.query}" if subscription.query else ""
    return f"{settings.SITE_URL}{reverse('events:event_list')}{query}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""
