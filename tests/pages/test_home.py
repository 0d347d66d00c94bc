"""The first page: what is on today, this week, and what came of it."""

import re
from datetime import date

import pytest
import time_machine

from tests import factories as make

pytestmark = pytest.mark.django_db
DURING = "2023-05-18T12:00Z"


def home(client, at=DURING):
    with time_machine.travel(at, tick=False):
        response = client.get("/fr/")
    assert response.status_code == 200
    return response.content.decode()


def edition(**columns):
    return make.event(
        name_fr="Portes ouvertes", starts_on=date(2023, 5, 17), ends_on=date(2023, 5, 21), **columns
    )


def test_the_door_shows_what_is_on_and_how_far_it_has_come(client):
    make.event(name_fr="Stand", super_event=edition(), starts_on=date(2023, 5, 18), ends_on=date(2023, 5, 19))

    door = re.search(r'<article class="arch__card">.*?</article>', home(client), re.S)[0]

    assert "Portes ouvertes" in door
    assert "Jour 2 sur 5" in door
    assert door.count('<span class="on">') == 2


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_what_does_not_take_place_is_not_on(client, status):
    edition(status=status)

    assert "En ce moment" not in home(client)


def test_the_week_spans_the_days_that_are_known(client):
    edition()
    make.event(name_fr="Mercredi", starts_on=date(2023, 5, 17))
    make.event(name_fr="Un jour de mai", starts_on=date(2023, 5, 1), starts_precision="month")

    html = home(client)
    week = re.search(r'<div class="week">.*?</div>', html, re.S)[0]

    assert re.findall(r"week__ev (a\d n\d)", week) == ["a3 n5", "a3 n1"]
    assert re.search(r'a4 is-today"><b class="num">18</b> jeudi', week)
    assert "Un jour de mai" not in week
    assert 'class="week"' not in home(client, "2024-05-18T12:00Z")


def test_a_list_marks_in_words_what_goes_on_today(client):
    edition()
    with time_machine.travel(DURING, tick=False):
        html = client.get("/fr/events/").content.decode()

    assert "1 rencontre a lieu en ce moment" in html
    assert html.count("badge--now") == 1
