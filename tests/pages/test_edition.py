"""An edition, day by day; what is on today; and the ways a list leaves the portal."""

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client

from events.models import EventDay
from portal.lib.zone import today
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def section(html: str, name: str) -> str:
    """From the heading of a section to the next section of the page, in words."""
    found = re.search(
        rf'<section[^>]* id="{name}".*?(?=<section id="(?!d\d)|</article>|</main>)', html, re.DOTALL
    )
    assert found, name
    return words(found[0])


def edition():
    held = make.event(starts_on=date(2023, 5, 17), ends_on=date(2023, 5, 19), status="held")
    part = {"super_event": held, "status": "held"}
    make.event(
        name_fr="Séminaire",
        starts_on=date(2023, 5, 18),
        starts_at=time(9, 30),
        ends_on=date(2023, 5, 18),
        ends_at=time(12),
        **part,
    )
    make.event(name_fr="Stand", starts_on=date(2023, 5, 17), ends_on=date(2023, 5, 19), **part)
    return held


def test_an_edition_shows_each_of_its_days_and_says_which_has_no_part_of_its_own(client):
    html = page(client, f"/fr/events/{edition().slug}/")

    told = section(html, "days").replace("\xa0", " ").replace("\u202f", " ")

    assert re.findall(r'href="#d(\d+)"', html) == ["20230517", "20230518", "20230519"]
    assert "Sur plusieurs jours Du 17 au 19 mai 2023 Stand" in told
    assert "Mercredi 17 mai 2023 jour 1 sur 3 Aucune activité propre à ce jour n’est publiée." in told
    assert "Jeudi 18 mai 2023 jour 2 sur 3 De 9 h 30 à 12 h Séminaire" in told


def test_an_edition_of_many_days_shows_those_that_have_a_part(client):
    held = make.event(starts_on=date(2023, 5, 1), ends_on=date(2023, 5, 31))
    make.event(super_event=held, starts_on=date(2023, 5, 18))

    html = page(client, f"/fr/events/{held.slug}/")

    assert 'class="doors"' not in html
    assert re.findall(r'<section id="d(\d+)">', html) == ["20230518"]


def test_opening_hours_are_told_in_words(client):
    held = edition()
    make.saved(EventDay(event=held, on=date(2023, 5, 17), opens_at=time(9, 30), closes_at=time(18)))

    html = page(client, f"/ar/events/{held.slug}/")

    assert "من 09:30 إلى 18:00 · مفتوح للعموم" in section(html, "hours")


def test_the_page_of_an_event_says_that_it_is_on(client):
    on_now = make.event(starts_on=today() - DAY, ends_on=today() + DAY, status="scheduled")

    top = re.search(r'<p class="pagehead__top">.*?</p>', page(client, f"/fr/events/{on_now.slug}/"))

    assert top
    assert words(top[0]) == "Séminaire En ce moment"


def test_a_list_offers_itself_in_every_form_with_its_filters(client):
    make.event()

    html = page(client, "/fr/events/?kind=seminar")

    offered = re.search(r'<section class="take".*?</section>', html, re.DOTALL)
    assert offered
    assert [
        address
        for address in re.findall(r'<a href="([^"]+)"', offered[0])
        if "google" not in address and "webcal" not in address
    ] == [
        "/fr/alerts/?kind=seminar",
        "/fr/events.atom?kind=seminar",
        "/fr/events.xlsx?kind=seminar",
        "/fr/events.csv?kind=seminar",
        "/api/v1/events/?kind=seminar",
        "/fr/developers/embed/?kind=seminar",
    ]
    assert 'href="#take"' in html


def test_a_refused_filter_names_the_choices_in_the_language_of_the_reader(client):
    html = page(client, "/fr/events/?kind=nothing", 400)

    refused = re.search(r'<div class="notice notice--error.*?</ul></div></div>', html, re.DOTALL)
    assert refused
    assert "« nothing » n’est pas connu ici." in words(refused[0]).replace("\xa0", " ").replace("\u202f", " ")
    assert '<a class="chip" href="?kind=open_days" rel="nofollow">Portes ouvertes</a>' in refused[0]
    assert "open_days," not in refused[0]


def test_an_event_of_which_little_is_known_has_no_empty_table_of_contents(client):
    held = make.event()
    bare = page(client, f"/fr/events/{held.slug}/")
    make.involvement(event=held)

    assert 'class="toc"' not in bare
    assert 'class="toc"' in page(client, f"/fr/events/{held.slug}/")
