"""The editor of rich texts and the page of translations, from the keyboard, under the site's own security policy."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse

from institutions.models import Institution
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Any, client: Any, live_server: Any) -> Any:
    client.force_login(get_user_model().objects.create_superuser("editor"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_a_rich_text_is_written_from_the_keyboard_and_read_by_the_public(
    desk, live_server, console_errors, width
):
    institution = make.institution(description_ar="")
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(live_server.url + reverse("admin:institutions_institution_change", args=[institution.pk]))
    desk.locator("[contenteditable=true][lang=ar]").wait_for()  # until then the plain field stands there
    text = desk.get_by_role("textbox", name="الوصف (العربية)")
    assert (text.get_attribute("lang"), text.get_attribute("dir")) == ("ar", "rtl")

    text.focus()
    desk.keyboard.type("وصف")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Alt+F10")
    desk.get_by_role("button", name="عنوان", exact=True).press("Enter")
    desk.keyboard.type("البرنامج")
    desk.keyboard.press("Enter")
    desk.keyboard.type("- جلسة ")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("عامة")
    desk.keyboard.press("Control+b")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("https://example.ma/")
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.get_by_role("button", name="احفظ", exact=True).press("Enter")
    desk.locator(".messagelist").wait_for()

    assert Institution.objects.get().description_ar == (
        "<p>وصف</p><h3>البرنامج</h3><ul><li>جلسة <strong>عامة"
        '</strong><a href="https://example.ma/" rel="noopener">https://example.ma/</a></li></ul>'
    )
    desk.goto(f"{live_server.url}/ar/institutions/{institution.slug}/")
    desk.locator(".prose ul strong", has_text="عامة").wait_for()
    assert console_errors == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_translation_is_written_beside_its_source(desk, live_server, console_errors, width):
    event = make.event(name_ar="ندوة", name_fr="", publication_state="draft")
    desk.set_viewport_size({"width": width, "height": 900})

    desk.goto(f"{live_server.url}{reverse('admin:events_event_translations', args=[event.pk])}?to=fr")
    field = desk.get_by_label("العنوان الرسمي")
    assert (field.get_attribute("lang"), field.get_attribute("dir")) == ("fr", "ltr")
    field.fill("Séminaire")
    desk.get_by_role("button", name="احفظ", exact=True).press("Enter")
    desk.locator(".messagelist").wait_for()

    event.refresh_from_db()
    assert event.name_fr == "Séminaire"
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert console_errors == []
