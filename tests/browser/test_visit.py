"""The life of a visit: a misspelt search, one of its kinds, an event, the calendar, the list kept up to date, paper."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VISITS = {
    "ar": {"typed": "البرنوسي", "meant": "برنوصي", "event": "سيدي البرنوصي"},
    "fr": {"typed": "bernouzzi", "meant": "Bernoussi", "event": "Sidi Bernoussi"},
}


@pytest.mark.parametrize(("language", "width"), [("ar", 390), ("fr", 1280)])
def test_misspelt_search_leads_to_an_event_in_the_calendar_and_on_paper(
    sample, live_server, page, console_errors, language, width
):
    words = VISITS[language]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/{language}/")

    page.locator("#q-home").fill(words["typed"])
    page.keyboard.press("Enter")
    page.get_by_role("link", name=words["meant"], exact=True).click()
    if width < 992:
        page.locator(".filters__btn").click()
    page.locator(".facet a[href*='kind=event']").click()
    assert "kind=event" in page.url
    page.locator(".hit a", has_text=words["event"]).first.click()
    page.locator(".pagehead h1", has_text=words["event"]).wait_for()

    page.locator("details:has(a[href$='.ics']) > summary").click()
    with page.expect_download() as kept:
        page.locator("a[href$='.ics']").click()
    assert "BEGIN:VEVENT" in Path(kept.value.path()).read_text()
    paper = PdfReader(BytesIO(page.pdf()))
    assert len(paper.pages) >= 1
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator(".actions, #menu, .search").filter(visible=True).count()
    page.emulate_media(media="screen")

    page.locator(".crumbs a[href$='/events/']").click()
    page.locator("a[href='#take']").click()
    assert page.locator("a[href^='webcal:']").is_visible()
    assert console_errors == []
