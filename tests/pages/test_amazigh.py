"""Pages in Amazigh: Tifinagh where there is a word, Arabic marked as such where there is none."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from portal.lib.marked_html import IN_ARABIC
from tests import factories as make

pytestmark = pytest.mark.django_db


class Unmarked(HTMLParser):
    """Collects Arabic text that no element around it declares."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str | None, str | None]] = [("", None, None)]
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in ("base", "meta", "link", "img", "input", "br", "source"):
            self.said.append(
                (tag, given.get("lang") or self.said[-1][1], given.get("dir") or self.said[-1][2])
            )

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.said.pop()[0] == tag

    def handle_data(self, data):
        tag, language, direction = self.said[-1]
        if (
            tag not in ("script", "style", "title")
            and IN_ARABIC.search(data)
            and (language, direction) != ("ar", "rtl")
        ):
            self.found.append(data)


def unmarked(html: str) -> list[str]:
    reader = Unmarked()
    reader.feed(html)
    assert reader.said == [("", None, None)]  # every element is closed
    return reader.found


def test_no_arabic_stands_unmarked_on_a_page_in_amazigh(client: Client) -> None:
    event = make.event(series=make.series())
    make.involvement(event=event, institution=make.police())
    speaker = make.speaker(event=event, person=make.person())
    make.recommendation(event=event)
    for address in (
        "", "about/", "events/", f"events/{event.slug}/", f"series/{event.series.slug}/", "institutions/dgsn/",
        f"speakers/{speaker.person.slug}/", "recommendations/", "territories/fes/", "search/?q=فاس", "nothing/",
    ):  # fmt: skip
        html = client.get(f"/zgh/{address}").content.decode()
        assert '<html lang="zgh" dir="ltr">' in html
        assert unmarked(html) == []


def test_navigation_and_dates_are_in_tifinagh_and_the_page_says_that_nobody_reviewed_it(
    client: Client,
) -> None:
    event = make.event()
    html = client.get(f"/zgh/events/{event.slug}/").content.decode()
    assert "17 ⵎⴰⵢⵢⵓ 2023" in html
    assert re.search(r'<a href="/zgh/events/"[^>]*>ⵜⵉⵎⵙⴰⵔⵉⵏ</a>', html)
    assert "noto-sans-tifinagh" in html
    assert "el-messiri" not in html  # two scripts weigh enough
    assert re.search(r'<p lang="fr" dir="ltr">L’interface en amazighe attend la relecture', html)
    for other in ("ar", "fr", "en"):
        html = client.get(f"/{other}/events/{event.slug}/").content.decode()
        assert 'hreflang="zgh"' in html
        assert "noto-sans-tifinagh" not in html


def test_a_frame_of_another_site_marks_its_arabic_as_well(client: Client) -> None:
    make.event()
    assert unmarked(client.get("/embed/events/?lang=zgh").content.decode()) == []


def test_a_browser_that_prefers_amazigh_is_led_there(client: Client) -> None:
    assert client.get("/", headers={"accept-language": "zgh-MA"}).url == "/zgh/"


def test_staff_and_partners_are_not_offered_half_a_language(client: Client) -> None:
    client.cookies["django_language"] = "zgh"
    assert '<html lang="ar"' in client.get("/admin/login/").content.decode()
    event = make.event()
    assert set(client.get(f"/api/v1/events/{event.pk}/").json()["kind_label"]) == {"ar", "fr", "en"}
