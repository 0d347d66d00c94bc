"""`make bench` measures generated events; they must never come into the record of the portal."""

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
