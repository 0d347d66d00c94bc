"""A visit in a real browser: home, list, filter by city, event, speaker, institution; and no console error."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "ar": {"dir": "rtl", "seminar": "الشراكة بين المديرية العامة للأمن الوطني ومؤسسات الحكامة"},
    "fr": {"dir": "ltr", "seminar": "et les institutions de gouvernance"},
}


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_visitor_walks_from_home_to_an_institution(
    sample, live_server, page, console_errors, language, width
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/{language}/")
    assert page.locator("html").get_attribute("dir") == WORDS[language]["dir"]

    if width < 992:
        page.locator(".menu-btn").click()
    page.locator(f'#menu a[href="/{language}/events/"]').click()
    if width < 992:
        page.locator(".filters__btn").click()
    page.locator('input[name="territory"][value="fes"]').check()
    page.locator('#filters button[type="submit"]').click()
    page.locator("#chips").wait_for()  # the list answers in place
    assert "territory=fes" in page.url

    page.locator("main .row__title").get_by_role("link", name=WORDS[language]["seminar"]).click()
    assert page.url.endswith("/events/partnership-dgsn-governance-fes-2023/")
    page.locator("#speakers .person__name a").first.click()
    assert "/speakers/" in page.url
    page.locator(".asrole a, .row__title a").first.wait_for()

    page.go_back()
    page.locator("#partners .org__name a").first.click()
    assert "/institutions/" in page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert console_errors == []
