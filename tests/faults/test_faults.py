"""The short form of the fault runs; `make faults` is the long one (docs/reliability.md)."""

import json
from pathlib import Path

import pytest

from tests.faults.editing import PAIR
from tests.faults.importing import kill_importers
from tests.faults.killing import assert_whole, kill_editors
from tests.scratch_site import ScratchSite

pytestmark = [pytest.mark.once, pytest.mark.long]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> ScratchSite:
    return ScratchSite(tmp_path_factory.mktemp("faults"))


def test_editors_killed_at_random_moments_leave_nothing_half(site: ScratchSite) -> None:
    accepted = kill_editors(site, kills=2, longest=2.0, seed=7)

    found = assert_whole(site, accepted)
    assert found["events"] >= len(accepted.titles)


TWO_EVENTS = """
import django; django.setup()
from tests import factories as make
print(make.event(slug="first").pk, make.event(slug="second").pk)
"""
BACKUP = """
import json
import django; django.setup()
from pathlib import Path
from portal.backup.making import make
from portal.backup import container
seen = set()
for number in range(3):
    make(Path(f"during-{number}"))
    for part in container.parts(Path(f"during-{number}")):
        if part.name == "hakama.json":
            column = json.loads(part.bytes())["columns"]["events.Event"].index("abstract_ar")
        if part.name.startswith("tables/events.Event/"):
            seen |= {tuple(json.loads(line)[column] for line in part.bytes().splitlines())[:2]}
print(json.dumps(sorted(seen)))
"""


def test_four_writing_processes_and_a_backup_never_meet_a_lock_or_half_a_write(tmp_path: Path) -> None:
    site = ScratchSite(tmp_path)
    first, second = site.run(TWO_EVENTS).split()
    writers = [site.start(PAIR, first, second, 3) for _ in range(4)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"

    pairs = json.loads(site.run(BACKUP))

    told = [writer.communicate() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0, 0], told
    assert all(int(out.split()[1]) > 0 for out, _err in told)
    assert pairs
    assert all(one == other for one, other in pairs)


def test_an_import_killed_half_way_goes_on_where_it_stopped(tmp_path: Path) -> None:
    found = kill_importers(ScratchSite(tmp_path), rows=900, kills=3, longest=2.0, seed=11)

    assert found.pop("kills")
    assert found == {
        "events": 900,
        "twice": [],
        "rows written": 900,
        "rows of no event": [],
        "without place": 0,
    }
