"""`make faults`: the long form, on throw-away sites and servers. Prints what docs/reliability.md tells."""

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from scripts.run_suite import address_of, private_cluster, run, server_tools
from tests.faults.crowd import stand_the_crowd
from tests.faults.disk import FULL_DISK
from tests.faults.importing import kill_importers
from tests.faults.killing import assert_whole, kill_editors
from tests.scratch_site import ROOT, ScratchSite

PAGES = ("/ar/events/", "/fr/", "/api/v1/events/", "/en/search/?q=police", "/ar/institutions/")


@dataclass
class Crowd:
    """Visitors who ask on and on, and what they were answered: (moment, status, seconds)."""

    port: int
    answers: list[tuple[float, int, float]] = field(default_factory=list)
    going: bool = True

    def visit(self, number: int) -> None:
        while self.going:
            begun = time.monotonic()
            status = self._ask(PAGES[number % len(PAGES)])
            self.answers.append((begun, status, time.monotonic() - begun))
            number += 1

    def _ask(self, path: str) -> int:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            connection.close()
        except OSError:
            return 0
        return response.status


def restart_under_load(folder: str, site: ScratchSite, *, restarts: int, visitors: int) -> None:
    """PostgreSQL falls (immediate: as if the power went) and rises again while visitors read."""
    port = free_port()
    options = f"--bind 127.0.0.1:{port} --workers 2 --worker-class gthread --threads 4 --log-level error"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options.split(), "portal.wsgi"],
        cwd=ROOT,
        env=site.environment,
        stderr=(site.folder / "server.log").open("w"),
    )
    crowd = Crowd(port)
    try:
        while crowd._ask("/healthz") != 200:
            time.sleep(0.1)
        threads = [threading.Thread(target=crowd.visit, args=[n]) for n in range(visitors)]
        for thread in threads:
            thread.start()
        recoveries = [fall_and_rise(folder, crowd) for _ in range(restarts)]
        crowd.going = False
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait()
    statuses = Counter(status for _at, status, _seconds in crowd.answers)
    print(f"  {restarts} restarts, {visitors} visitors: answers by status {dict(statuses)}")
    print(f"  back after (s, from the moment PostgreSQL was up): {', '.join(f'{r:.2f}' for r in recoveries)}")
    print(f"  median answer {statistics.median(s for _a, _st, s in crowd.answers):.3f} s")
    if not set(statuses) <= {200, 503}:
        told = [
            json.loads(line)
            for line in (site.folder / "server.log").read_text().splitlines()
            if line[:1] == "{"
        ]
        failed = [line["exception"][-2000:] for line in told if line["message"].startswith("Internal")]
        sys.exit(f"Not only 200 and 503: {statuses}\n" + "\n".join(failed))
    assert statuses[503], "nobody noticed the restarts: the load was too small"


def fall_and_rise(folder: str, crowd: Crowd) -> float:
    """Seconds from the end of the restart to the last 503."""
    time.sleep(3)
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    control = [*prefix, str(server_tools() / "pg_ctl"), "-D", f"{folder}/data"]
    run(*control, "-m", "immediate", "stop")
    time.sleep(1)
    run(*control, "-w", "-l", f"{folder}/log", "start", "-o", options_of(folder))
    up = time.monotonic()
    time.sleep(4)
    late = [at + seconds for at, status, seconds in crowd.answers if status != 200 and at + seconds > up]
    return max([0.0, *(moment - up for moment in late)])


def options_of(folder: str) -> str:
    return f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--restarts", type=int, default=3)
    parser.add_argument("--visitors", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=300, help="how long the visitors stay")
    parser.add_argument("--only", choices=["kills", "disk", "restarts", "visitors"], help="one part of it")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    told = parser.parse_args()
    print(f"Seed {told.seed}")
    folder = Path(tempfile.mkdtemp(prefix="hakama-faults-"))
    parts = [told.only] if told.only else ["kills", "disk", "restarts", "visitors"]
    try:
        if "kills" in parts:
            killed("SQLite", folder / "sqlite", "", told)
        if "disk" in parts:
            full_disk(made(folder / "disk"))
        with private_cluster() as cluster:
            for part in set(parts) - {"disk"}:
                run(
                    "psql",
                    "-h",
                    cluster,
                    "-U",
                    "postgres",
                    "-c",
                    f"CREATE DATABASE hakama_{part}",
                    "postgres",
                )
            if "kills" in parts:
                killed(
                    "PostgreSQL",
                    folder / "postgresql",
                    address_of("hakama_kills", host=cluster, user="postgres"),
                    told,
                )
            if "restarts" in parts:
                print("PostgreSQL restarted under load")
                site = ScratchSite(
                    made(folder / "restarts"), address_of("hakama_restarts", host=cluster, user="postgres")
                )
                restart_under_load(cluster, site, restarts=told.restarts, visitors=8)
            if "visitors" in parts:
                print("A crowd, while staff edit")
                site = ScratchSite(
                    made(folder / "visitors"), address_of("hakama_visitors", host=cluster, user="postgres")
                )
                stand_the_crowd(site, free_port(), visitors=told.visitors, seconds=told.seconds, pause=5)
    finally:
        shutil.rmtree(folder)


def killed(name: str, folder: Path, address: str, told: argparse.Namespace) -> None:
    print(f"Editors killed (SIGKILL), {name}")
    site = ScratchSite(made(folder), address)
    accepted = kill_editors(site, kills=told.kills, longest=4.0, seed=told.seed)
    found = assert_whole(site, accepted)
    print(
        f"  {told.kills} kills: {len(accepted.titles)} saves and {len(accepted.photos)} photos accepted, none lost;"
    )
    print(f"  {found['events']} events, none half; no orphan file; the index says what the rows say")
    if not address:
        print(f"An import killed (SIGKILL), {name}")
        imports = ScratchSite(made(folder.with_name(f"{folder.name}-imports")))
        print(f"  {kill_importers(imports, rows=5_000, kills=told.kills // 10, longest=8.0, seed=told.seed)}")


def full_disk(folder: Path) -> None:
    """A small file system of its own, filled while staff send a form and a photo; only root may mount one."""
    print("A full disk, SQLite and photos")
    if os.geteuid():
        print("  left out: only root may mount a small file system")
        return
    run("mount", "-t", "tmpfs", "-o", "size=60m", "none", str(folder))
    try:
        found = json.loads(ScratchSite(folder).run(FULL_DISK, "real"))
    finally:
        run("umount", str(folder))
    statuses = [status for status, _text in found["during"]]
    print(
        f"  form and photo while full: {statuses}; pages meanwhile: {found['reading']}; then {found['titles']}"
    )
    assert (statuses, found["orphans"], found["integrity"]) == ([503, 503], [], "ok")
    assert (found["photos"], found["titles"]) == (1, ["before", "after"])


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    main()
