"""The mirror's long proof: random writes while `scripts/mirror.py` is killed at random; at the end, equal copies.

    python scripts/mirror_run.py --writes 10000

Works in a folder of its own, on SQLite or on the empty database that DATABASE_URL names.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

STARTED, KILLED = 0.2, 0.1  # after a write: how likely the mirror is started again, or killed at its work


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--writes", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=600.0, help="write no longer than that")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=9199)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start(folder)
        server = served(options.port)
        try:
            return run(options, folder / "copy")
        finally:
            server.terminate()
            server.wait()


def start(folder: Path) -> None:
    """The settings of the suite, whose visitor knows no limits, on a database that another process can open."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'record.sqlite3'}")
    os.environ["MEDIA_STORAGE_URL"] = str(folder / "media")
    import django

    django.setup()
    from django.core.management import call_command

    from tests import factories

    call_command("migrate", verbosity=0, skip_checks=True)
    for _ in range(3):
        factories.full_event(series=factories.series(), occasion=factories.occasion())


def served(port: int) -> "subprocess.Popen[bytes]":
    command = ["gunicorn", "portal.wsgi:application", "-w", "1", "--threads", "2", "-b", f"127.0.0.1:{port}"]
    server = subprocess.Popen([sys.executable, "-m", *command, "--log-level", "critical"], cwd=ROOT)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            asked(f"http://127.0.0.1:{port}/api/v1/topics/")
        except OSError:
            time.sleep(0.3)
        else:
            return server
    raise SystemExit("The server did not start.")


def asked(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  (our own server)
        return json.load(answer)


def run(options: argparse.Namespace, copy: Path) -> int:
    from tests.changes.random_writes import Writer

    site = f"http://127.0.0.1:{options.port}"
    mirror = [sys.executable, str(ROOT / "scripts" / "mirror.py"), site, str(copy)]
    moments, writer, kills = random.Random(options.seed), Writer(options.seed), 0  # noqa: S311  (not a secret)
    begun = time.monotonic()
    following = subprocess.Popen(mirror)
    while writer.number < options.writes and time.monotonic() - begun < options.minutes * 60:
        writer.write()
        if following.poll() is not None:  # it has caught up: the next time it finds some more
            following = subprocess.Popen(mirror) if moments.random() < STARTED else following
        elif moments.random() < KILLED:
            following.kill()
            following.wait()
            kills += 1
    following.kill()
    following.wait()
    time.sleep(1)  # what was to be published within the second is
    subprocess.run(mirror, check=True)
    refused = sum("refused" in done for done in writer.done)
    wrong = different(site, copy)
    print(
        f"{writer.number} writes, {refused} of them refused by the database; the mirror killed {kills} times;"
    )
    print(
        f"{time.monotonic() - begun:.0f} s; {len(list(copy.glob('*/*.json')))} files, {len(wrong)} of them wrong."
    )
    for name, (ours, theirs) in wrong.items():
        print(
            name,
            *(f"{key}: {ours.get(key)!r} / {theirs.get(key)!r}" for key in unlike(ours, theirs)),
            sep="\n  ",
        )
    return bool(wrong)


def unlike(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    return [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]


def different(site: str, copy: Path) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """By name, what the copy and the API say where they differ; nothing where a file is missing or too many."""
    record: dict[str, Any] = {}
    for resource in asked(f"{site}/api/v1/"):
        address = f"{site}/api/v1/{resource}/?page_size=100"
        while address and resource not in ("search", "changes"):
            page = asked(address)
            record |= {f"{resource}/{row['id']}.json": row for row in page["results"]}
            address = page["next"]
    kept = {
        path.relative_to(copy).as_posix(): json.loads(path.read_text("utf-8"))
        for path in copy.glob("*/*.json")
    }
    return {
        name: (kept.get(name, {}), record.get(name, {}))
        for name in sorted(record.keys() | kept.keys())
        if record.get(name) != kept.get(name)
    }


if __name__ == "__main__":
    sys.exit(main())
