"""oEmbed 1.0, as its specification says."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db

SITE = "https://portal.example.ma"


def asked(client: Client, url: str, status: int = 200, **more: Any) -> Any:
    response = client.get("/oembed", {"url": url, **more})
    assert response.status_code == status, response.content
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response


def source_of(told: dict[str, Any]) -> str:
    return unescape(re.search(r'src="([^"]*)"', told["html"])[1])  # type: ignore[index]  # there is one


def test_page_of_an_event_becomes_a_frame(client: Client) -> None:
    event = make.event(name_fr='Police & "droits" <b>')

    told = asked(client, f"{SITE}/fr/events/{event.slug}/").json()

    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": 'Police & "droits" <b>',
        "provider_name": "Portail de la gouvernance sécuritaire",
        "provider_url": f"{SITE}/",
        "cache_age": 300,
        "html": told["html"],
        "width": 600,
        "height": 260,
    }
    assert told["html"] == (
        f'<iframe src="{SITE}/embed/events/{event.pk}/?lang=fr" title="Police &amp; &quot;droits&quot; &lt;b&gt;" '
        'width="100%" height="260" style="border:0;width:100%;height:260px" loading="lazy"></iframe>'
    )
    assert client.get(source_of(told).removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("/fr/events/?kind=seminar&page=2&view=nonsense", "lang=fr&view=list&kind=seminar"),
        ("/ar/calendar/?kind=seminar", "lang=ar&view=calendar&kind=seminar"),
        ("/ar/calendar/2023/05/", "lang=ar&view=calendar&year=2023&month=5"),
    ],
)
def test_lists_and_months_become_frames_with_their_filters(client: Client, page: str, query: str) -> None:
    make.event()

    address = source_of(asked(client, SITE + page).json())

    assert address == f"{SITE}/embed/events/?{query}"
    assert client.get(address.removeprefix(SITE)).status_code == 200


def test_short_and_former_addresses_lead_to_the_event(client: Client) -> None:
    event = make.event(slug="old")
    event.slug = "new"
    event.save()

    frames = {
        source_of(asked(client, f"{SITE}{page}").json()) for page in (f"/e/{event.pk}", "/ar/events/old/")
    }

    assert frames == {f"{SITE}/embed/events/{event.pk}/?lang=ar"}


def test_answer_keeps_within_the_bounds_and_comes_as_xml_too(client: Client) -> None:
    event = make.event()
    address = f"{SITE}/ar/events/{event.slug}/"

    told = asked(client, address, maxwidth=320, maxheight=200).json()
    response = asked(client, address, maxwidth=320, maxheight=200, format="xml")

    assert (told["width"], told["height"], 'height="200"' in told["html"]) == (320, 200, True)
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314  (our own bytes)
    assert {node.tag: node.text for node in root} == {name: str(value) for name, value in told.items()}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": f"{SITE}/ar/events/", "maxwidth": "wide"}, 400),
        ({"url": f"{SITE}/ar/events/", "maxheight": "0"}, 400),
        ({"url": f"{SITE}/ar/events/", "format": "yaml"}, 501),
        ({"url": f"{SITE}/ar/events/nothing/"}, 404),
        ({"url": f"{SITE}/ar/events/?kind=nonsense"}, 404),
        ({"url": f"{SITE}/ar/about/"}, 404),
        ({"url": f"{SITE}/nowhere"}, 404),
        ({"url": "https://elsewhere.example/ar/events/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
        ({"url": "http://[/"}, 404),
        ({"url": ""}, 404),
    ],
)
def test_what_cannot_be_shown_is_refused_as_the_specification_says(
    client: Client, query: dict[str, str], status: int
) -> None:
    assert client.get("/oembed", query).status_code == status


def test_draft_is_not_betrayed(client: Client) -> None:
    draft = make.draft(slug="secret")

    for page in (f"/ar/events/{draft.slug}/", f"/e/{draft.pk}"):
        assert b"secret" not in asked(client, SITE + page, 404).content


def test_pages_say_where_their_frame_is_to_be_had(client: Client) -> None:
    event = make.event()
    pages = [f"/fr/events/{event.slug}/", "/fr/events/?kind=seminar"]

    for page in pages:
        text = unescape(client.get(page).content.decode())
        [found] = re.findall(r'type="application/json\+oembed" href="([^"]*)"', text)
        assert found == f"{SITE}/oembed?format=json&url={quote(SITE + page, safe='')}"
        assert json.loads(client.get(found.removeprefix(SITE)).content)["type"] == "rich"
    assert "oembed" not in client.get("/fr/events/?kind=nonsense").content.decode()
    assert Event.objects.count() == 1
