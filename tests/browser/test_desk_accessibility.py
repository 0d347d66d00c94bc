"""axe-core finds nothing on the pages of the staff, in Arabic and French, wide and narrow."""

import pytest
from django.contrib.auth import get_user_model

from events.models import Event
from history.recording import Verb, recording
from tests.browser import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long enough word"
PAGES = (
    "/admin/",
    "/admin/events/event/",
    "/admin/events/event/add/",
    "/admin/events/event/{event}/change/",
    "/admin/events/event/{event}/history/",
    "/admin/events/event/{event}/restore/1/",
    "/admin/events/event/{event}/translations/?from=ar&to=fr",
    "/admin/events/event/{event}/copy/",
    "/admin/events/event/{event}/photos/",
    "/admin/exchange/importbatch/add/",
    "/admin/history/pendingrevision/",
    "/admin/account/",
)


@pytest.mark.long
@pytest.mark.parametrize(("language", "width"), [("ar", 1280), ("ar", 390), ("fr", 1280)])
def test_staff_pages_have_no_barrier(sample, live_server, page, language, width):
    user = get_user_model().objects.create_superuser("editor", password=PASSWORD)
    event = Event.objects.get(slug="sidi-bernoussi-meeting-2014")
    with recording(event, by=user, verb=Verb.CHANGED):
        Event.objects.filter(pk=event.pk).update(slogan_ar="شعار")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/admin/")
    page.locator("#id_username").fill("editor")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator(f"button[name=language][value={language}]").click()
    page.locator(f"html[lang={language}]").wait_for(state="attached")

    found = {}
    for address in PAGES:
        page.goto(live_server.url + address.format(event=event.pk))
        axe.get_ready(page)
        found |= {(address, rule): target for rule, target in axe.violations(page)}
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

    assert found == {}
