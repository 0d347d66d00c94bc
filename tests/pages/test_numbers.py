"""How many there are is written as the language of the page groups numbers; years and keys are not grouped."""

import pytest

from changes.models import Entry
from changes.settling import settle
from tests import factories as make
from tests.pages.test_pages import page

pytestmark = pytest.mark.django_db

GROUPED = {
    "ar": "12.345 موعدًا",
    "fr": "12\u202f345 rencontres",
    "en": "12,345 events",
    "zgh": "12\u00a0345",
}


@pytest.mark.parametrize("language", GROUPED)
def test_many_events_of_an_institution(client, language):
    body = make.involvement(event=make.event()).institution
    settle()
    Entry.objects.filter(resource="institutions", object_id=body.pk).update(event_count=12_345)

    assert GROUPED[language] in page(client, f"/{language}/institutions/")


@pytest.mark.parametrize(("language", "number"), [("ar", "20.000"), ("fr", "20\u202f000"), ("en", "20,000")])
def test_a_figure_that_was_published(client, language, number):
    held = make.event()
    make.count(event=held, value=20_000)

    html = page(client, f"/{language}/events/{held.slug}/")

    assert f'<b class="num">{number}</b>' in html
    assert f"{held.first_day.year}" in html


def test_few_are_not_grouped(client):
    make.involvement(event=make.event())

    assert "1 rencontre<" in page(client, "/fr/institutions/")
