"""The API for people: every address of the description, in the languages of the site, with an example that works."""

import re

import pytest

from portal.api.description import document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_address_and_parameter_is_on_the_page(client, language):
    page = client.get(f"/{language}/api/docs/").content.decode()

    for path, told in document()["paths"].items():
        assert f"GET {path}<" in page
        assert all(f">{parameter['name']}<" in page for parameter in told["get"]["parameters"])
    assert "<script src" not in page.partition("<main")[2].partition("</main>")[0]
    assert {"ar": "ندوة", "fr": "séminaire", "en": "seminar"}[language] in page


def test_the_address_without_a_language_leads_to_the_visitors_own(client):
    assert client.get("/api/docs/", headers={"Accept-Language": "fr"}).headers["Location"] == "/fr/api/docs/"


def test_the_examples_of_lists_are_answered(client):
    page = client.get("/en/api/docs/").content.decode()
    examples = re.findall(r'href="(/api/v1/[a-z]+/(?:\?[^"]*)?)"', page)

    assert len(examples) == 11
    for address in examples:
        assert client.get(address.replace("&amp;", "&")).status_code == 200
