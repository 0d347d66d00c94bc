"""The life of an entry in Arabic: entered, sent back, corrected, published, edited by two, corrected in public."""

import re
from typing import Any

import pytest

from events.models import Event
from institutions.models import Institution
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long enough word"
TITLE = "لقاء تواصلي حول أمن القرب بحي السلام"


def staff(name: str, role: str) -> None:
    user = factories.staff_member(name, role, of=Institution.objects.get(slug="dgsn"))
    user.set_password(PASSWORD)
    user.save()


def window_of(browser: Any, base: str, name: str) -> Any:
    page = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/admin/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#user-tools").wait_for()
    assert page.locator("html").get_attribute("dir") == "rtl"
    return page


def press(page: Any, name: str) -> None:
    """Press a button of the form and wait for the next page."""
    with page.expect_navigation():
        page.locator(f"[name={name}]").first.click()


@pytest.mark.long
def test_life_of_an_entry(sample, live_server, browser):
    for name, role in (
        ("author", "author"),
        ("reviewer", "reviewer"),
        ("houda", "publisher"),
        ("karim", "publisher"),
    ):
        staff(name, role)
    author, reviewer, houda, karim = (
        window_of(browser, live_server.url, name) for name in ("author", "reviewer", "houda", "karim")
    )

    # The author enters and submits
    author.goto("/admin/events/event/add/")
    author.locator("[name=name_ar]").fill(TITLE)
    author.locator("[name=kind]").select_option("community_meeting")
    author.locator("[name=starts_on]").fill("3/12/2026")
    author.locator("[name=place_kind]").select_option("nationwide")
    press(author, "_submit_for_review")
    event = Event.objects.get(name_ar=TITLE)
    form = f"/admin/events/event/{event.pk}/change/"
    assert event.publication_state == "in_review"
    assert author.request.get(f"/ar/events/{event.slug}/").status == 404

    # The reviewer refuses with a reason
    reviewer.goto(form)
    press(reviewer, "_refuse")
    reviewer.locator("[name=reason]").fill("المكان معروف: حي السلام بالدار البيضاء")
    with reviewer.expect_navigation():
        reviewer.locator("form [type=submit]").last.click()

    # The author reads it, corrects and submits again
    author.goto(form)
    assert "المكان معروف: حي السلام بالدار البيضاء" in author.locator("#content").inner_text()
    author.locator("[name=place_words_ar]").fill("دار الشباب بحي السلام")
    press(author, "_submit_for_review")

    # A publisher publishes
    houda.goto(form)
    press(houda, "_publish")
    public = f"/ar/events/{event.slug}/"
    assert houda.request.get(public).status == 200

    # Two edit at once: the second is shown both
    houda.goto(form)
    karim.goto(form)
    houda.locator("[name=kind_wording_ar]").fill("لقاء مفتوح")
    press(houda, "_save")
    karim.locator("[name=starts_on]").fill("4/12/2026")
    karim.locator("[name=kind_wording_ar]").fill("لقاء موسع")
    press(karim, "_save")
    shown = karim.locator("#content").inner_text()
    assert "لقاء مفتوح" in shown
    assert "لقاء موسع" in shown
    karim.locator("fieldset", has_text="لقاء موسع").locator("[value=theirs]").check()
    karim.locator("[name=_change_reason]").fill("تأجل اللقاء يوما حسب بلاغ المنظمين")
    with karim.expect_navigation():
        karim.locator("form [type=submit].default").click()

    # The correction is public
    event.refresh_from_db()
    assert (event.kind_wording_ar, str(event.starts_on)) == ("لقاء مفتوح", "2026-12-04")
    visitor = browser.new_context(base_url=live_server.url).new_page()
    visitor.goto(public)
    said = re.sub(r"\s+", " ", visitor.locator("main").inner_text())
    assert "تأجل اللقاء يوما حسب بلاغ المنظمين" in said
    assert "3 دجنبر 2026" in said
    assert "4 دجنبر 2026" in said


def test_author_changes_what_is_published_only_after_approval(sample, live_server, browser):
    staff("author", "author")
    staff("houda", "publisher")
    event = Event.objects.get(slug="partnership-dgsn-governance-fes-2023")
    author, houda = (window_of(browser, live_server.url, name) for name in ("author", "houda"))

    author.goto(f"/admin/events/event/{event.pk}/change/")
    author.locator("[name=kind_wording_ar]").fill("ندوة وطنية كبرى")
    press(author, "_save")

    visitor = browser.new_context(base_url=live_server.url).new_page()
    visitor.goto(f"/ar/events/{event.slug}/")
    assert "ندوة وطنية كبرى" not in visitor.locator("main").inner_text()

    houda.goto("/admin/")
    houda.locator("#content a[href*='/history/pendingrevision/']").first.click()
    if houda.url.endswith("/pendingrevision/") or "?" in houda.url:
        houda.locator("#result_list tbody th a").first.click()
    houda.locator("[name=_approve]").wait_for()
    assert "ندوة وطنية كبرى" in houda.locator("#content").inner_text()
    press(houda, "_approve")

    visitor.reload()
    assert "ندوة وطنية كبرى" in visitor.locator("main").inner_text()
