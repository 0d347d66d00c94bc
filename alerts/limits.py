"""How often somebody may ask. Counted in the cache under keyed digests: no address is written anywhere."""

from django.core.cache import cache
from django.http import HttpRequest

from alerts.tokens import FORM_AGE, digest
from staff.addresses import counted_address

PER_ADDRESS, ADDRESS_SPAN = 3, 60 * 60 * 24  # mails to one mailbox a day, whoever asks for them
PER_NETWORK, NETWORK_SPAN = 20, 60 * 60  # requests from one network address an hour


def network_is_exhausted(request: HttpRequest) -> bool:
    """Counts this request; a request without address is counted with all others of its kind."""
    return _exceeds("network", counted_address(request) or "", PER_NETWORK, NETWORK_SPAN)


def mailbox_is_exhausted(address: str) -> bool:
    """Counts a mail to ``address``."""
    return _exceeds("mailbox", address.lower(), PER_ADDRESS, ADDRESS_SPAN)


def is_repeated(showing: str) -> bool:
    """Whether this showing of the form was sent already: a double click asks once."""
    return not cache.add(f"alerts:form:{digest('form', showing)}", 1, FORM_AGE)


def release(showing: str, address: str) -> None:
    """The form may be sent again: what it asked for could not be done."""
    cache.delete(f"alerts:form:{digest('form', showing)}")
    try:
        cache.decr(f"alerts:mailbox:{digest('mailbox', address.lower())}")
    except ValueError:
        return  # the count has expired


def _exceeds(kind: str, who: str, most: int, span: int) -> bool:
    key = f"alerts:{kind}:{digest(kind, who)}"
    if cache.add(key, 1, span):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:  # it expired between the two
        cache.set(key, 1, span)
        return False
