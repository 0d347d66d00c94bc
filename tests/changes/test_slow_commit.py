"""A transaction that takes long is told when it ends, behind those that overtook it: nobody who follows misses it.

On SQLite a second writer waits for the first; there the order of commits is that of the writes.
"""

from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, transaction

from events.models import Event
from tests import factories as make
from tests.changes.conftest import Follower

pytestmark = pytest.mark.django_db(transaction=True)


def rename(number: int, words: str, begun: Signal | None = None, may_end: Signal | None = None) -> None:
    with transaction.atomic():
        Event.objects.filter(pk=number).update(abstract_ar=words)
        if begun and may_end:
            begun.set()
            assert may_end.wait(20)


def test_a_slow_commit_is_not_missed_by_who_has_seen_a_faster_one(follower: Follower) -> None:
    slow, fast = make.event(slug="slow").pk, make.event(slug="fast").pk
    follower.follow()
    if connection.vendor == "sqlite":
        rename(slow, "بطيء")
        rename(fast, "سريع")
        assert follower.follow() == [("events", slow, "updated"), ("events", fast, "updated")]
        return

    begun, may_end = Signal(), Signal()

    def slowly() -> None:
        try:
            rename(slow, "بطيء", begun, may_end)
        finally:
            connection.close()

    thread = Thread(target=slowly)
    thread.start()
    assert begun.wait(20)
    rename(fast, "سريع")
    assert follower.follow() == [("events", fast, "updated")]  # nobody waits for the slow one
    may_end.set()
    thread.join(20)

    assert follower.follow() == [("events", slow, "updated")]
    assert follower.copy["events", slow]["abstract"]["ar"] == "بطيء"
