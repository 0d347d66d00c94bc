"""`make bench` measures generated events; they must never come into the record of the portal."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
START = """
import argparse, sys
from pathlib import Path
sys.path[:0] = ["scripts"]
import bench
bench.start(Path(sys.argv[1]), argparse.Namespace(count=10, keep=False))
from django.conf import settings
print(settings.DATABASES["default"]["NAME"], settings.MEDIA_STORAGE["OPTIONS"]["location"])
"""


@pytest.mark.once
def test_the_record_that_is_measured_is_not_that_of_the_portal(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}

    started = subprocess.run(
        [sys.executable, "-c", START, tmp_path],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert started.stdout.split() == [str(tmp_path / "bench.sqlite3"), str(tmp_path / "media")]


@pytest.mark.once
def test_runs_stand_side_by_side_by_database(tmp_path: Path) -> None:
    def run(database: str, events: int, **spent: float) -> str:
        rows = [
            {"name": name, "status": 200, "cpu_ms_min": ms, "database_ms_min": 1.0}
            for name, ms in spent.items()
        ]
        kept = tmp_path / f"{database}-{events}.json"
        kept.write_text(json.dumps({"database": database, "events": events, "addresses": rows}))
        return str(kept)

    runs = [
        run("sqlite", 10_000, event=9, home=3),
        run("postgresql", 10_000, event=4, home=1),
        run("sqlite", 1_000_000, event=9, home=7),
        run("postgresql", 1_000_000, event=9),
    ]
    told = subprocess.run(
        [sys.executable, ROOT / "scripts/bench_growth.py", *runs], capture_output=True, text=True, check=True
    )

    assert told.stdout.splitlines() == [
        "| page | PostgreSQL, 10,000 | 1,000,000 | growth | SQLite, 10,000 | 1,000,000 | growth |",
        "|---|---:|---:|---:|---:|---:|---:|",
        "| event | 5.0 | 10.0 | **2.0** | 10.0 | 10.0 | 1.0 |",
        "| home | – | – | – | 4.0 | 8.0 | **2.0** |",
    ]
