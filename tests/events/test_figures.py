"""Figures of the whole record are counted once a version, never an old one told; neighbours are found by their days."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db.models import Max, Min, Q

from changes import settling
from events import figures, months
from events.models import Event
from events.months import Month
from institutions.enums import PublicationState
from tests import factories

pytestmark = pytest.mark.django_db
PAGES = ("/fr/", "/fr/archive/", "/fr/institutions/")


def told(client):
    """What stands on them, without the secrets of the moment around it."""
    pages = [client.get(address).content.decode() for address in PAGES]
    return [page[page.index("<main") : page.index("</main>")] for page in pages]


def test_figure_is_counted_once_for_a_version_and_anew_for_the_next():
    factories.event()
    settling.settle()
    counted = []

    def count():
        counted.append(Event.objects.count())
        return counted[-1]

    same = [figures.of_record("tests", count), figures.of_record("tests", count)]
    factories.event()
    unsettled = [figures.of_record("tests", count), figures.of_record("tests", count)]
    settling.settle()

    assert (same, unsettled, figures.of_record("tests", count)) == ([1, 1], [2, 2], 2)
    assert counted == [1, 2, 2, 2]  # once, twice while no version can be told, once


def test_another_release_does_not_read_the_figures_of_the_one_before(monkeypatch):
    settling.settle()

    mine = [figures.of_record("tests", lambda: "mine"), figures.of_record("tests", lambda: "counted again")]
    monkeypatch.setattr("events.figures.build", lambda: "another")

    assert mine == ["mine", "mine"]
    assert figures.of_record("tests", lambda: "theirs") == "theirs"


def test_pages_with_figures_say_what_was_just_written_and_no_longer_what_was_withdrawn(client, settings):
    settings.PAGE_CACHE_BYTES = 0
    factories.full_event()
    settling.settle()
    before = told(client)
    further = factories.involvement(event=factories.event()).event
    settling.settle()

    with_further = told(client)
    further.publication_state = PublicationState.DRAFT
    further.save()
    settling.settle()

    assert [now == then for now, then in zip(with_further, before, strict=True)] == [False] * len(PAGES)
    assert told(client)[1] == before[1]


@pytest.mark.parametrize("seed", range(4))
def test_neighbours_are_those_that_looking_at_every_event_would_find(seed):
    rng = Random(seed)  # noqa: S311  (reproducible, not secret)
    for number in range(seed * 3):
        begins = date(2026, rng.randint(1, 12), rng.randint(1, 28))
        ends = begins + timedelta(days=rng.choice((0, 0, 1, 40, 120)))
        factories.event(slug=f"of-{number}", starts_on=begins, ends_on=ends, ends_precision="day")

    for month in [Month(2025, 12), *(Month(2026, number) for number in range(1, 13)), Month(2027, 6)]:
        assert months.neighbours(Event.objects.public(), month) == by_looking_at_all(month)


def by_looking_at_all(month):
    rows, first, last, day = Event.objects.public(), month.first_day, month.last_day, timedelta(days=1)
    ended = rows.aggregate(last=Max("last_day", filter=Q(first_day__lt=first)))["last"]
    begins = rows.aggregate(first=Min("first_day", filter=Q(last_day__gt=last)))["first"]
    return months.Neighbours(
        rows.between(first, last).exists(),
        Month.of(min(ended, first - day)) if ended else None,
        Month.of(max(begins, last + day)) if begins else None,
    )
