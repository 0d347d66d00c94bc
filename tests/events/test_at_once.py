"""Years are looked up, not asked of every event; the answers are those of Django's own question."""

from datetime import date

import pytest
from django.db import models

from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def django_says(order: str) -> list[date]:
    return list(models.QuerySet(Event).filter(status="held").dates("first_day", "year", order))


@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_years_of_events(order, django_assert_num_queries):
    for day in (date(2023, 12, 31), date(2014, 1, 1), date(2023, 1, 1), date(2019, 6, 1)):
        make.event(starts_on=day, status="held")
    make.event(starts_on=date(2016, 6, 1), status="cancelled")
    make.event(starts_on=None, when_words="في الربيع", status="held")

    with django_assert_num_queries(2):
        found = Event.objects.filter(status="held").dates("first_day", "year", order)

    assert found == django_says(order)
    assert len(found) == 3


def test_no_year_where_nothing_has_a_day():
    make.event(starts_on=None, when_words="في الربيع")

    assert Event.objects.dates("first_day", "year") == []
    assert Event.objects.none().dates("first_day", "year") == []


def test_days_and_months_are_asked_as_before():
    make.event(starts_on=date(2023, 5, 17))

    assert list(Event.objects.dates("first_day", "month")) == [date(2023, 5, 1)]
