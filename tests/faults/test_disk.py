"""No room left: said in the words of the desk, nothing half-written, everything as before when there is room again."""

import errno
import json
from pathlib import Path

import pytest

from portal.away import is_away, is_full
from tests.faults.disk import FULL_DISK
from tests.scratch_site import ScratchSite


@pytest.mark.once
def test_a_full_disk_is_said_and_leaves_nothing_half(tmp_path: Path) -> None:
    site = ScratchSite(tmp_path)

    found = json.loads(site.run(FULL_DISK, "told"))

    assert (found["before"], found["after"]) == (302, 302)
    [[status, text]] = found["during"]
    assert status == 503
    assert "لم يبق متسع في قرص البوابة" in text
    assert found["reading"] == [200, 200, 200, 200]
    assert sorted(found["titles"]) == ["after", "before"]
    assert found["integrity"] == "ok"


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, ""), True),
        (OSError(errno.EDQUOT, ""), True),
        (OSError(errno.EACCES, ""), False),
    ],
)
def test_a_store_without_room_is_no_failure_of_the_page(error: OSError, full: bool) -> None:
    raised = RuntimeError()
    raised.__cause__ = error

    assert (is_full(raised), is_away(raised)) == (full, full)
