"""Where a request came from: one rule for throttles, lock-outs and the audit log."""

from ipaddress import IPv6Address, ip_address, ip_network
from typing import cast

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle


def client_address(request: HttpRequest) -> str | None:
    """The address that our own proxy saw (`NUM_PROXIES`, as the API's throttle counts); None when it is no address."""
    for candidate in (
        BaseThrottle().get_ident(cast("Request", request)),
        request.META.get("REMOTE_ADDR", ""),
    ):
        try:
            return str(ip_address((candidate or "").strip()))
        except ValueError:
            continue  # «unknown», an address with its port, a socket of this machine
    return None


def counted_address(request: HttpRequest) -> str | None:
    """What failures are counted for."""
    address = client_address(request)
    return network(address) if address else None


def network(address: str) -> str:
    """A customer's IPv6 network (/64, RFC 6177 §2) is one address: whoever has one has 2^64."""
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network(f"{address}/64", strict=False).network_address)
    return address
