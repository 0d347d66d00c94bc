"""A visit in a real browser: home, list, filter by city, event, speaker, institution; and no console error."""

import re

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "ar": {"events": "المواعيد", "show": "عرض المواعيد", "city": "فاس", "dir": "rtl"},
    "fr": {"events": "Rencontres", "show": "Afficher les rencontres", "city": "Fès", "dir": "ltr"},
}
SEMINAR = "الشراكة بين المديرية العامة للأمن الوطني ومؤسسات الحكامة: تخليق الحياة العامة"


@pytest.fixture
def record(transactional_db):
    call_command("loadsample", verbosity=0)


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_visitor_walks_from_home_to_an_institution(
    record, live_server, page, console_errors, language, width
):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/{language}/")
    assert page.locator("html").get_attribute("dir") == WORDS[language]["dir"]

    page.goto(f"{live_server.url}/{language}/events/")
    if width < 992:
        page.locator(".filters__btn").click()
    page.locator('input[name="territory"][value="fes"]').check()
    page.locator('#filters button[type="submit"]').click()
    assert "territory=fes" in page.url

    page.get_by_role(
        "link", name=re.compile(SEMINAR if language == "ar" else "gouvernance|" + SEMINAR)
    ).first.click()
    page.locator("#speakers .person__name a").first.click()
    assert "/speakers/" in page.url
    page.locator(".asrole a, .row__title a").first.wait_for()

    page.go_back()
    page.locator("#partners .org__name a").first.click()
    assert "/institutions/" in page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert console_errors == []
