"""The pages for those who build on the record: every example runs, and the maker of frames makes frames that work."""

import re
import shlex
from html import unescape
from typing import Any

import pytest
from django.test import Client

from portal.pages import examples
from tests import factories as make

pytestmark = pytest.mark.django_db

SITE = "https://portal.example.ma"
CURL = [example for example in examples.ALL if example.tool == "curl"]


def fetched(client: Client, address: str) -> Any:
    assert address.startswith(f"{SITE}/"), address
    response = client.get(address.removeprefix(SITE))
    assert response.status_code == 200, address
    return b"".join(response) if response.streaming else response.content


@pytest.mark.parametrize("example", CURL, ids=lambda example: example.code[:60])
def test_example_for_the_command_line_gets_an_answer(client: Client, example: examples.Example) -> None:
    make.event()

    command, *arguments = shlex.split(example.shown)
    [address] = [argument for argument in arguments if not argument.startswith("-")]

    assert command == "curl"
    assert fetched(client, address)


@pytest.mark.parametrize("language", ["ar", "fr", "en", "zgh"])
def test_page_shows_every_example_with_the_address_of_this_portal(client: Client, language: str) -> None:
    text = unescape(client.get(f"/{language}/developers/").content.decode())

    shown = re.findall(r'<code data-tool="\w+">(.*?)</code>', text, re.S)
    assert shown == [example.shown for example in examples.ALL]
    assert all(SITE in code and "%(" not in code for code in shown)
    for place in re.findall(r'href="#([a-z]+)"', text):
        assert f'id="{place}"' in text


def test_maker_of_frames_gives_the_line_and_shows_the_frame(client: Client) -> None:
    body = make.police(name_fr='Sûreté "nationale"')
    make.involvement(event=make.event(name_fr="Le partenariat"), institution=body)

    response = client.get(
        f"/ar/developers/embed/?lang=fr&institution={body.slug}&when=&limit=3&accent=%231B4192"
    )
    text = response.content.decode()

    [line] = re.findall(r"<code>(&lt;iframe.*?)</code>", text)
    path = f"/embed/events/?lang=fr&accent=1b4192&limit=3&institution={body.slug}"
    assert unescape(line) == (
        f'<iframe src="{SITE}{path.replace("&", "&amp;")}" title="Rencontres\u00a0: Sûreté &quot;nationale&quot;" '
        'width="100%" height="700" style="border:0;width:100%;height:700px" loading="lazy"></iframe>'
    )
    [preview] = re.findall(r'<iframe src="([^"]*)"', text)
    assert unescape(preview) == path
    assert b"Le partenariat" in client.get(path).content
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_maker_of_frames_keeps_the_filters_it_does_not_show(client: Client) -> None:
    make.event()

    text = client.get("/fr/developers/embed/?kind=seminar&kind=lecture&year=2023").content.decode()

    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    assert hidden == [("kind", "seminar"), ("year", "2023")]


@pytest.mark.parametrize("query", ["accent=red", "limit=0", "view=x", "kind=nonsense"])
def test_maker_of_frames_says_what_it_cannot_make(client: Client, query: str) -> None:
    response = client.get(f"/fr/developers/embed/?{query}")

    assert response.status_code == 400
    assert f"({query.partition('=')[0]})" in response.content.decode()
    assert "<iframe" not in response.content.decode()


def test_text_for_language_models_has_the_form_agreed_on_and_leads_somewhere(client: Client) -> None:
    make.event()

    response = client.get("/llms.txt")
    lines = response.content.decode().splitlines()

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines[0].startswith("# ")
    assert [line[:2] for line in lines[1:4]] == ["", "> ", ""]
    assert [line for line in lines if line.startswith("## ")] == ["## Data", "## Pages", "## Optional"]
    items = [line for line in lines if line.startswith("- ")]
    links = [re.fullmatch(r"- \[[^\]]+\]\((\S+)\): .+", line) for line in items]
    assert len(items) > 10
    for link in links:
        assert link, items
        assert fetched(client, link[1]) is not None


def test_foot_of_every_page_leads_developers_on(client: Client) -> None:
    text = client.get("/fr/").content.decode()

    assert 'href="/fr/developers/"' in text
    assert 'href="/fr/developers/embed/"' in text
