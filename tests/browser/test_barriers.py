"""No page of the public has a barrier: axe-core, reflow at 320 px, wider text, focus that shows.

One visit of the sample in each language and colour scheme; every page is read wide and narrow on the way.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from tests.public_pages import public_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 390)
# WCAG 2.2 1.4.12: what a reader may set without losing text.
WIDER_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; word-spacing: .16em !important; }
    html:not([dir=rtl]) * { letter-spacing: .12em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
OVERFLOWS = "document.documentElement.scrollWidth > innerWidth"
CLIPPED = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(part =>
  part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === "hidden"
  && part.clientWidth > 1 && part.textContent.trim() && getComputedStyle(part).textOverflow !== "ellipsis"
).map(part => part.className || part.tagName)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_public_pages_have_no_barrier(transactional_db, live_server, browser, language, scheme):
    call_command("loadsample", verbosity=0)
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()

    found = [barrier for visited in _visited(page, live_server, language) for barrier in visited]

    assert found == []


def _visited(page: Any, live_server: Any, language: str) -> Iterator[Iterator[tuple[str, ...]]]:
    for name, address in public_pages(language).items():
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto(live_server.url + address)
        yield _barriers(page, name)


def _barriers(page: Any, name: str) -> Iterator[tuple[str, ...]]:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for barrier in Axe().run(page).response["violations"]:
            yield name, str(width), barrier["id"], str(barrier["nodes"][0]["target"])
    page.set_viewport_size({"width": 320, "height": 640})  # 1280 px at 400 %
    if page.evaluate(OVERFLOWS):
        yield name, "320", "overflows"
    page.evaluate(WIDER_TEXT)
    if page.evaluate(OVERFLOWS):
        yield name, "320", "overflows with wider text"
    for clipped in page.evaluate(CLIPPED):
        yield name, "320", "clips wider text", clipped


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_keyboard_alone_leads_through_the_page_of_an_event(transactional_db, live_server, page, language):
    """Skip link first; then every stop has a focus one sees, on a target one can hit, that nothing covers."""
    call_command("loadsample", verbosity=0)
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(reduced_motion="reduce")  # a page that glides to its next stop is not there yet
    page.goto(live_server.url + public_pages(language)["events:event_detail"])

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    stops = []
    while (stop := page.evaluate(STOP)) and len(stops) < 400:
        stops.append(stop)
        page.keyboard.press("Tab")

    assert len(stops) > 30
    assert [stop for stop in stops if not (stop["outlined"] and stop["shown"])] == []


STOP = """() => {
  const held = document.activeElement;
  if (!held || held === document.body) return null;
  const style = getComputedStyle(held);
  const box = held.getBoundingClientRect();
  const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    what: held.outerHTML.slice(0, 120),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    shown: box.width > 0 && box.height > 0 && Boolean(over) && (held.contains(over) || over.contains(held)),
  };
}"""
