#!/usr/bin/env python3
"""Keeps a copy of the public record in a folder: one JSON file for each thing, as the API tells it.

    python3 mirror.py https://portal.example.ma copy/

The first run fetches everything, each later one what changed since. It may be stopped at any moment, by force too:
the cursor is written after what it stands for, and what is fetched twice is written twice. Python alone is needed.
"""

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

ATTEMPTS = 8


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("site", help="the address of the portal, such as https://portal.example.ma")
    parser.add_argument("folder", type=Path, help="where the copy is kept")
    parser.add_argument(
        "--follow", action="store_true", help="do not end: ask again as often as the portal says"
    )
    parser.add_argument("--key", default=os.environ.get("HAKAMA_KEY", ""), help="a key raises the rate limit")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    while True:
        pause = catch_up(options.site.rstrip("/"), options.folder, options.key)
        if not options.follow:
            return 0
        time.sleep(pause)


def catch_up(site: str, folder: Path, key: str = "") -> float:
    """Follow `next` until there is no more; the seconds to wait before asking again."""
    start = f"{site}/api/v1/changes/?{urlencode({'include': 'record', 'page_size': 100})}"
    cursor = folder / "next.txt"
    address = cursor.read_text("utf-8") if cursor.exists() else start
    is_first = address == start
    seen: set[str] = set()
    while True:
        try:
            page, pause = ask(address, key)
        except urllib.error.HTTPError as error:
            if error.code != 410:
                raise
            address, is_first = start, True  # the record was restored from a copy: begin anew
            continue
        for change in page["results"]:
            seen.add(apply(folder, change))
        address = same_host(site, page["next"])
        if not page["has_more"]:
            if is_first:
                forget_others(folder, seen)
            write(cursor, address)
            return pause
        if not is_first:
            write(cursor, address)


def apply(folder: Path, change: dict[str, Any]) -> str:
    """Keep or drop one thing; its name in the folder."""
    name = f"{change['resource']}/{change['id']}.json"
    if change["kind"] == "deleted":
        (folder / name).unlink(missing_ok=True)
    elif change["record"] is not None:  # null: it went between two questions, and the next page says so
        write(folder / name, json.dumps(change["record"], ensure_ascii=False, indent=1, sort_keys=True))
    return name


def forget_others(folder: Path, seen: set[str]) -> None:
    """After everything was told: what is left of a former copy is gone from the record."""
    for path in folder.glob("*/*.json"):
        if path.relative_to(folder).as_posix() not in seen:
            path.unlink()


def write(path: Path, text: str) -> None:
    """Whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text, "utf-8")
    unfinished.replace(path)


def same_host(site: str, address: str) -> str:
    """The portal may know itself by another name than the one we reach it by."""
    parts = urlsplit(address)
    return f"{site}{parts.path}?{parts.query}"


def ask(address: str, key: str = "") -> tuple[dict[str, Any], float]:
    """The answer, and how long to wait before the next question; patient with a portal that is busy or away."""
    request = urllib.request.Request(  # noqa: S310  (the operator names the site)
        address, headers={"Accept": "application/json", "User-Agent": "hakama-mirror/1"}
    )
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    for attempt in range(ATTEMPTS):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  (as above)
                return json.load(answer), float(answer.headers.get("Retry-After", 15))
        except urllib.error.HTTPError as error:
            if error.code not in (429, 500, 502, 503, 504) or attempt == ATTEMPTS - 1:
                raise
            time.sleep(float(error.headers.get("Retry-After") or 2**attempt))
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(2**attempt)
    raise AssertionError("unreachable")


if __name__ == "__main__":
    sys.exit(main())
