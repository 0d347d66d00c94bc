"""`make bench`: what every public page and API answer costs, on generated events, as in production.

CPU is that of this process (template, ORM, and SQLite too, which lives in it; not PostgreSQL's own), measured on
in-process requests through all middleware. One view that does nothing is measured beside them.
"""

import argparse
import json
import logging
import os
import platform
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from bench_addresses import DESK, KEPT_TOO, RECORDS_TOO, addresses, signed_in

BARE = "bench-nothing"
HOST = "bench.example.ma"
KEPT, KNOWN, RECORDS, ROOM = "kept", "304", "records kept", 24 * 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="events to generate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="names of addresses, with commas between; all without it")
    parser.add_argument("--repeat", type=int, default=30, help="requests to each address")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder))
        report = measured_database(options)
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var" / "bench.json").write_text(json.dumps(report, indent=1, ensure_ascii=False))
    show(report)


def start(folder: Path) -> None:
    """Production's settings, but for what needs a build (hashed static files) or would end the run (throttles)."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.base"
    os.environ.setdefault("SECRET_KEY", "only-for-the-benchmark-" + "0123456789" * 4)
    os.environ["ALLOWED_HOSTS"], os.environ["SITE_URL"] = HOST, f"https://{HOST}"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
    os.environ["MEDIA_STORAGE_URL"] = str(folder / "media")
    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.API_REQUESTS_PER_MINUTE = 10**9
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    django.setup()
    from django.http import HttpResponse
    from django.urls import path

    from portal.urls import urlpatterns

    urlpatterns.append(path(f"{BARE}/", lambda _request: HttpResponse("ok")))


def measured_database(options: argparse.Namespace) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, skip_checks=True)
    begun = time.perf_counter()
    call_command("generate_events", count=options.count, seed=options.seed, skip_checks=True)
    call_command("settle_changes", skip_checks=True)
    written = time.perf_counter() - begun
    try:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        results = measured_addresses(options.repeat, options.only)
    finally:
        call_command("generate_events", delete=True, skip_checks=True)
    return {
        "database": connection.vendor,
        "events": options.count,
        "seconds_to_generate": round(written, 1),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "addresses": results,
    }


def measured_addresses(repeat: int, only: str) -> list[dict[str, Any]]:
    asked = {name: address for name, address in addresses().items() if not only or name in only.split(",")}
    results = [measured("nothing (bare Django view)", f"/{BARE}/", repeat)]
    results += [measured(name, address, repeat) for name, address in asked.items()]
    results += [
        measured(f"{RECORDS}: {name}", asked[name], repeat, kept=RECORDS)
        for name in RECORDS_TOO
        if name in asked
    ]
    return results + [
        measured(f"{words}: {name}", asked[name], repeat, kept=words)
        for words in (KEPT, KNOWN)
        for name in KEPT_TOO
        if name in asked
    ]


def measured(name: str, address: str, repeat: int, kept: str = "") -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    settings.PAGE_CACHE_BYTES = ROOM if kept in (KEPT, KNOWN) else 0
    settings.RECORD_CACHE_BYTES = ROOM if kept == RECORDS else 0
    client = Client(SERVER_NAME=HOST, headers={"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"})
    if kept == KNOWN:
        client.defaults |= {"HTTP_IF_NONE_MATCH": str(client.get(address).headers["ETag"])}
    with signed_in(client) if name == DESK else nullcontext():
        return {"name": name, "address": address, **figures(client, address, repeat)}


def figures(client: Any, address: str, repeat: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(watched: Any = None) -> tuple[Any, float]:
        with watched or nullcontext():
            begun = time.process_time()
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
            return (response.status_code, len(body)), 1000 * (time.process_time() - begun)

    asked()  # templates are read, words of queries written
    with CaptureQueriesContext(connection) as queries:
        (status, size), _ = asked()
        count = len(queries)
    spent = [asked()[1] for _ in range(repeat)]
    return {
        "status": status,
        "queries": count,
        "cpu_ms_min": round(min(spent), 2),
        "cpu_ms_median": round(statistics.median(spent), 2),
        "bytes": size,
    }


def show(report: dict[str, Any], line: Callable[[str], None] = print) -> None:
    results = [row for row in report["addresses"] if row["status"] in (200, 304)]
    bare = results[0]["cpu_ms_median"] or 0.01
    line(
        f"{report['events']} events, {report['database']}, {report['cores']} cores, Python {report['python']}"
    )
    line("| page | queries | CPU ms, min | CPU ms, median | × bare view | kB |")
    line("|---|---:|---:|---:|---:|---:|")
    for row in results:
        ratio, size = row["cpu_ms_median"] / bare, row["bytes"] / 1000
        cells = (row["queries"], row["cpu_ms_min"], row["cpu_ms_median"], f"{ratio:.1f}", f"{size:.0f}")
        line(f"| {row['name']} | " + " | ".join(map(str, cells)) + " |")
    for row in report["addresses"]:
        if row["status"] not in (200, 304):
            line(f"Not measured: {row['name']} answers {row['status']}.")


if __name__ == "__main__":
    main()
