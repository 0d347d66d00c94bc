"""The month as a table: known days only, bars that line up, neighbours that exist."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import month_grid, months
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db
OPEN_DAYS = (date(2023, 5, 17), date(2023, 5, 21))


def page(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def grid(year, month, *events):
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    table = month_grid.weeks(first, last, filter(None, map(month_grid.stay_of, events)))
    return {cell.day: cell for week in table for cell in week}


def names(cell):
    return [entry and (entry.event.name_fr, entry.number, entry.days) for entry in cell.entries]


def event(name, first, last=None, **columns):
    return make.event(name_fr=name, starts_on=first, ends_on=last, **columns)


# The table -----------------------------------------------------------------------------------------------


def test_weeks_begin_on_monday_and_hold_the_whole_month(client):
    days = list(grid(2023, 5))

    assert (days[0], days[-1], len(days)) == (date(2023, 5, 1), date(2023, 6, 4), 35)
    assert {day.isoweekday() for day in days[::7]} == {1}


def test_an_event_of_several_days_says_which_day_it_is_and_keeps_its_lane():
    long, other = event("long", *OPEN_DAYS), event("late", date(2023, 5, 18), date(2023, 5, 19))
    single = event("single", date(2023, 5, 19))

    cells = grid(2023, 5, single, other, long)

    assert names(cells[date(2023, 5, 17)]) == [("long", 1, 5)]
    assert names(cells[date(2023, 5, 19)]) == [("long", 3, 5), ("late", 2, 2), ("single", 1, 1)]
    assert names(cells[date(2023, 5, 20)]) == [("long", 4, 5)]
    first, last = cells[date(2023, 5, 17)].entries[0], cells[date(2023, 5, 21)].entries[0]
    assert (first.continued, first.goes_on, first.reach) == (False, True, 5)
    assert (last.continued, last.goes_on, last.reach) == (True, False, 1)


def test_a_lane_left_free_keeps_the_bars_below_it_in_line():
    cells = grid(
        2023,
        5,
        event("a", date(2023, 5, 15), date(2023, 5, 16)),
        event("b", date(2023, 5, 16), date(2023, 5, 18)),
    )

    assert names(cells[date(2023, 5, 17)]) == [None, ("b", 2, 3)]


def test_a_bar_begins_anew_with_each_week_and_stays_within_its_month():
    cells = grid(2023, 5, event("long", date(2023, 4, 28), date(2023, 5, 9)))

    assert names(cells[date(2023, 5, 1)]) == [("long", 4, 12)]
    assert [cells[date(2023, 5, day)].entries[0].continued for day in (1, 2, 8, 9)] == [
        False,
        True,
        False,
        True,
    ]


def test_a_full_day_shows_three_and_counts_the_others():
    bars = [event(f"bar {n}", date(2023, 5, 17), date(2023, 5, 18)) for n in range(4)]
    cell = grid(2023, 5, *bars, event("single", date(2023, 5, 17)))[date(2023, 5, 17)]

    assert ([name for name, _n, _of in names(cell)], cell.more) == (["bar 0", "bar 1", "bar 2"], 2)


def test_the_page_of_a_full_month_is_what_looking_at_every_event_would_show():
    events = [event(f"single {n}", date(2023, 5, 17 + n % 2)) for n in range(9)]
    events += [event(f"bar {n}", date(2023, 4, 30), date(2023, 5, 17 + n)) for n in range(2)]
    by_looking_at_all = grid(2023, 5, *events)

    table = months.shown(Event.objects.public(), months.Month(2023, 5)).weeks

    shown = {cell.day: cell for week in table for cell in week}
    assert by_looking_at_all[date(2023, 5, 17)].more == 4  # two bars and one single are shown
    assert {day: (names(cell), cell.more) for day, cell in shown.items()} == {
        day: (names(cell), cell.more) for day, cell in by_looking_at_all.items()
    }


def test_nothing_stands_on_a_day_that_is_not_known():
    vague = [
        event("month", date(2023, 5, 1), starts_precision="month"),
        event("thursday", date(2023, 5, 1), starts_precision="weekday_of_month", starts_weekday=4),
        event("campaign", date(2023, 5, 10), date(2023, 1, 1), ends_precision="year"),
    ]
    year = event("year", date(2023, 1, 1), starts_precision="year")

    cells = grid(2023, 5, *vague, year)

    assert {cell.day: names(cell) for cell in cells.values() if cell.entries} == {
        date(2023, 5, 10): [("campaign", 1, 1)]
    }
    june = months.shown(Event.objects.public(), months.Month(2023, 6))
    may = months.shown(Event.objects.public(), months.Month(2023, 5))
    assert [row.name_fr for row in may.without_day] == ["month", "thursday"]
    assert [row.name_fr for row in june.without_day] == ["campaign"]  # may still go on


# The page ------------------------------------------------------------------------------------------------


def test_the_page_is_a_table_with_headers_and_hidden_words_for_those_who_listen(client):
    edition = event("Portes ouvertes", *OPEN_DAYS)
    with time_machine.travel("2023-05-18T12:00Z", tick=False):
        html = page(client, "/fr/calendar/2023/05/")

    assert html.count('<th scope="col">') == 7
    assert html.index("lundi") < html.index("dimanche")
    assert re.search(
        r'class="has today" aria-current="date"><time class="cal__n" datetime="2023-05-18">', html
    )
    assert html.count(f'href="{edition.get_absolute_url()}"') == 5
    assert "jour 2 sur 5" in html


def test_previous_and_next_lead_to_months_that_have_events(client):
    event("before", date(2014, 8, 7))
    event("here", date(2023, 5, 17))
    event("after", date(2024, 2, 1))
    event("only a year", date(2023, 1, 1), starts_precision="year")
    make.draft(starts_on=date(2023, 4, 1))

    html = page(client, "/fr/calendar/2023/05/?kind=seminar")

    assert re.findall(r'rel="(prev|next)" href="([^"]*)"', html) == [
        ("prev", "/fr/calendar/2014/08/?kind=seminar"),
        ("next", "/fr/calendar/2024/02/?kind=seminar"),
    ]
    assert "février 2024" in html


def test_an_empty_month_says_so_leads_on_and_is_not_indexed(client):
    event("here", date(2023, 5, 17))

    html = page(client, "/fr/calendar/1950/01/")

    assert "noindex" in html
    assert "Aucune rencontre n’est enregistrée ce mois-ci." in html
    assert 'href="/fr/calendar/2023/05/"' in html
    assert "noindex" not in page(client, "/fr/calendar/2023/05/")


@pytest.mark.parametrize("address", ["1899/12", "2201/01", "2023/13", "2023/00", "2023/5", "0000/00"])
def test_months_outside_the_calendar_are_not_found(client, address):
    assert "/fr/calendar/" in page(client, f"/fr/calendar/{address}/", status=404)


def test_the_bare_calendar_shows_this_month_or_says_which_is_nearest(client):
    event("may", date(2023, 5, 17))
    event("august", date(2014, 8, 7))
    with time_machine.travel("2023-05-30T12:00Z", tick=False):
        assert "le mois le plus proche" not in page(client, "/fr/calendar/")
    with time_machine.travel("2023-07-30T12:00Z", tick=False):
        html = page(client, "/fr/calendar/")
    assert "Aucune rencontre en juillet 2023. Cette page montre mai 2023" in html


def test_the_form_and_the_list_lead_to_a_month_with_their_filters(client):
    response = client.get("/fr/calendar/?year=2023&month=5&kind=seminar&q=")

    assert (response.status_code, response.url) == (302, "/fr/calendar/2023/05/?kind=seminar")


def test_filters_of_the_list_hold_and_a_wrong_one_is_named(client):
    event("seminar", date(2023, 5, 17), kind="seminar")
    event("visit", date(2023, 5, 18), kind="visit")

    html = page(client, "/fr/calendar/2023/05/?kind=seminar")

    assert ("seminar</a>" in html or ">seminar<" in html, ">visit<" in html) == (True, False)
    for address in ("/fr/calendar/", "/fr/calendar/2023/05/"):
        assert "nonsense" in page(client, f"{address}?kind=nonsense", status=400)


def test_a_month_costs_the_same_number_of_queries_with_one_event_and_with_three(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page(client, "/ar/calendar/2023/05/")
        return len(captured)

    event("one", *OPEN_DAYS)
    first = queries()
    for number in range(2):
        event(f"more {number}", date(2023, 5, 1), starts_precision="month")

    assert (first, queries()) == (11, 11)
