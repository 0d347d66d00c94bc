"""Frames in other sites: what they show, who may frame what, and what they refuse."""

from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events import accent
from events.models import Event
from institutions.enums import PublicationState
from tests import factories as make

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.content.decode())


# Who may frame what -----------------------------------------------------------------------------------------
def test_frames_may_stand_anywhere_and_nothing_else_may(client: Client) -> None:
    event = make.event()
    frames = [
        "/embed/events/",
        f"/embed/events/{event.pk}/",
        "/embed/events/?view=nonsense",
        "/embed/events/999/",
    ]
    pages = [
        "/ar/",
        "/ar/events/",
        f"/ar/events/{event.slug}/",
        "/ar/developers/embed/",
        "/admin/login/",
        "/embed/",
    ]

    for address in frames:
        headers = client.get(address).headers
        assert "X-Frame-Options" not in headers, address
        assert "frame-ancestors *;" in f"{headers['Content-Security-Policy']};", address
    for address in pages:
        headers = client.get(address).headers
        assert headers["X-Frame-Options"] == "DENY", address
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], address


def test_frame_is_a_small_document_without_cookie_script_or_index(client: Client) -> None:
    make.event()

    response = client.get("/embed/events/?lang=fr")
    text = response.content.decode()

    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in text
    assert '<base target="_top">' in text
    assert text.count("<script") == 1  # tells its height, and the frame is whole without it
    assert ("<form" in text, "site-header" in text) == (False, False)


# What it shows -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [("ar", "rtl", "كل المواعيد"), ("fr", "ltr", "Toutes les rencontres"), ("en", "ltr", "All events"),
     ("zgh", "ltr", 'lang="ar"')],
)  # fmt: skip
def test_frame_speaks_the_language_asked_whatever_the_browser_prefers(
    client: Client, language: str, direction: str, words: str
) -> None:
    event = make.event()

    response = client.get(f"/embed/events/?lang={language}", headers={"accept-language": "en"})
    text = unescape(response.content.decode())

    assert f'<html lang="{language}" dir="{direction}">' in text
    assert words in text
    assert f'href="/{language}/events/{event.slug}/"' in text
    assert response.headers["Content-Language"] == language


def test_list_takes_the_filters_of_the_page_and_no_more_than_asked(client: Client) -> None:
    for day in range(1, 5):
        make.event(starts_on=date(2023, 5, day), slug=f"may-{day}")
    make.event(kind="stand", slug="stand")

    text = page_of(client, "/embed/events/?lang=fr&kind=seminar&limit=2&accent=1B4192")

    assert [day for day in range(1, 5) if f"/fr/events/may-{day}/" in text] == [3, 4]
    assert "/fr/events/stand/" not in text
    assert (
        'href="/fr/events/?kind=seminar"' in text
    )  # all of them: with the filters, without the frame's own words
    assert "<bdi>Séminaire</bdi>" in text
    assert 'href="/embed/accent/auto-1b4192.css"' in text


def test_month_leads_to_its_neighbours_inside_the_frame(client: Client) -> None:
    make.event(starts_on=date(2023, 3, 5), slug="march")
    make.event(starts_on=date(2023, 5, 17), slug="may")
    make.event(starts_on=date(2023, 5, 1), starts_precision="month", slug="some-day")

    text = page_of(client, "/embed/events/?lang=fr&view=calendar&theme=dark&year=2023&month=5")

    assert "/fr/events/may/" in text
    assert "/fr/events/some-day/" in text
    assert 'target="_self" href="/embed/events/?lang=fr&theme=dark&view=calendar&year=2023&month=3"' in text
    assert "css/scheme-dark.css" in text
    assert "/fr/events/may/" in page_of(
        client, "/embed/events/?lang=fr&view=calendar"
    )  # the nearest with events


def test_one_event_is_found_by_number_address_and_former_address(client: Client) -> None:
    event = make.event(slug="old", name_fr="Le partenariat")
    event.slug = "new"
    event.save()

    by_number = page_of(client, f"/embed/events/{event.pk}/?lang=fr")
    moved = client.get("/embed/events/old/?lang=fr&theme=dark")

    assert "Le partenariat" in by_number
    assert page_of(client, "/embed/events/new/?lang=fr") == by_number
    assert (moved.status_code, moved.headers["Location"]) == (301, "/embed/events/new/?lang=fr&theme=dark")


