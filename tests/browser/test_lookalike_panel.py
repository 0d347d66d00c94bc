"""The question «Is it one of these?», while typing and after saving, answered from the keyboard."""

import pytest
from django.contrib.auth import get_user_model

from events.models import DistinctPair, Event
from tests.browser.keyboard import Typist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "أهمية الشراكة بين الأمن الوطني وهيئات الحكامة وحقوق الإنسان"


@pytest.mark.parametrize("width", [1280, 390])
def test_look_alike_is_told_while_typing_and_answered_with_the_space_bar(
    sample, live_server, page, console_errors, settings, width
):
    settings.DEMO = True
    get_user_model().objects.create_superuser("typist", password="a long enough word")
    page.set_viewport_size({"width": width, "height": 900})
    typist = Typist(page)
    page.goto(f"{live_server.url}/admin/events/event/add/")
    page.locator("#id_username").fill("typist")
    page.locator("#id_password").fill("a long enough word")
    page.keyboard.press("Enter")
    page.locator("#event_form").wait_for()

    typist.write("name_ar", TITLE)
    typist.pick("kind", "ندوة")
    typist.write("starts_on", "17/5/2023")
    typist.choose("territory", "فاس")
    typist.choose("involvements-0-institution", "DGSN")
    told = page.locator("#lookalike-live summary")
    told.wait_for()
    typist.write("speakers-0-title_ar", "ممثلة للشرطة القضائية")
    page.keyboard.press("Enter")
    page.locator("#lookalikes").wait_for()

    record = Event.objects.get(slug="partnership-dgsn-governance-fes-2023")
    assert page.locator("[name=name_ar]").input_value() == TITLE
    answer = page.locator(f"[name=lookalike_{record.pk}][value=different]")
    answer.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")

    assert Event.objects.get(name_ar=TITLE).publication_state == "draft"
    assert DistinctPair.objects.get().first == record
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert console_errors == []
