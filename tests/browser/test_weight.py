"""What a first visit costs a reader on a telephone, as a browser fetches it: bytes, requests, and what moves."""

import gzip
from collections.abc import Iterable
from typing import Any

import pytest

from tests.public_pages import public_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KB = 1000
PACKED = (".woff2", ".webp", ".png")  # not compressed again on the way
SHIFT = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) moved += entry.value; })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(moved), 100);
})"""


def weight(response: Any) -> int:
    body = response.body()
    return len(body) if response.url.endswith(PACKED) else len(gzip.compress(body, 9))


def visit(page: Any, address: str, held: Iterable[str] = ()) -> dict[str, int]:
    """The bytes of each file that was fetched, by its address; ``held`` are those of an earlier page."""
    fetched: list[Any] = []

    def note(response: Any) -> None:
        fetched.append(response)

    page.on("response", note)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", note)
    return {response.url: weight(response) for response in fetched if response.url not in held}


def of(fetched: dict[str, int], ending: str) -> int:
    return sum(size for url, size in fetched.items() if url.endswith(ending))


@pytest.mark.parametrize("language", ["ar", "fr", "zgh"])
def test_a_visit_stays_within_its_budget(sample, live_server, browser, language):
    pages = public_pages(language)
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()

    first = visit(page, live_server.url + pages["events:event_detail"])
    moved = page.evaluate(SHIFT)
    second = visit(page, live_server.url + pages["institution"], held=first)

    assert [url for url in first if not url.startswith(live_server.url)] == []
    assert len(first) <= 10, first
    assert sum(first.values()) <= 110 * KB, first
    assert of(first, ".css") <= 25 * KB
    assert of(first, ".js") <= 10 * KB
    assert moved <= 0.02
    assert sum(second.values()) <= 15 * KB, second


def test_what_is_said_of_an_event_is_said_without_scripts(sample, live_server, browser):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()

    page.goto(live_server.url + public_pages("ar")["events:event_detail"])
    page.get_by_role("button", name="القائمة").click()

    assert page.locator("#menu a").first.is_visible()
    assert page.locator("#speakers li").count() > 1
