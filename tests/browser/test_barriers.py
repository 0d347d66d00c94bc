"""No page of the public has a barrier: axe-core, reflow at 320 px, wider text, focus that shows.

One visit of the sample in each language; every page is read wide and narrow, in light and in dark, on the way.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from portal.away import away
from portal.pages.errors import bad_request, forbidden, server_error
from tests.browser import axe
from tests.public_pages import frames, public_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# WCAG 2.2 1.4.12: what a reader may set without losing text.
WIDER_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; word-spacing: .16em !important; }
    html:not([dir=rtl]) * { letter-spacing: .12em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
# WCAG 2.2 1.4.4: letters twice as large in a window that stays as it is.
LARGER_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html { font-size: 200% !important; }");
  document.adoptedStyleSheets = [sheet];
}"""
OVERFLOWS = "document.documentElement.scrollWidth > innerWidth"
CLIPPED = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(part =>
  part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === "hidden"
  && part.clientWidth > 1 && part.textContent.trim() && getComputedStyle(part).textOverflow !== "ellipsis"
).map(part => part.className || part.tagName)"""


READINGS = (
    ("light", 1280, axe.EVERYTHING),
    ("light", 390, axe.EVERYTHING),
    ("dark", 390, axe.COLOURS),
    ("dark", 1280, axe.COLOURS),
)
ERRORS = (bad_request, forbidden, server_error, away)  # 404 has an address


@pytest.mark.long
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_public_pages_have_no_barrier(sample, live_server, browser, language):
    """Each page is loaded once: read in light, wide and narrow; then in dark, where only colours are others."""
    page = browser.new_context().new_page()

    found = [
        barrier
        for name, address in (public_pages(language) | frames(language)).items()
        for barrier in _barriers(_opened(page, live_server.url + address), name)
    ]

    assert found == []


def test_pages_of_errors_have_no_barrier(transactional_db, live_server, page):
    """Written into a page of the site: no address leads to them."""
    page.goto(live_server.url + "/ar/about/")
    request = RequestFactory().get("/ar/")
    request.user = AnonymousUser()

    found = []
    for error in ERRORS:
        page.set_content(error(request).content.decode())
        found += _barriers(page, error.__name__)

    assert found == []


def test_pages_in_amazigh_have_no_barrier(sample, live_server, page):
    pages = public_pages("zgh")

    found = [
        barrier
        for name in ("home", "events:event_detail")
        for barrier in _barriers(_opened(page, live_server.url + pages[name]), name)
    ]

    assert found == []


def _opened(page: Any, address: str) -> Any:
    page.emulate_media(color_scheme="light")
    page.goto(address)
    return page


def _barriers(page: Any, name: str) -> list[tuple[str, ...]]:
    found = []
    axe.get_ready(page)
    for scheme, width, options in READINGS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        found += [(name, scheme, str(width), *barrier) for barrier in axe.violations(page, options)]
    return found + list(_reflow(page, name))


def _reflow(page: Any, name: str) -> Iterator[tuple[str, ...]]:
    page.set_viewport_size({"width": 320, "height": 640})  # 1280 px at 400 %
    if page.evaluate(OVERFLOWS):
        yield name, "320", "overflows"
    page.evaluate(WIDER_TEXT)
    if page.evaluate(OVERFLOWS):
        yield name, "320", "overflows with wider text"
    for clipped in page.evaluate(CLIPPED):
        yield name, "320", "clips wider text", clipped
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(LARGER_TEXT)
    if page.evaluate(OVERFLOWS):
        yield name, "1280", "overflows with larger text"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_keyboard_alone_leads_through_the_page_of_an_event(sample, live_server, page, language):
    """Skip link first; then every stop has a focus one sees, on a target one can hit, that nothing covers."""
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(reduced_motion="reduce")  # a page that glides to its next stop is not there yet
    page.goto(live_server.url + public_pages(language)["events:event_detail"])

    page.evaluate(
        "document.fonts.ready.then(() => true)"
    )  # letters of another width move the lines below them

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    stops = []
    while (stop := page.evaluate(STOP)) and len(stops) < 400:
        stops.append(stop)
        page.keyboard.press("Tab")

    assert len(stops) > 30
    assert [stop for stop in stops if not (stop["outlined"] and stop["shown"])] == []


STOP = """async () => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const held = document.activeElement;
  if (!held || held === document.body) return null;
  const isShown = () => {
    // Of a link over two lines, each: the middle of the box around them may belong to the link beside it.
    const boxes = [...held.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    return boxes.length > 0 && boxes.every((box) => {
      const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return Boolean(over) && (held.contains(over) || over.contains(held));
    });
  };
  // A busy machine takes some frames to bring the stop to its place; one that is covered stays so.
  let shown = false;
  for (let frames = 0; frames < 120 && !shown; frames++) {
    await frame();
    await frame();
    shown = isShown();
  }
  const style = getComputedStyle(held);
  return {
    what: held.outerHTML.slice(0, 120),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    shown,
  };
}"""
