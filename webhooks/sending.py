"""One POST to an address that a stranger gave us: public addresses only, no redirect, little time, little to read.

The name is resolved once and the connection made to the address that was judged: a name that answers differently the
second time (DNS rebinding) gains nothing. TLS is checked against the name.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS = 10.0  # for everything: connecting, sending, the answer
MOST_READ = 16 * 1024  # of an answer, which nobody needs
PORTS = frozenset({443, 8443})
# Networks that are «global» by the registry and lead inside all the same (NAT64, 6to4, Teredo).
TUNNELS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
# (address, port) of the receivers of the test suite, plain http. Code that runs in production never writes here, and
# no setting or variable of the environment reaches it.
receivers_of_the_tests: set[tuple[str, int]] = set()

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedError(Exception):
    """We do not send there."""


@dataclass(frozen=True)
class Outcome:
    """What a receiver answered; ``error`` is empty when it took the message."""

    status: int | None
    milliseconds: int
    error: str = ""
    is_gone: bool = False

    @property
    def is_delivered(self) -> bool:
        return not self.error


def send(url: str, headers: dict[str, str], body: str) -> Outcome:
    """Never raises for what the receiver or the network does."""
    begun = time.monotonic()
    status, error = None, ""
    try:
        status = _posted(url, headers, body.encode())
        error = "" if 200 <= status < 300 else f"HTTP {status}"
    except RefusedError as refused:
        error = f"refused: {refused}"
    except TimeoutError:
        error = "timeout"
    except (OSError, http.client.HTTPException, ValueError) as failure:
        late = time.monotonic() - begun >= SECONDS
        error = "timeout" if late else type(failure).__name__
    return Outcome(status, int(1000 * (time.monotonic() - begun)), error[:300], is_gone=status == 410)


def _posted(url: str, headers: dict[str, str], body: bytes) -> int:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    connection = _connection(host, port, parts.scheme)
    is_over = threading.Event()
    closer = threading.Timer(SECONDS, _cut, [connection, is_over])
    closer.daemon = True
    closer.start()
    try:
        connection.request(
            "POST", target, body, {"Host": parts.netloc, "Content-Type": "application/json", **headers}
        )
        answer = connection.getresponse()
        answer.read(MOST_READ)
        if is_over.is_set():  # what was cut off may look like the end of an answer
            raise TimeoutError
        return answer.status
    finally:
        closer.cancel()
        connection.close()


def _connection(host: str, port: int, scheme: str) -> http.client.HTTPConnection:
    """Already connected, to the very address that was judged."""
    if (host, port) in receivers_of_the_tests:
        connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
        connection.connect()
        return connection
    if scheme != "https" or port not in PORTS:
        raise RefusedError("https on port 443 or 8443 only")
    address = judged(host, port)
    plain = socket.create_connection((str(address), port), timeout=SECONDS)
    try:
        secured = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    secure = http.client.HTTPSConnection(host, port, timeout=SECONDS)
    secure.sock = secured
    return secure


def judged(host: str, port: int) -> Address:
    """The first address of the name; refused where any of them is not public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses or not all(map(is_public, addresses)):
        raise RefusedError("the address is not public")
    return addresses[0]


def is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in TUNNELS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _cut(connection: http.client.HTTPConnection, is_over: threading.Event) -> None:
    """A receiver that gives a letter a second never runs into the time-out of a single read."""
    is_over.set()
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            connection.sock.close()
