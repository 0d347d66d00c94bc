"""A search box takes only an answer to what is typed, however quick the Enter key and slow the network."""

import pytest
from django.contrib.auth import get_user_model

from tests.browser.keyboard import Typist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CITY = "فاس"


def test_an_enter_before_the_answer_takes_none_of_the_answers_before(
    sample, live_server, page, console_errors, settings
):
    settings.DEMO = True
    get_user_model().objects.create_superuser("typist", password="a long enough word")
    page.goto(f"{live_server.url}/admin/events/event/add/")
    page.locator("#id_username").fill("typist")
    page.locator("#id_password").fill("a long enough word")
    page.keyboard.press("Enter")
    page.locator("#event_form").wait_for()

    typist = Typist(page)
    typist.go_to("territory")
    typist.press("Enter")
    page.locator(".select2-results__option--highlighted:not(.loading-results)").wait_for()  # of all places
    held = []

    def hold(route):  # playwright asks for a function of ours: a method of the list has no name it can keep
        held.append(route)

    page.route("**/autocomplete/**", hold)
    with page.expect_request("**/autocomplete/**"):
        typist.type(CITY)
    typist.press("Enter")
    assert page.locator("#id_territory").input_value() == ""

    for route in held:
        route.continue_()
    answers = page.locator(".select2-results__options:not(:has(.loading-results))")
    answers.locator(".select2-results__option--highlighted", has_text=CITY).wait_for()
    typist.press("Enter")
    chosen = page.locator("#id_territory option:checked")
    assert CITY in (chosen.text_content() or "")
    assert console_errors == []