@pytest.mark.parametrize("state", [state for state in PublicationState if state != "published"])
def test_what_is_not_public_is_in_no_frame(client: Client, state: PublicationState) -> None:
    secret = make.event(name_ar="سري", slug="secret", starts_on=date(2023, 5, 17))
    make.event(starts_on=date(2023, 5, 18))
    Event.objects.filter(pk=secret.pk).update(publication_state=state)

    for address in ("/embed/events/", "/embed/events/?view=calendar&year=2023&month=5"):
        assert "سري" not in page_of(client, address)
    for address in (f"/embed/events/{secret.pk}/", "/embed/events/secret/"):
        assert "سري" not in page_of(client, address, 404)


# What it refuses ----------------------------------------------------------------------------------------------
def test_a_refused_value_is_answered_by_the_choices_in_words_and_as_the_address_takes_them(
    client: Client,
) -> None:
    text = page_of(client, "/embed/events/?lang=fr&kind=nothing", 400)

    assert '<li>Séminaire <span class="ltr">(seminar)</span></li>' in text
    assert "seminar, " not in text


@pytest.mark.parametrize(
    "query",
    ["view=nope", "theme=nope", "accent=red", "accent=1b4192;}", "limit=0", "limit=21", "limit=x", "kind=nope",
     "lang=xx", "view=calendar&month=13"],
)  # fmt: skip
def test_wrong_parameter_is_named_in_a_small_page(client: Client, query: str) -> None:
    name = query.rsplit("&", maxsplit=1)[-1].partition("=")[0]

    text = page_of(client, f"/embed/events/?{query}", 400)

    assert f"({name})" in text
    assert "لا شيء يُعرض في هذا الإطار" in text
    assert "<base" in text


# Cost -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("view", "queries"), [("list", 2), ("calendar", 10)])
def test_frame_costs_the_same_however_many_events(client: Client, rows: int, view: str, queries: int) -> None:
    for day in range(1, rows + 1):
        make.involvement(event=make.event(starts_on=date(2023, 5, day)))

    with CaptureQueriesContext(connection) as captured:
        client.get(f"/embed/events/?view={view}")

    assert len(captured) == queries


# Colours ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "colour", ["1b4192", "ffee00", "ffffff", "000000", "808080", "00ff00", "ff0000", "e5ecf8"]
)
def test_text_can_be_read_in_whatever_colour_somebody_chose(colour: str) -> None:
    css = accent.style_sheet(colour, "auto")

    light, dark = (dict(part.split(":") for part in _declared(block)) for block in css.split("@media"))
    grounds = {
        "light": ("ffffff", "f7f8f5", "edf1f4", "e5ecf8"),
        "dark": ("0b1322", "121d31", "0f1829", "1b2b4b"),
    }
    for scheme, declared in (("light", light), ("dark", dark)):
        for ground in grounds[scheme]:
            for text in ("--blue", "--blue-2"):
                assert accent.contrast(_colour(declared[text]), _colour(ground)) >= 4.5, (scheme, ground)
        assert accent.contrast(_colour(declared["--fill"]), (255, 255, 255)) >= 4.5


def _declared(block: str) -> list[str]:
    return block[block.index("{--") + 1 if "{--" in block else 0 :].strip("{}\n").split(";")


def _colour(text: str) -> accent.Colour:
    text = text.strip("#}\n")
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def test_colour_is_kept_for_ever_and_nothing_but_a_colour_has_an_address(client: Client) -> None:
    response = client.get("/embed/accent/dark-1b4192.css")

    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "@media" not in response.content.decode()
    for wrong in ("auto-1B4192", "auto-1b41", "auto-red", "x-1b4192", "auto-1b4192;}*{"):
        assert client.get(f"/embed/accent/{wrong}.css").status_code == 404


def test_scripts_of_the_frame_and_its_host_are_tiny() -> None:
    sizes = [
        (Path(settings.BASE_DIR) / "static/js" / name).stat().st_size
        for name in ("embed.js", "embed-frame.js")
    ]

    assert max(sizes) < 3 * 1024
