"""Throughput, memory and start-up: the real server as deploy/ has it, over loopback, on the measured record."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench_addresses import HOST

ROOT = Path(__file__).resolve().parents[1]
SECONDS, CONNECTIONS = 5, 16
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}


def served(pages: dict[str, str]) -> dict[str, Any]:
    """``pages`` by name; each kept page is asked for whole and by its validator."""
    with server() as (port, master, started):
        fresh = memory(master)
        results = []
        for name, address in pages.items():
            at = quote(address, safe="/?=&%:,")
            status, tag = asked(port, at, {})
            results.append(measured(port, master, name, at, {}))
            if tag and status == 200:
                results.append(measured(port, master, f"304: {name}", at, {"If-None-Match": tag}))
        used = memory(master)
        return {**started, "workers": len(workers(master)), "fresh": fresh, "used": used, "pages": results}


@contextmanager
def server() -> Iterator[tuple[int, int, dict[str, float]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "BIND": f"127.0.0.1:{port}",
        "WORKERS": "2",
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "portal.wsgi"]
    begun = time.perf_counter()
    running = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        while not answers(port):
            if running.poll() is not None:
                raise SystemExit(f"The server ended with {running.returncode} before it answered.")
            time.sleep(0.02)
        yield (
            port,
            running.pid,
            {"start_s": round(time.perf_counter() - begun, 2), "start_cpu_s": round(cpu(running.pid), 2)},
        )
    finally:
        running.terminate()
        running.wait(60)


def answers(port: int) -> bool:
    try:
        return asked(port, "/healthz", {})[0] == 200
    except OSError:
        return False


def asked(port: int, address: str, headers: dict[str, str]) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address, headers=HEADERS | headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, response.headers.get("ETag", "")


# Load -------------------------------------------------------------------------------------------------
def measured(port: int, master: int, name: str, address: str, headers: dict[str, str]) -> dict[str, Any]:
    for _ in range(8):  # every worker has it
        asked(port, address, headers)
    before = cpu_of_workers(master)
    load = by_wrk if shutil.which("wrk") else by_threads
    count, seconds, failed = load(port, address, HEADERS | headers)
    spent = cpu_of_workers(master) - before
    return {
        "name": name,
        "requests": count,
        "per_second": round(count / seconds),
        "cpu_ms": round(1000 * spent / max(1, count), 3),
        "failed": failed,
    }


def by_wrk(port: int, address: str, headers: dict[str, str]) -> tuple[int, float, int]:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    command.append(f"http://127.0.0.1:{port}{address}")
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    counted = re.search(r"(\d+) requests in ([\d.]+)s", said)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    if counted is None:
        raise SystemExit(said)
    return int(counted[1]), float(counted[2]), int(failed[1]) if failed else 0


def by_threads(port: int, address: str, headers: dict[str, str]) -> tuple[int, float, int]:
    """Without wrk: a client in Python, which costs more than the server does. Read the CPU, not the rate."""
    end = time.monotonic() + SECONDS

    def ask(_number: int) -> tuple[int, int]:
        connection, count, failed = HTTPConnection("127.0.0.1", port), 0, 0
        while time.monotonic() < end:
            connection.request("GET", address, headers=headers)
            response = connection.getresponse()
            response.read()
            count, failed = count + 1, failed + (response.status not in (200, 304))
        return count, failed

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = list(pool.map(ask, range(CONNECTIONS)))
    return sum(count for count, _failed in done), SECONDS, sum(failed for _count, failed in done)


# Processes --------------------------------------------------------------------------------------------
def workers(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def cpu_of_workers(master: int) -> float:
    """Of those that are there and of those that were: a worker is replaced after some thousand requests."""
    return sum(map(cpu, workers(master))) + cpu(master, of_children=True)


def cpu(pid: int, *, of_children: bool = False) -> float:
    """Seconds, of all threads, to a tick; or of its children that ended (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user = 13 if of_children else 11
    return (int(fields[user]) + int(fields[user + 1])) / os.sysconf("SC_CLK_TCK")


def memory(master: int) -> dict[str, list[float]]:
    """MB of each worker: resident, and its fair share of what it has in common with others."""
    found: dict[str, list[float]] = {"rss_mb": [], "pss_mb": []}
    for pid in workers(master):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        for name, key in (("Rss", "rss_mb"), ("Pss", "pss_mb")):
            found[key].append(round(int(re.search(rf"^{name}:\s+(\d+)", rollup, re.M)[1]) / 1024, 1))
    return found
