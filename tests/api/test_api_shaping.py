"""Clients say what they want: some fields, whole records beside, one order; what is not known is refused."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.api.shaping import INCLUDABLE
from portal.api.urls import router
from tests import factories as make

pytestmark = pytest.mark.django_db
LISTS = [prefix for prefix, _viewset, basename in router.registry if basename in INCLUDABLE]


def refused(answer):
    assert answer.status_code == 400, answer.content
    return {error["parameter"]: error["detail"] for error in answer.json()["errors"]}


@pytest.fixture
def event(db):
    return make.full_event(series=make.series())


@pytest.mark.parametrize("resource", LISTS)
def test_a_client_gets_the_fields_it_asks_for_and_no_other(api, event, resource):
    whole = api(f"{resource}/").json()["results"][0]
    names = [name for name in whole if name in ("id", "name", "text", "title")]

    [some, *_rest] = api(f"{resource}/", fields=",".join(names)).json()["results"]
    assert some == {name: whole[name] for name in names}
    assert api(f"{resource}/{whole['id']}/", fields="id").json() == {"id": whole["id"]}
    assert refused(api(f"{resource}/", fields="id,nonsense"))["fields"].endswith(
        f"{', '.join(sorted(whole))}."
    )


def test_fields_without_parts_are_asked_of_one_table_and_say_the_same(api, event):
    whole = api("events/").json()["results"][0]
    plain = "id,name,start,series,abstract,occasion,page_url"
    with CaptureQueriesContext(connection) as queries:
        some = api("events/", fields=plain).json()["results"][0]

    assert some == {name: whole[name] for name in whole if name in plain.split(",")}
    assert len(queries) == 4  # the count, the numbers, the events, what their foreign keys lead to


@pytest.mark.parametrize("resource", LISTS)
def test_what_may_be_included_is_a_closed_list(api, event, resource):
    basename = next(viewset[2] for viewset in router.registry if viewset[0] == resource)
    allowed = sorted(INCLUDABLE[basename])

    if not allowed:
        assert list(refused(api(f"{resource}/", include="events"))) == ["include"]
        return
    assert refused(api(f"{resource}/", include="everything"))["include"].endswith(f"{', '.join(allowed)}.")
    answer = api(f"{resource}/", include=",".join(allowed)).json()
    assert sorted(answer["included"]) == allowed


def test_included_records_are_whole_and_come_once(api, event):
    other = make.event()
    body = event.involvements.first().institution
    make.involvement(event=other, institution=body)

    answer = api("events/", include="institutions,series").json()
    assert answer["included"]["series"] == api("series/").json()["results"]
    known = {row["id"]: row for row in answer["included"]["institutions"]}
    assert known[body.pk] == api(f"institutions/{body.pk}/").json()
    assert len(known) == len(answer["included"]["institutions"])
    item = api(f"events/{other.pk}/", include="institutions").json()
    assert [row["id"] for row in item["included"]["institutions"]] == [body.pk]


def test_nothing_private_is_included(api):
    hidden = make.institution(publication_state="draft")
    event = make.event(series=make.series(publication_state="draft"))
    make.involvement(event=event, institution=hidden)
    make.speaker(event=event, institution=hidden, person=make.person(name_is_public=False))

    answer = api("events/", include="institutions,series,speakers").json()
    assert answer["included"] == {"institutions": [], "series": [], "speakers": []}


def test_including_costs_the_same_for_one_and_for_three(api):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            api("events/", include="institutions,series,territories")
        return len(queries)

    make.full_event(series=make.series())
    one = cost()
    make.full_event(series=make.series())
    make.full_event(series=make.series())

    assert (one, cost()) == (15, 15)
