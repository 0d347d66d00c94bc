"""All that the five articles tell can be read through the API."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

FACTS = [
    # events, titles and their variants
    "الدورة الرابعة للأبواب المفتوحة للأمن الوطني",
    "الشراكة بين المديرية العامة للأمن الوطني ومؤسسات الحكامة: تخليق الحياة العامة",
    "الشراكة التي تجمع المديرية بهيئات حقوق الإنسان والحكامة وتخليق الحياة العامة",
    "أهمية الشراكة بين الأمن الوطني وهيئات الحكامة وحقوق الإنسان",
    "رواق حقوق الإنسان",
    "الحكامة الأمنية على المستوى المحلي",
    "الاستشارات الجهوية مع الأطفال",
    "67 سنة من التحديث المتواصل لمرفق مواطن",
    # sessions
    "شرطة القرب، لماذا وكيف؟",
    "الحكامة الأمنية على المستوى المحلي، أي دور للمنتخبين والجماعات الترابية؟",
    "استراتيجية تعزيز التعاون بين قطاع الأمن والمجتمع المدني",
    "سياسة التواصل في المجال الأمني",
    # people and their titles
    "محمد الأبيض",
    "نجوى أشركي",
    "مراد الراغب",
    "الحبيب بلكوش",
    "سيسيل لاغوت",
    "Cécile Lagoutte",
    "محمد الصديقي",
    "إحسان الحافظي",
    "ميشال جونيو",
    "عمر بنصغير",
    "Omar Bensghir",
    "عبد الغني الفكاك",
    "آمنة بوعياش",
    "عبد اللطيف حموشي",
    "المدير العام للأمن الوطني ولمراقبة التراب الوطني",
    "رئيسة وحدة الدراسات والتقارير بمؤسسة وسيط المملكة",
    "رئيس قسم الأبحاث والدراسات والمراقبة بالمفتشية العامة للأمن الوطني",
    # institutions, former names, misnomers
    "المديرية العامة للأمن الوطني",
    "Direction générale de la Sûreté nationale",
    "المجلس الوطني لحقوق الإنسان",
    "مؤسسة وسيط المملكة",
    "ديوان المظالم",
    "الهيئة الوطنية للنزاهة والوقاية من الرشوة ومحاربتها",
    "الهيئة الوطنية للنزاهة ومحاربة الرشوة",
    "مركز دراسات حقوق الإنسان والديمقراطية",
    "مركز جنيف لحوكمة قطاع الأمن",
    "Geneva Centre for the Democratic Control of Armed Forces",
    "منطقة أمن سيدي البرنوصي",
    "منطقة أمن الحي الحسني",
    "المديرية العامة لمراقبة التراب الوطني",
    # places
    "درب الوداد",
    "إقامة البركة",
    # publication
    "978-9920-9494-2-2",
    "2020MO3457",
    "Imprimerie Bidaoui",
    # what sources say of the date
    "أمس الخميس",
    "عشرات الزوار يوميا",
]
RESOURCES = (
    *("events", "series", "institutions", "speakers", "agreements"),
    *("recommendations", "territories", "topics", "documents"),
)


def everything(client: Client, resource: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    address = f"/api/v1/{resource}/?page_size=100"
    while address:
        page = client.get(address).json()
        rows += page["results"]
        address = page["next"] and page["next"][page["next"].index("/api/") :]
    return rows


@pytest.fixture(scope="module")
def record(sample: None) -> dict[str, list[dict[str, Any]]]:
    return {resource: everything(Client(), resource) for resource in RESOURCES}


def test_every_fact_of_the_articles_is_there(record: dict[str, list[dict[str, Any]]]) -> None:
    text = str(record)
    assert [fact for fact in FACTS if fact not in text] == []


def test_every_request_is_recorded_and_no_follow_up_is_invented(
    record: dict[str, list[dict[str, Any]]],
) -> None:
    assert {row["status"] for row in record["recommendations"]} == {"recorded"}
    assert [row["follow_ups"] for row in record["recommendations"] if row["follow_ups"]] == []


def test_figures_that_conflict_stand_side_by_side(record: dict[str, list[dict[str, Any]]]) -> None:
    edition = next(row for row in record["events"] if row["slug"] == "open-days-2023-fes")
    visitors = [row["value"] for row in edition["counts"] if row["unit"] == "visitors"]
    assert {1_150_000, 344_100, 142_500, 970_000} <= set(visitors)
    assert [row["value"] for row in edition["counts"] if row["unit"] == "visitors" and row["is_chosen"]] == [
        1_150_000
    ]


def test_the_rabat_seminar_has_no_invented_date(record: dict[str, list[dict[str, Any]]]) -> None:
    seminar = next(row for row in record["events"] if row["slug"] == "local-security-governance-rabat-2019")
    start = seminar["start"]
    assert (start["precision"], start["weekday"], start["instant"]) == ("weekday_of_month", 4, None)
    assert (start["earliest"], start["latest"]) == ("2019-12-05", "2019-12-26")
