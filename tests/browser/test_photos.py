"""Photos dropped on the form of an event in a real browser: what was typed stays, what is refused says why."""

import pytest
from django.conf import settings
from django.test import Client

from tests import factories as make
from tests.events import hostile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILES = [
    {"name": "صورة.jpg", "mimeType": "image/jpeg", "buffer": hostile.located_jpeg()},
    {"name": "plan.png", "mimeType": "image/png", "buffer": hostile.SVG},
]


@pytest.fixture
def event(page, live_server):
    """A draft, with its editor signed in."""
    house, drafted = make.police(), make.draft()
    make.involvement(event=drafted, institution=house)
    signed_in = Client()
    signed_in.force_login(make.staff_member("editor", "publisher", of=house))
    cookie = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return drafted


def test_dropped_photos_become_rows_beside_what_was_typed(page, live_server, event):
    page.goto(f"{live_server.url}/admin/events/event/{event.pk}/change/")
    page.locator("#id_name_ar").fill("عنوان كتب قبل الإسقاط")

    page.set_input_files(".photo-drop-input", FILES)
    page.locator(".photo-drop .is-refused").filter(has_text="صيغة SVG مرفوضة").wait_for()
    page.locator("#photos-0 .photo-preview").wait_for()
    assert page.locator("#id_name_ar").input_value() == "عنوان كتب قبل الإسقاط"

    page.locator("#id_photos-0-alt_ar").fill("متدخلون على المنصة")
    page.locator("#id_photos-0-credit").fill("المديرية العامة للأمن الوطني")
    page.locator("[name=_continue]").click()
    page.locator(".messagelist .success").wait_for()

    event.refresh_from_db()
    photo = event.photos.get()
    assert (event.name_ar, photo.alt_ar, photo.width) == ("عنوان كتب قبل الإسقاط", "متدخلون على المنصة", 400)
