"""After random writes by every way there is, a copy that only followed the changes equals the record.

The long form, with kills: ``python scripts/mirror_run.py --writes 10000`` (docs/how-to/mirror.md).
"""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests import factories as make
from tests.changes.conftest import Follower, whole_record
from tests.changes.random_writes import Writer

pytestmark = pytest.mark.django_db
WRITES, LOOKS = 200, 10


def test_a_copy_that_follows_the_changes_equals_the_record(client: Client, follower: Follower) -> None:
    for _ in range(2):
        make.full_event(series=make.series(), occasion=make.occasion())
    writer = Writer(seed=2026)
    with time_machine.travel("2030-12-05T10:00:00Z", tick=False) as clock:
        for number in range(WRITES):
            writer.write()
            clock.shift(timedelta(seconds=1))
            if number % (WRITES // LOOKS) == 0:
                follower.follow()
                assert follower.copy == whole_record(client), writer.done[-WRITES // LOOKS :]
        follower.follow()
        assert follower.copy == whole_record(client)

    refused = sum("refused" in done for done in writer.done)
    assert WRITES - refused > WRITES / 2
