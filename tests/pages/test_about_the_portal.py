"""The portal about itself: personal data, accessibility, security.txt."""

from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("name", ["privacy", "accessibility"])
def test_pages_about_the_portal_are_linked_from_every_page(client, language, name):
    home = client.get(f"/{language}/").content.decode()

    assert f'href="/{language}/{name}/"' in home
    assert client.get(f"/{language}/{name}/").status_code == 200


def test_privacy_names_who_answers_only_where_it_is_known(client, settings):
    settings.DATA_CONTROLLER = settings.CONTACT_EMAIL = settings.CNDP_REFERENCE = ""
    silent = client.get("/fr/privacy/").content.decode()
    settings.DATA_CONTROLLER, settings.CNDP_REFERENCE = "Institution <Exemple>", "D-000/2026"
    settings.CONTACT_EMAIL = "contact@portal.example.ma"
    told = client.get("/fr/privacy/").content.decode()

    assert "mailto:" not in silent
    assert "sous le numéro" not in silent
    assert "<bdi>Institution &lt;Exemple&gt;</bdi>" in told
    assert 'sous le numéro <bdi dir="ltr">D-000/2026</bdi>' in told
    assert 'href="mailto:contact@portal.example.ma"' in told


def test_security_txt_is_valid_for_some_months_and_absent_without_contact(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@portal.example.ma"
    response = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:security@portal.example.ma"
    assert fields["Canonical"] == "https://portal.example.ma/.well-known/security.txt"
    assert timedelta(days=100) < left < timedelta(days=365)  # RFC 9116 §2.5.5

    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
