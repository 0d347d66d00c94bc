"""Error pages: in the visitor's language, in the house's look, and never failing themselves."""

import pytest
from django.test import Client, RequestFactory

from portal.pages import errors
from tests import factories as make


@pytest.mark.parametrize(
    ("view", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404)]
)
def test_an_error_page_offers_ways_out(view, status):
    html = view(RequestFactory().get("/fr/x/")).content.decode()
    assert f"<b>{status}</b>" in html
    assert "/events/" in html


def test_an_unforeseen_failure_says_so_in_three_languages_without_touching_the_database():
    response = errors.server_error(RequestFactory().get("/ar/"))
    assert response.status_code == 500
    for language in ("ar", "fr", "en"):
        assert f'lang="{language}"' in response.content.decode()


@pytest.mark.django_db
def test_a_failing_view_shows_the_page_of_failures_and_tells_nothing_of_the_cause(monkeypatch):
    monkeypatch.setattr("events.views.event_context", lambda event: 1 / 0)
    client = Client(raise_request_exception=False)
    response = client.get(f"/ar/events/{make.event().slug}/")
    assert response.status_code == 500
    assert b"ZeroDivisionError" not in response.content


@pytest.mark.django_db
def test_a_form_sent_without_its_token_is_refused_in_the_house_look():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "<b>403</b>" in response.content.decode()
