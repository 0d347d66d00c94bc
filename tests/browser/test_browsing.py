"""Filters that answer in place, and the month: in a real browser, wide and narrow, right to left and left to right."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAID = {"ar": "موعدان من أصل 8", "fr": "2 rencontres sur 8"}
ALL = {"ar": "8 مواعيد", "fr": "8 rencontres"}
DAY = {"ar": "اليوم 2 من 5", "fr": "jour 2 sur 5"}


@pytest.mark.parametrize(("language", "width"), [("ar", 1280), ("fr", 390)])
def test_filters_answer_in_place_and_the_month_keeps_them(
    sample, live_server, page, console_errors, language, width
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/{language}/events/")
    page.evaluate("window.same = true")
    if width < 992:
        page.locator(".filters__btn").click()

    # a filter: the address, the list and what is said follow; the focus and the page stay
    page.locator("#f-kind-seminar").check()
    page.locator("#chips").wait_for(state="attached")
    assert page.url.endswith(f"/{language}/events/?kind=seminar")
    assert page.locator("#said").text_content() == SAID[language]
    assert page.evaluate("[window.same, document.activeElement.id]") == [True, "f-kind-seminar"]

    # a chip undoes it, the way back brings it again
    page.keyboard.press("Escape")  # closes the drawer of a phone
    page.locator("#chips .chip--on").click()
    page.locator("#chips").wait_for(state="detached")
    assert page.locator("#results").text_content() == ALL[language]
    assert page.evaluate("document.activeElement.id") == "results"
    page.go_back()
    page.locator("#chips").wait_for()
    assert page.locator("#f-kind-seminar").is_checked()
    assert page.locator("#found .row").count() == 2
    assert page.evaluate("window.same")

    # the month of the same question, then without it
    page.goto(f"{live_server.url}/{language}/calendar/2023/05/?kind=seminar&kind=open_days")
    assert page.locator(".cal__ev:visible").count() == 6
    second = page.locator('td:has(time[datetime="2023-05-18"]) .cal__ev a')
    assert DAY[language] in second.text_content()
    second.focus()
    assert page.evaluate("document.activeElement.getBoundingClientRect().width > 20")
    boxes = [cell.bounding_box() for cell in page.locator(".cal td.has").all()]
    in_a_row = len({round(box["y"]) for box in boxes}) == 1
    assert in_a_row == (width >= 992)  # a table, or below 62rem a list of the days with events
    first, last = boxes[0]["x"], boxes[-1]["x"]
    assert (first > last) == (language == "ar" and in_a_row)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator('.calnav a[rel="prev"]').click()
    assert page.url.endswith("?kind=open_days&kind=seminar")
    assert console_errors == []
