"""A real receiver on this machine that behaves as badly as asked."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from webhooks import sending


@dataclass
class Receiver:
    """``behaviour``: ok, fail, gone, redirect, endless (a letter now and then) or huge (an answer without end)."""

    address: str
    behaviour: str = "ok"
    received: list[tuple[str, dict[str, str], str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    here: Receiver
    over: threading.Event

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        told = {name.lower(): value for name, value in self.headers.items()}
        self.here.received.append((self.path, told, body))
        getattr(self, self.here.behaviour)()

    def ok(self) -> None:
        self._status(204)

    def fail(self) -> None:
        self._status(500)

    def gone(self) -> None:
        self._status(410)

    def redirect(self) -> None:
        self._status(302, Location=f"{self.here.address}/elsewhere")

    def endless(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.over.wait(0.02):
            self.wfile.write(b"x")

    def huge(self) -> None:
        self._status(200)
        while not self.over.is_set():
            self.wfile.write(b"x" * 65_536)

    def _status(self, number: int, **headers: str) -> None:
        self.send_response(number)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True  # the sender had enough

    def log_message(self, *args: Any) -> None:
        """In silence."""


@contextmanager
def receiver() -> Iterator[Receiver]:
    over = threading.Event()
    here = Receiver("")
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("HandlerHere", (Handler,), {"here": here, "over": over})
    )
    port = server.server_address[1]
    here.address = f"http://127.0.0.1:{port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    sending.receivers_of_the_tests.add(("127.0.0.1", port))
    try:
        yield here
    finally:
        sending.receivers_of_the_tests.discard(("127.0.0.1", port))
        over.set()
        server.shutdown()
        server.server_close()
