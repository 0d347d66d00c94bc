"""What the filter form promises: choosing a value leaves as many events as stand beside it."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from events.facets import MOST, facets
from events.filters import EventFilter
from events.models import Event, Topic
from institutions.models import Territory
from tests import factories as make

pytestmark = pytest.mark.django_db
ASKED = [
    {"territory": ["fes"], "when": ["past"], "year": ["2014", "2023"]},
    {"kind": ["seminar", "open_days"], "institution": ["dgsn"], "role": ["organizer"], "month": ["5"]},
    {"q": ["الأمن"], "has": ["recommendations"], "more": ["territory"]},
]


def found(asked):
    return EventFilter(QueryDict(urlencode(asked, doseq=True)), queryset=Event.objects.public())


def counted(asked):
    return facets(found(asked), QueryDict(urlencode(asked, doseq=True)))


def choices(facet):
    return [*facet.choices, *(choice for group in facet.groups for choice in group.choices)]


@pytest.fixture
def record():
    """The sample, an event that covers several places, one over the turn of the year, and one nobody may see."""
    call_command("loadsample", verbosity=0)
    fes, rabat = Territory.objects.get(slug="fes"), Territory.objects.get(slug="rabat")
    wide = make.event(territory=fes, starts_on=date(2022, 12, 30), ends_on=date(2023, 1, 2), kind="training")
    wide.covered_territories.add(rabat, fes)
    hidden = make.draft(territory=fes)
    hidden.topics.add(Topic.objects.first())


def test_each_count_is_what_choosing_the_value_leaves_under_the_other_filters(record):
    for asked in ASKED:
        shown = counted(asked)
        promised = {
            (name, choice.value): choice.count
            for name, facet in shown.by_name.items()
            for choice in choices(facet)
        }
        kept = {(name, value): found({**asked, name: [value]}).qs.count() for name, value in promised}
        assert promised == kept, asked
        assert shown.total == 9


def test_choices_are_the_most_frequent_the_chosen_and_the_way_to_the_others():
    bodies = [make.institution(name_fr=f"Institution {number:02}") for number in range(MOST + 3)]
    for number, body in enumerate(bodies):
        for _again in range(2 if number == 5 else 1):
            make.involvement(event=make.event(), institution=body)
    shown = {choice.value for choice in counted({}).by_name["institution"].choices}
    last = next(body.slug for body in bodies if body.slug not in shown)

    few = counted({"institution": [last]}).by_name["institution"]
    every = counted({"more": ["institution"]}).by_name["institution"]

    assert few.choices[0].value == bodies[5].slug
    assert [choice.value for choice in few.choices if choice.chosen] == [last]
    assert (len(few.choices), few.left_off) == (MOST + 1, 2)
    assert (len(every.choices), every.left_off) == (MOST + 3, 0)


@pytest.fixture
def few():
    """A region with a city, where a seminar and a training were held, and a meeting nowhere."""
    region = make.territory(
        name_fr="Fès-Meknès", kind="region", parent=make.territory(name_fr="Maroc", kind="country")
    )
    city = make.territory(name_fr="Fès ville", kind="prefecture", parent=region)
    for kind in ("seminar", "training"):
        make.event(kind=kind, territory=city, starts_on=date(2023, 5, 17))
    make.event(kind="community_meeting", territory=None, place_kind="nationwide")
    return city


def test_places_stand_under_their_region(few):
    facet = counted({"more": ["territory"], "territory": [few.slug]}).by_name["territory"]

    region = next(group for group in facet.groups if few.slug in [choice.value for choice in group.choices])
    with override("fr"):
        assert [(choice.value, choice.count) for choice in region.choices] == [
            (few.parent.slug, 2),
            (few.slug, 2),
        ]
    assert [choice.value for choice in choices(facet) if choice.chosen] == [few.slug]


def test_a_form_with_errors_is_counted_by_what_could_be_read(few):
    shown = counted({"year": ["nonsense"], "territory": [few.slug]})

    used = {choice.value: choice.count for choice in shown.by_name["kind"].choices if choice.count}
    assert used == {"seminar": 1, "training": 1}


def test_the_list_keeps_the_question_and_says_what_to_undo(client, few):
    html = client.get(f"/fr/events/?kind=seminar&territory={few.slug}&year=2014").content.decode()

    assert 'id="f-kind-seminar" name="kind" value="seminar" checked' in html
    assert "Retirez l’un d’eux" in html
    assert html.count(f'href="?kind=seminar&amp;territory={few.slug}"') == 2  # the chip and the way out
    assert "<bdi>Fès ville</bdi>" in html
    assert '<meta name="robots" content="noindex,nofollow">' in html
    one = client.get("/fr/events/?kind=seminar").content.decode()
    assert '<link rel="canonical" href="https://portal.example.ma/fr/events/">' in one


def test_the_form_costs_the_same_number_of_queries_whatever_is_found(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/ar/events/?kind=seminar&has=documents&more=territory").status_code == 200
        return len(captured)

    def rich(number):
        event = make.event(super_event=make.event(name_fr=f"Parent {number}"), series=make.series())
        make.involvement(event=event)
        make.speaker(event=event)
        make.document(event=event)
        event.topics.add(make.term(Topic, f"topic-{number}"))
        event.covered_territories.add(event.territory)

    rich(0)
    first = queries()
    for number in (1, 2):
        rich(number)

    assert (first, queries()) == (6, 6)


def test_more_events_than_are_counted_are_offered_without_numbers_up_to_the_last_counted(
    client, few, monkeypatch
):
    for module in ("portal.lib.paging", "events.counting", "events.filter_form"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 2)
    every, narrowed = (client.get(f"/fr/events/{asked}").content.decode() for asked in ("", "?kind=seminar"))

    assert "Plus de 2 rencontres" in every
    assert 'id="f-kind-seminar"' in every
    assert 'class="num">1</span></label>' not in every
    assert 'href="?more=territory#facet-territory" rel="nofollow">Autres choix<' in every
    assert "Autres choix" not in narrowed
    assert "1 rencontre</h2>" in narrowed  # «out of …» is not known
    assert f'value="{few.slug}"><span>Fès ville</span> <span class="num">1</span>' in narrowed
    make.event(starts_on=date(2019, 1, 9), kind="training")
    monkeypatch.setattr("events.counting.LATEST", 1)
    shown, every = counted({}).by_name, counted({"more": ["territory"]}).by_name
    assert {choice.count for choice in shown["kind"].choices} == {None}
    assert [choice.value for choice in shown["year"].choices] == ["2023", "2022", "2021", "2020", "2019"]
    assert len(shown["month"].choices) == 12
    assert choices(shown["territory"]) == []  # the latest was held nowhere
    assert {choice.value for choice in choices(every["territory"])} >= {few.slug, few.parent.slug}
    make.event(starts_on=date(2024, 2, 1), territory=few.parent, kind="training")
    assert few.parent.slug in {choice.value for choice in choices(counted({}).by_name["territory"])}
    assert [choice.count for choice in counted({"kind": ["seminar"]}).by_name["year"].choices] == [1]


def test_a_list_without_end_ends_where_counting_does_and_says_so(client, monkeypatch):
    for module in ("portal.lib.paging", "events.counting", "events.filter_form"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 40)
    for _number in range(42):
        make.event()
    last, beyond = (client.get(f"/fr/events/?page={number}").content.decode() for number in (2, 3))

    assert "La liste s’arrête ici." in last
    assert 'rel="next"' not in last
    assert "sur 2" not in last
    assert beyond.count('<article class="row') == last.count('<article class="row') == 20
