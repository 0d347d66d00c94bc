"""What links and forms carry: signed, so that nobody can make one up or use one for another purpose."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner

FORM_AGE = 60 * 60 * 24  # seconds; a page left open overnight still works in the morning
# «.» survives in an address in a mail, where «:» ends a link in some programs.
SEPARATOR = "."


def link_token(purpose: str, key: str) -> str:
    """The token of a subscription's key for one purpose: «confirm», «manage» or «leave»."""
    return _signer(purpose).sign(key)


def key_of(purpose: str, token: str) -> str | None:
    """The key that a token names; None for one that is not ours, or was made for another purpose."""
    try:
        return _signer(purpose).unsign(token)
    except BadSignature:
        return None


def form_seal() -> str:
    """Says that we showed a form, when, and which showing it was."""
    return TimestampSigner(salt="alerts.form", sep=SEPARATOR).sign(secrets.token_urlsafe(9))


def showing_of(seal: str) -> str | None:
    """Which showing of the form a seal is of; None when it is not ours, or too old."""
    try:
        return TimestampSigner(salt="alerts.form", sep=SEPARATOR).unsign(seal, max_age=FORM_AGE)
    except BadSignature:
        return None


def digest(purpose: str, text: str) -> str:
    """A keyed digest: tells whether two texts are the same without telling either."""
    key = hashlib.sha256(f"alerts.{purpose}.{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"alerts.{purpose}", sep=SEPARATOR)
