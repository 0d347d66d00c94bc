"""`make bench`: what every public page and API answer costs, on generated events, as in production.

CPU is that of this process (template, ORM, and SQLite too, which lives in it) and of PostgreSQL's, measured on
in-process requests through all middleware. One view that does nothing is measured beside them. Then the real server
over loopback.
"""

import argparse
import gc
import itertools
import json
import logging
import os
import platform
import statistics
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

import bench_database
import bench_searches
import bench_serving
from bench_addresses import DESK, FORM_TOO, HOST, KEPT_TOO, RECORDS_TOO, addresses, signed_in
from bench_clock import Clock

BARE = "nothing (bare Django view)"
KEPT, KNOWN, RECORDS, FORM, ROOM = "kept", "304", "records kept", "form kept", 24 * 1024 * 1024
ENOUGH = 3000  # milliseconds: an address that costs more is not asked as often as was said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="events to generate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="NAME", help="these addresses; all without it"
    )
    parser.add_argument("--repeat", type=int, default=30, help="requests to each address")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="leave the record, and measure it again next time: in the database of DATABASE_URL itself, or in var/",
    )
    parser.add_argument("--no-server", action="store_true", help="leave out throughput, memory and start-up")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder), options)
        with nullcontext() if options.keep else bench_database.own_database():
            report = measured_database(options)
    kept = bench_database.VAR / f"bench-{report['database']}-{options.count}.json"
    if not options.only:
        kept.write_text(json.dumps(report, indent=1, ensure_ascii=False))
    show(report)


def start(folder: Path, options: argparse.Namespace) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench_settings"
    os.environ.setdefault("DATABASE_URL", bench_database.named(options.count, folder, keep=options.keep))
    os.environ["MEDIA_STORAGE_URL"] = str(folder / "media")
    # A query that takes several processes would be counted in part; two cores that serve pages have none to spare.
    os.environ["PGOPTIONS"] = "-c max_parallel_workers_per_gather=0"
    import django

    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    django.setup()


def measured_database(options: argparse.Namespace) -> dict[str, Any]:
    from django.db import connection

    seconds = bench_database.filled(options.count, options.seed)
    asked = {name: at for name, at in addresses().items() if not options.only or name in options.only}
    bare = {BARE: "/bench-nothing/"}
    gc.collect()
    gc.freeze()  # as the server does (deploy/gunicorn.conf.py): the collector leaves alone what was there at the start
    report = {
        "database": connection.vendor,
        "events": options.count,
        "seconds_to_generate": round(seconds, 1),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "addresses": measured_addresses({**bare, **asked}, options.repeat),
    }
    if not options.only:
        report["searches"] = bench_searches.measured()
    if not options.no_server:
        connection.close()  # SQLite's file is the server's now
        report["server"] = bench_serving.served(
            {**bare, **{name: asked[name] for name in KEPT_TOO if name in asked}}
        )
    return report


def measured_addresses(asked: dict[str, str], repeat: int) -> list[dict[str, Any]]:
    results = [measured(name, address, repeat) for name, address in asked.items()]
    too = {RECORDS: RECORDS_TOO, FORM: FORM_TOO, KEPT: KEPT_TOO, KNOWN: KEPT_TOO}
    return results + [
        measured(f"{words}: {name}", asked[name], repeat, kept=words)
        for words, names in too.items()
        for name in names
        if name in asked
    ]


def measured(name: str, address: str, repeat: int, kept: str = "") -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    settings.PAGE_CACHE_BYTES = ROOM if kept in (KEPT, KNOWN, FORM) else 0
    settings.RECORD_CACHE_BYTES = ROOM if kept == RECORDS else 0
    client = Client(SERVER_NAME=HOST, headers={"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"})
    if kept == KNOWN:
        client.defaults |= {"HTTP_IF_NONE_MATCH": str(client.get(address).headers["ETag"])}
    with signed_in(client) if name == DESK else nullcontext():
        return {"name": name, "address": address, **figures(client, asked_in_turn(address, kept), repeat)}


def asked_in_turn(address: str, kept: str) -> Iterator[str]:
    """The same address again and again; or one page of the list after the other, where only its form is kept."""
    if kept != FORM:
        return itertools.repeat(address)
    return (f"{address}?page={number}" for number in itertools.count(2))


def figures(client: Any, addresses: Iterator[str], repeat: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clock = Clock()

    def asked(watched: Any = None) -> tuple[Any, float, float]:
        with watched or nullcontext():
            own, database = clock.now()
            response = client.get(next(addresses))
            body = b"".join(response) if response.streaming else response.content
            own_after, database_after = clock.now()
            return (response.status_code, len(body)), own_after - own, database_after - database

    asked()  # templates are read, words of queries written
    with CaptureQueriesContext(connection) as queries:
        (status, size), *once = asked()
        count = len(queries)
    spent = [asked()[1:] for _ in range(max(3, min(repeat, int(ENOUGH / max(sum(once), 1)))))]
    own, database = zip(*spent, strict=True)
    return {
        "status": status,
        "queries": count,
        "cpu_ms_min": round(min(own), 2),
        "cpu_ms_median": round(statistics.median(own), 2),
        "database_ms_min": round(min(database), 2),
        "database_ms_median": round(statistics.median(database), 2),
        "bytes": size,
    }


def show(report: dict[str, Any], line: Callable[[str], None] = print) -> None:
    results = [row for row in report["addresses"] if row["status"] in (200, 304)]
    bare = results[0]["cpu_ms_median"] or 0.01
    line(
        f"{report['events']} events, {report['database']}, {report['cores']} cores under a load of {report['load']}, "
        f"Python {report['python']}; generated in {report['seconds_to_generate']} s"
    )
    line("| page | queries | CPU ms, min | median | database ms, min | median | × bare view | kB |")
    line("|---|---:|---:|---:|---:|---:|---:|---:|")
    for row in results:
        ratio, size = (row["cpu_ms_median"] + row["database_ms_median"]) / bare, row["bytes"] / 1000
        spent = [row[f"{who}_ms_{what}"] for who in ("cpu", "database") for what in ("min", "median")]
        line(
            f"| {row['name']} | "
            + " | ".join(map(str, [row["queries"], *spent, f"{ratio:.1f}", f"{size:.0f}"]))
            + " |"
        )
    for row in report["addresses"]:
        if row["status"] not in (200, 304):
            line(f"Not measured: {row['name']} answers {row['status']}.")
    if "searches" in report:
        bench_searches.show(report["searches"], line)
    if "server" in report:
        show_server(report["server"], line)


def show_server(server: dict[str, Any], line: Callable[[str], None]) -> None:
    line(
        f"{server['workers']} workers; first answer {server['start_s']} s after the start,"
        f" {server['start_cpu_s']} s of CPU."
    )
    line(f"MB of each worker, fresh: {server['fresh']}; after the load: {server['used']}.")
    line("| page over loopback | requests/s | CPU ms of the workers | not answered |")
    line("|---|---:|---:|---:|")
    for row in server["pages"]:
        line(f"| {row['name']} | {row['per_second']} | {row['cpu_ms']} | {row['failed']} |")


if __name__ == "__main__":
    main()
