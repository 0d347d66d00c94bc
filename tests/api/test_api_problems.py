"""Errors are problems (RFC 9457), and name the parameter."""

import logging

import pytest
from django.test import Client

from portal.api.views import EventViewSet
from tests import factories as make

pytestmark = pytest.mark.django_db


def is_problem(answer, status, title):
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert list(told) == ["type", "title", "status", "detail", "errors"]
    assert (told["type"], told["title"], told["status"]) == ("about:blank", title, status)
    assert told["detail"]
    return told["errors"]


@pytest.mark.parametrize(
    ("parameters", "named", "said"),
    [
        ({"kind": "party"}, "kind", "open_days"),
        ({"status": "done"}, "status", "cancelled"),
        ({"has": "cake"}, "has", "recommendations"),
        ({"when": "never"}, "when", "upcoming"),
        ({"ordering": "size"}, "ordering", "-date"),
        ({"role": "king"}, "role", "organizer"),
        ({"territory": "atlantis"}, "territory", "atlantis"),
        ({"topic": "\x00"}, "topic", ""),
        ({"q": "a\x00b"}, "q", ""),
        ({"after": "yesterday"}, "after", ""),
        ({"year": "12"}, "year", ""),
        ({"month": "13"}, "month", ""),
        ({"lang": "de"}, "lang", "ar, fr, en, zgh"),
        ({"knid": "seminar"}, "knid", "kind"),
        ({"knid": ""}, "knid", "kind"),
        ({"kind": ""}, "kind", "فارغ"),
        ({"institution": ["cndh", ""]}, "institution", "فارغ"),
        ({"lang": ""}, "lang", "فارغ"),
        ({"cursor": ""}, "cursor", "فارغ"),
    ],
)
def test_a_value_that_is_not_known_is_a_400_that_names_the_parameter(api, parameters, named, said):
    errors = is_problem(api("events/", **parameters), 400, "Bad Request")

    assert [error["parameter"] for error in errors] == [named]
    assert said in errors[0]["detail"]


def test_all_parameters_at_fault_are_named(api):
    errors = is_problem(api("events/", kind="party", status="done"), 400, "Bad Request")

    assert sorted(error["parameter"] for error in errors) == ["kind", "status"]


def test_an_item_takes_the_language_only(api):
    event = make.event()

    errors = is_problem(api(f"events/{event.pk}/", kind="seminar"), 400, "Bad Request")
    assert [error["parameter"] for error in errors] == ["kind"]


@pytest.mark.parametrize(
    "path",
    [
        "events/999/",
        "events/abc/",
        f"events/{'9' * 18}/",
        "nothing/",
        "events/1/2/",
        "a/b/c/",
        "events/a%0Ab/",
        "%0A/",
    ],
)
def test_what_is_not_there_is_a_404(api, path):
    assert is_problem(api(path), 404, "Not Found") == []


def test_an_address_without_its_slash_leads_to_the_one_with(api):
    answer = api("events")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/api/v1/events/")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["events/", "events/1/", "institutions/", ""])
def test_writing_is_a_405(client, method, path):
    answer = getattr(client, method)(f"/api/v1/{path}", data={}, content_type="application/json")

    assert is_problem(answer, 405, "Method Not Allowed") == []
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_anything_but_json_is_a_406(client):
    assert is_problem(client.get("/api/v1/events/", HTTP_ACCEPT="text/html"), 406, "Not Acceptable") == []


def test_reading_without_a_body_and_asking_what_may_be_done_work(client):
    make.event()

    head = client.head("/api/v1/events/")
    assert (head.status_code, head.content) == (200, b"")
    assert client.options("/api/v1/events/").status_code == 200


def test_an_unforeseen_failure_is_a_500_that_tells_the_log_and_nobody_else(monkeypatch, caplog):
    def fail(self):
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr(EventViewSet, "get_queryset", fail)
    with caplog.at_level(logging.ERROR, "django.request"):
        answer = Client(raise_request_exception=False).get("/api/v1/events/")

    is_problem(answer, 500, "Internal Server Error")
    assert "swordfish" not in answer.content.decode()
    assert any("swordfish" in (record.exc_text or str(record.exc_info)) for record in caplog.records)


def test_any_site_may_ask_from_the_browser(client):
    answer = client.get("/api/v1/topics/", HTTP_ORIGIN="https://partner.example")

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert answer.cookies == {}


def test_an_unchanged_answer_is_not_sent_twice(client):
    make.event()
    tag = client.get("/api/v1/events/").headers["ETag"]

    assert client.get("/api/v1/events/", HTTP_IF_NONE_MATCH=tag).status_code == 304
