"""The Fès seminar, entered in Arabic from the keyboard alone, as an experienced typist would: under five minutes."""

import re

import pytest
from django.contrib.auth import get_user_model

from events.models import Event
from tests.browser.keyboard import Typist

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
INSTITUTIONS = (("DGSN", "الجهة المنظمة"), ("CNDH", "شريك"), ("وسيط", "شريك"), ("INPPLC", "شريك"))
SPEAKERS: tuple[dict[str, str], ...] = (
    {
        "person": "الأبيض",
        "institution": "المفتشية العامة",
        "title_ar": "رئيس قسم الأبحاث والدراسات والمراقبة بالمفتشية العامة للأمن الوطني",
        "rank_ar": "مراقب عام",
    },
    {
        "person": "أشركي",
        "institution": "وسيط",
        "title_ar": "رئيسة وحدة الدراسات والتقارير بمؤسسة وسيط المملكة",
    },
    {"person": "الراغب", "institution": "CNDH"},
    {"institution": "INPPLC", "title_ar": "ممثل الهيئة الوطنية للنزاهة والوقاية من الرشوة ومحاربتها"},
    {"institution": "الشرطة القضائية", "title_ar": "ممثلة الشرطة القضائية"},
)
TITLE = "الشراكة بين الأمن الوطني وهيئات الحكامة وحقوق الإنسان"


def test_seminar_is_entered_from_the_keyboard_in_five_minutes(
    sample, live_server, page, console_errors, settings
):
    settings.DEMO = True
    Event.objects.filter(slug="partnership-dgsn-governance-fes-2023").update(
        super_event=None, starts_on="2013-05-17"
    )
    get_user_model().objects.create_superuser("typist", password="a long enough word")
    typist = Typist(page)
    page.goto(f"{live_server.url}/admin/events/event/add/")
    page.locator("#id_username").fill("typist")
    page.locator("#id_password").fill("a long enough word")
    page.keyboard.press("Enter")
    page.locator("#event_form").wait_for()

    typist.write("name_ar", TITLE)
    typist.pick("kind", "ندوة")
    typist.write("kind_wording_ar", "ندوة وطنية")
    typist.write("starts_on", "17/5/2023")
    typist.pick("starts_half_day", "مساء")
    typist.choose("territory", "فاس")
    typist.choose("super_event", "الأبواب المفتوحة")
    for number, (institution, role) in enumerate(INSTITUTIONS):
        if number:
            typist.add_row("involvements")
        typist.choose(f"involvements-{number}-institution", institution)
        typist.pick(f"involvements-{number}-role", role)
    for number, speaker in enumerate(SPEAKERS):
        if number:
            typist.add_row("speakers")
        for column, text in speaker.items():
            enter = typist.choose if column in {"person", "institution"} else typist.write
            enter(f"speakers-{number}-{column}", text)
    typist.press("Enter")
    page.wait_for_url(re.compile(r"/admin/events/event/(\?.*)?$"))

    event = Event.objects.get(name_ar=TITLE)
    assert (str(event.starts_on), event.starts_half_day, event.kind) == ("2023-05-17", "evening", "seminar")
    assert event.territory.slug == "fes"
    assert [(row.institution.acronym, row.role) for row in event.involvements.order_by("position", "pk")] == [
        ("DGSN", "organizer"),
        ("CNDH", "partner"),
        ("IMR", "partner"),
        ("INPPLC", "partner"),
    ]
    assert [speaker.person and speaker.person.name_ar for speaker in event.speakers.order_by("position", "pk")] == [
        "محمد الأبيض", "نجوى أشركي", "مراد الراغب", None, None
    ]  # fmt: skip
    assert typist.minutes < 5, f"{typist.keys} keys"
    assert console_errors == []
