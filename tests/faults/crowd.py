"""A thousand visitors for minutes while staff edit, against the application server as it is deployed."""

import asyncio
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.faults.editing import EDITOR
from tests.scratch_site import ROOT, ScratchSite

HOST = "portal.example.ma"
REDIS = os.environ.get("CACHE_URL", "redis://127.0.0.1:6379/15")
THOUGHT = 10.0  # seconds that a visitor reads at most before the next page
MEASURED_EVERY = 5.0  # seconds between two looks at the memory
SAMPLE = """
import django; django.setup()
from django.core.management import call_command
from events.models import Event
call_command("loadsample", verbosity=0)
own = [event.get_absolute_url() for event in Event.objects.public()]
print(*own, *[address.replace("/ar/", "/fr/", 1) for address in own])
"""
STATIC = """
import django; django.setup()
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
"""


@dataclass
class Visits:
    """What was answered: seconds by answer, how often each status, and the memory of the server over time."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    memory: list[float] = field(default_factory=list)

    def percentile(self, part: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def production(site: ScratchSite) -> ScratchSite:
    """The same site with the settings of production: kept pages in Redis, plain files with their digests."""
    site.environment |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        "SECRET_KEY": "crowd-" + "0123456789" * 5,
        "ALLOWED_HOSTS": f"{HOST}, testserver",  # by the latter name the editor asks, inside its own process
        "SITE_URL": f"https://{HOST}",
        "CACHE_URL": REDIS,
    }
    return site


@contextmanager
def served(site: ScratchSite, port: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "portal.wsgi"]
    environment = {**site.environment, "BIND": f"127.0.0.1:{port}", "WORKERS": "2"}
    with (site.folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield server
        finally:
            server.terminate()
            server.wait()


async def _ask(reader: Any, writer: Any, path: str) -> tuple[int, bool]:
    """The status of the answer, and whether the connection stays."""
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    )
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next((line for line in head.split("\r\n") if line.startswith("content-length:")), None)
    if length is None:
        await reader.read()
        return int(head.split(" ", 2)[1]), False
    await reader.readexactly(int(length.split(":")[1]))
    return int(head.split(" ", 2)[1]), "connection: close" not in head


async def _visitor(port: int, paths: list[str], until: float, visits: Visits) -> None:
    await asyncio.sleep(random.uniform(0, THOUGHT))  # noqa: S311  (moments, not secrets)
    connection: Any = None
    while time.monotonic() < until:
        path, begun, again = random.choice(paths), time.monotonic(), connection is not None  # noqa: S311
        try:
            connection = connection or await asyncio.open_connection("127.0.0.1", port)
            status, stays = await _ask(*connection, path)
        except (OSError, asyncio.IncompleteReadError):
            connection = None
            if again:  # the server closed an idle connection: a browser opens another and asks again
                continue
            status, stays = 0, False
        visits.statuses[status] += 1
        visits.seconds.append(time.monotonic() - begun)
        if not stays and connection:
            connection[1].close()
            connection = None
        await asyncio.sleep(random.uniform(0, THOUGHT))  # noqa: S311  (moments, not secrets)


def memory(server: subprocess.Popen[bytes]) -> float:
    """MB of the server and its workers, each shared page counted once (PSS)."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    total = 0
    for number in [str(server.pid), *children]:
        rollup = Path(f"/proc/{number}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def visited(
    server: subprocess.Popen[bytes], port: int, paths: list[str], *, visitors: int, seconds: float
) -> Visits:
    visits, going = Visits(), threading.Event()

    def look() -> None:
        while not going.wait(MEASURED_EVERY):
            visits.memory.append(memory(server))

    async def crowd() -> None:
        until = time.monotonic() + seconds
        await asyncio.gather(*[_visitor(port, paths, until, visits) for _ in range(visitors)])

    watching = threading.Thread(target=look)
    watching.start()
    asyncio.run(crowd())
    going.set()
    watching.join()
    return visits


def stand_the_crowd(site: ScratchSite, port: int, *, visitors: int, seconds: float, pause: float) -> None:
    """Prints what became of the visitors, while one member of staff saves an event every ``pause`` seconds."""
    events = site.run(SAMPLE).splitlines()[-1].split()
    paths = [
        *events * 2,
        "/ar/",
        "/fr/",
        "/ar/events/",
        "/fr/events/",
        "/api/v1/events/",
        "/ar/institutions/",
    ]
    paths += ["/ar/search/?q=الحكامة", "/ar/recommendations/", "/ar/calendar/", "/fr/events/?kind=seminar"]
    paths = [quote(path, safe="/?=&") for path in paths]
    production(site).run(STATIC)
    with served(site, port) as server:
        wait_until_up(port)
        editor = site.start(EDITOR, "crowd", 100_000, pause)
        visits = visited(server, port, paths, visitors=visitors, seconds=seconds)
        editor.kill()
        out, err = editor.communicate()
    saves = out.count("saved ")
    quarter = max(len(visits.memory) // 4, 1)
    early, late = max(visits.memory[:quarter]), max(visits.memory[-quarter:])
    print(f"  {visitors} visitors for {seconds:.0f} s, {saves} saves meanwhile: {dict(visits.statuses)}")
    print(f"  {len(visits.seconds) / seconds:.0f} answers a second; seconds: " + ", ".join(
        f"{name} {visits.percentile(part):.3f}" for name, part in [("median", 0.5), ("p95", 0.95), ("p99", 0.99)]
    ))  # fmt: skip
    print(
        f"  memory (PSS, server and workers): {early:.0f} MB in the first quarter, {late:.0f} MB in the last"
    )
    if not saves:
        sys.exit(f"Nobody edited meanwhile: {err[-2000:]}")
    wrong = {status for status in visits.statuses if status != 200}
    if wrong:
        sys.exit(f"Not only 200: {visits.statuses}")


def wait_until_up(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if asyncio.run(_first(port)) == 200:
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("The application server did not start; see server.log.")


async def _first(port: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    status, _stays = await _ask(reader, writer, "/healthz")
    writer.close()
    return status
