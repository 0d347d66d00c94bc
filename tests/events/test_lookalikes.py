"""Events entered twice are found, events that merely resemble each other do not shout, and nothing leaks."""

from dataclasses import dataclass
from datetime import date, time
from itertools import combinations
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.lookalikes import THRESHOLD, Sketch, compare, lookalikes, remember_different, sketch_of
from events.models import DistinctPair, Event, EventLink
from events.sample_data import load_sample
from events.titles_compared import common, likeness
from institutions.models import Institution, Membership, Person, Territory
from tests import factories as make

pytestmark = pytest.mark.django_db

PRECISION_ASKED = 0.9
RECALL_ASKED = 0.95


# The labelled pairs -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Report:
    """An event as one source tells of it, typed by somebody who does not know the record."""

    titles: tuple[tuple[str, str], ...] = ()
    days: tuple[date, date] | None = None
    exact: bool = True
    at: time | None = None
    place: str = ""  # HCP code
    kind: str = ""
    bodies: tuple[tuple[str, str], ...] = ()  # slug and role
    people: tuple[str, ...] = ()
    part_of: str = ""
    series: str = ""
    edition: int | None = None


def day(text: str) -> tuple[date, date]:
    return date.fromisoformat(text), date.fromisoformat(text)


DGSN, CNDH, CEDHD = ("dgsn", "organizer"), ("cndh", "organizer"), ("cedhd", "organizer")
FES, RABAT, CASABLANCA, BERNOUSSI, MEKNES = "03.231", "04.421", "06.141", "06.141.01.51", "03.061"
SEMINAR = "partnership-dgsn-governance-fes-2023"
OPEN_DAYS = "open-days-2023-fes"
STAND = "human-rights-stand-fes-2023"
RABAT_SEMINAR = "local-security-governance-rabat-2019"
BERNOUSSI_MEETING = "sidi-bernoussi-meeting-2014"
MAY_2023 = (date(2023, 5, 17), date(2023, 5, 21))
DECEMBER_2019 = (date(2019, 12, 5), date(2019, 12, 26))

# What each source says of an event of the record, as facts.yaml has it; the contradictions are theirs.
THE_SAME = [
    # 000 knows the headline's wording, two speakers and the evening
    (
        SEMINAR,
        Report(
            titles=(("ar", "أهمية الشراكة بين الأمن الوطني وهيئات الحكامة وحقوق الإنسان"),),
            days=day("2023-05-17"), place=FES, kind="seminar", bodies=(DGSN,),
            people=("mohammed-al-abiad", "najwa-achraki"),
        ),
    ),
    # 000, its body, entered by somebody who names nobody
    (
        SEMINAR,
        Report(
            titles=(("ar", "الشراكة التي تجمع المديرية بهيئات حقوق الإنسان والحكامة وتخليق الحياة العامة"),),
            days=day("2023-05-17"), place=FES, kind="seminar", bodies=(DGSN,),
        ),
    ),
    # 004, by the CNDH, which speaks of itself
    (
        SEMINAR,
        Report(
            titles=(("ar", "الشراكة بين المديرية العامة للأمن الوطني ومؤسسات الحكامة: تخليق الحياة العامة"),),
            days=day("2023-05-17"), place=FES, kind="conference", bodies=(CNDH,), people=("mourad-al-raghib",),
        ),
    ),
    # le360, in French, with the day of its publication
    (
        SEMINAR,
        Report(
            titles=(
                ("fr", "Partenariat entre la DGSN et les institutions de gouvernance : moraliser la vie publique"),
            ),
            days=day("2023-05-18"), place=FES, kind="seminar", bodies=(DGSN,),
        ),
    ),
    # 001: a headline that shares no word with the title, the Thursday it thinks of, five speakers
    (
        RABAT_SEMINAR,
        Report(
            titles=(("ar", "خبراء مغاربة وأجانب في الأمن يناقشون إشكاليات أمن القرب"),),
            days=DECEMBER_2019, exact=False, place=RABAT, kind="seminar", bodies=(CEDHD, ("dcaf", "partner")),
            people=("habib-belkouch", "mohammed-sadiqi-rabat", "ihsan-al-hafidi", "omar-bensghir"),
        ),
    ),
    # 003: one Thursday of that month, two speakers
    (
        RABAT_SEMINAR,
        Report(
            titles=(("ar", "الحكامة الأمنية: ندوة تجمع خبراء مغاربة وأجانب"),),
            days=day("2019-12-12"), place=RABAT, kind="seminar", bodies=(CEDHD, ("dcaf", "joint_organizer")),
            people=("habib-belkouch", "cecile-lagoutte"),
        ),
    ),
    # typed in haste: no hamza, no dots, a letter let slip
    (
        RABAT_SEMINAR,
        Report(
            titles=(("ar", "الحكامه الامنية علي المستوى المحلى"),),
            days=(date(2019, 12, 1), date(2019, 12, 31)), exact=False, place=RABAT, kind="study_day",
        ),
    ),
    # the proceedings, in French
    (
        RABAT_SEMINAR,
        Report(
            titles=(("fr", "Gouvernance du secteur de la sécurité au niveau local"),),
            days=(date(2019, 12, 1), date(2019, 12, 31)), exact=False, place=RABAT, bodies=(("dcaf", "organizer"),),
        ),
    ),
    # anfaspress: no title, the city only
    (
        BERNOUSSI_MEETING,
        Report(
            days=day("2014-08-07"), place=CASABLANCA, kind="community_meeting",
            bodies=(("sidi-bernoussi-police-district", "organizer"),), people=("abdelghani-al-fakkak",),
        ),
    ),
    # Al Maghribia: the day it was printed, the DGSN instead of its unit
    (
        BERNOUSSI_MEETING,
        Report(
            titles=(("ar", "لقاء تواصلي مع جمعيات سيدي البرنوصي"),),
            days=day("2014-08-08"), place=BERNOUSSI, kind="open_meeting", bodies=(DGSN,),
            people=("abdelghani-al-fakkak",),
        ),
    ),
    (
        "hay-hassani-meeting-2014",
        Report(
            days=day("2014-08-07"), place="06.141.01.30", kind="community_meeting",
            bodies=(("hay-hassani-police-district", "organizer"),),
        ),
    ),
    # barlamane: another title, no edition
    (
        OPEN_DAYS,
        Report(
            titles=(("ar", "أيام الأبواب المفتوحة للأمن الوطني بفاس"),),
            days=MAY_2023, place=FES, kind="open_days", bodies=(DGSN,),
        ),
    ),
    # with the private opening of the evening before
    (
        OPEN_DAYS,
        Report(
            titles=(("ar", "الأبواب المفتوحة للأمن الوطني"), ("fr", "Portes ouvertes de la DGSN")),
            days=(date(2023, 5, 16), date(2023, 5, 21)), place=FES, kind="open_days", bodies=(DGSN,),
            series="national-security-open-days", edition=4,
        ),
    ),
    # «May 2023»
    (
        OPEN_DAYS,
        Report(
            titles=(("ar", "الدورة الرابعة للأبواب المفتوحة للأمن الوطني"),),
            days=(date(2023, 5, 1), date(2023, 5, 31)), exact=False, place=FES,
        ),
    ),
    # 004 again: a joint stand
    (
        STAND,
        Report(
            titles=(("ar", "رواق مشترك لحقوق الإنسان"),), days=MAY_2023, place=FES, kind="stand", bodies=(CNDH,),
        ),
    ),
    # the record does not say where it was signed
    (
        "cndh-dgsn-signing-2022",
        Report(
            titles=(("ar", "توقيع اتفاقية شراكة وتعاون بين المجلس والمديرية"),),
            days=day("2022-09-14"), place=RABAT, kind="agreement_signing", bodies=(CNDH, DGSN),
            people=("amina-bouayach", "abdellatif-hammouchi"),
        ),
    ),
]  # fmt: skip

DIFFERENT = [
    # parts of the open days that the record does not have
    (
        OPEN_DAYS,
        Report(
            titles=(("ar", "ندوة حول الأمن السيبراني"),), days=day("2023-05-18"), place=FES, kind="seminar",
            bodies=(DGSN,),
        ),
    ),
    (
        SEMINAR,
        Report(
            titles=(("ar", "ندوة حول العنف ضد النساء"),), days=day("2023-05-17"), place=FES, kind="seminar",
            bodies=(DGSN,),
        ),
    ),
    (
        SEMINAR,
        Report(
            titles=(("ar", "ندوة حول الأمن الوطني وحقوق الطفل"),), days=day("2023-05-17"), place=FES,
            kind="seminar", bodies=(DGSN,), part_of=OPEN_DAYS,
        ),
    ),
    (
        STAND,
        Report(
            titles=(("ar", "رواق الشرطة العلمية"),), days=MAY_2023, place=FES, kind="stand", bodies=(DGSN,),
            part_of=OPEN_DAYS,
        ),
    ),
    (
        OPEN_DAYS,
        Report(
            titles=(("ar", "زيارة تلاميذ مؤسسات فاس"),), days=day("2023-05-19"), place=FES, kind="visit",
            bodies=(DGSN,),
        ),
    ),
    # other editions
    (
        OPEN_DAYS,
        Report(
            titles=(("ar", "الدورة الخامسة للأبواب المفتوحة للأمن الوطني"),),
            days=(date(2024, 5, 17), date(2024, 5, 21)), place="01.511", kind="open_days", bodies=(DGSN,),
            series="national-security-open-days", edition=5,
        ),
    ),
    (
        OPEN_DAYS,
        Report(
            titles=(("ar", "الدورة الرابعة للأبواب المفتوحة للأمن الوطني"),),
            days=(date(2020, 5, 13), date(2020, 5, 17)), place=FES, kind="open_days", bodies=(DGSN,),
            series="national-security-open-days", edition=4,
        ),
    ),
    (
        RABAT_SEMINAR,
        Report(
            titles=(("ar", "الحكامة الأمنية على المستوى المحلي"),), days=day("2020-12-10"), place=RABAT,
            kind="seminar", bodies=(CEDHD,), people=("habib-belkouch",),
        ),
    ),
    # the same campaign in another town
    (
        OPEN_DAYS,
        Report(
            titles=(("ar", "الأبواب المفتوحة للأمن الوطني"),), days=MAY_2023, place=MEKNES, kind="open_days",
            bodies=(DGSN,),
        ),
    ),
    # another seminar of the same month, by others
    (
        RABAT_SEMINAR,
        Report(
            titles=(("ar", "ندوة حول الهجرة واللجوء"),), days=day("2019-12-12"), place=RABAT, kind="seminar",
            bodies=(CNDH,),
        ),
    ),
    # the next district, the same evening
    (
        BERNOUSSI_MEETING,
        Report(
            days=day("2014-08-07"), place="06.141.01.30", kind="community_meeting",
            bodies=(("hay-hassani-police-district", "organizer"),),
        ),
    ),
    # a training of the same body, in the same town, on the same day
    (
        SEMINAR,
        Report(
            titles=(("ar", "تكوين لفائدة ضباط الشرطة القضائية"),), days=day("2023-05-17"), place=FES,
            kind="training", bodies=(DGSN,),
        ),
    ),
    # the same speaker, the day after, on something else
    (
        SEMINAR,
        Report(
            titles=(("ar", "محاضرة في تدبير المخاطر"),), days=day("2023-05-18"), place=FES, kind="lecture",
            bodies=(DGSN,), people=("mohammed-al-abiad",),
        ),
    ),
    # little is known: a day and a town
    (SEMINAR, Report(days=day("2023-05-17"), place=FES)),
    # only the year
    (
        SEMINAR,
        Report(
            titles=(("ar", "إطلاق كتاب عن الشرطة المجتمعية"),), days=(date(2023, 1, 1), date(2023, 12, 31)),
            exact=False, place=FES, kind="launch", bodies=(DGSN,),
        ),
    ),
]  # fmt: skip


def sketched(report: Report) -> Sketch:
    bodies = {Institution.objects.get(slug=slug): role for slug, role in report.bodies}
    return Sketch(
        first_day=report.days and report.days[0],
        last_day=report.days and report.days[1],
        is_exact=report.exact,
        starts_at=report.at,
        places=frozenset({Territory.objects.get(hcp_code=report.place).path} if report.place else ()),
        titles=frozenset(report.titles),
        kind=report.kind,
        institutions={body.pk: role for body, role in bodies.items()},
        above={body.pk: body.parent_id or 0 for body in bodies},
        speakers=frozenset(Person.objects.filter(slug__in=report.people).values_list("pk", flat=True)),
        series=Event.objects.get(slug=OPEN_DAYS).series_id if report.series else None,
        edition=report.edition,
        super_event=Event.objects.get(slug=report.part_of).pk if report.part_of else None,
    )


def test_lookalikes_on_the_labelled_pairs_find_what_is_the_same_and_leave_what_is_not() -> None:
    """16 true pairs and 43 false ones: the contradicting reports of the record, its parts, editions, neighbours."""
    load_sample()
    record = {event.slug: event for event in Event.objects.all()}
    # The other titles are those of the reports: the record must be found before anybody has entered them.
    for event in record.values():
        event.other_names.all().delete()

    true = {
        i: compare(sketched(report), sketch_of(record[slug]))[0] for i, (slug, report) in enumerate(THE_SAME)
    }
    false = [compare(sketched(report), sketch_of(record[slug]))[0] for slug, report in DIFFERENT]
    false += [compare(sketch_of(a), sketch_of(b))[0] for a, b in combinations(record.values(), 2)]

    found = [score for score in true.values() if score >= THRESHOLD]
    shouted = [score for score in false if score >= THRESHOLD]
    assert len(found) / len(true) >= RECALL_ASKED, true
    assert len(found) / (len(found) + len(shouted)) >= PRECISION_ASKED, shouted
    assert (len(found), len(shouted)) == (16, 0), (sorted(true.items(), key=lambda i: i[1]), sorted(false))


# Titles -----------------------------------------------------------------------------------------------
def test_likeness_forgives_hamzas_articles_order_and_a_letter_let_slip() -> None:
    typed = "على المستوي المحلى: الحكامه الامنيه"

    assert likeness([("ar", typed)], [("ar", "الحكامة الأمنية على المستوى المحلي")]) == 1.0
    assert common("La gouvernence sécuritaire", "Gouvernance securitaire") == 1.0


def test_likeness_of_titles_without_a_common_language_is_unknown() -> None:
    assert likeness([("ar", "الحكامة")], [("fr", "Gouvernance")]) is None
    assert likeness([], [("fr", "Gouvernance")]) is None


def test_likeness_does_not_count_the_words_that_any_title_has() -> None:
    assert likeness([("ar", "ندوة وطنية حول العنف")], [("ar", "ندوة وطنية حول الهجرة")]) == 0.0


# What is found ------------------------------------------------------------------------------------------
def everything() -> Any:
    return Event.objects.all()


def entered_twice(**columns: Any) -> tuple[Event, Event]:
    """A seminar of the police, and the same again."""
    body = make.police()
    rows = [make.event(**columns), make.event(**{**columns, "name_ar": "شراكة الأمن الوطني ومؤسسات الحكامة"})]
    for row in rows:
        make.involvement(event=row, institution=body)
    return rows[0], rows[1]


def found(event: Event, visible: Any = None) -> list[Event]:
    return [alike.event for alike in lookalikes(event, visible=everything() if visible is None else visible)]


def test_lookalikes_are_found_from_either_side_with_reasons() -> None:
    first, second = entered_twice()

    [alike] = lookalikes(second, visible=everything())

    assert (alike.event, found(first)) == (first, [second])
    assert alike.reasons[0] == "title"
    assert {"date", "place", "organizer", "kind"} <= set(alike.reasons)


def test_lookalikes_leave_out_what_is_linked_already() -> None:
    first, second = entered_twice()
    EventLink.objects.create(from_event=first, kind="related", to_event=second)

    assert found(second) == []
    assert found(first) == []


def test_lookalikes_leave_out_the_event_that_it_is_a_part_of_and_its_own_parts() -> None:
    first, second = entered_twice()
    second.super_event = first
    second.save()

    assert found(second) == []
    assert found(first) == []


def test_lookalikes_leave_out_what_somebody_found_different() -> None:
    first, second = entered_twice()

    remember_different(second, first, by=None)
    remember_different(first, second, by=None)

    assert found(second) == found(first) == []
    assert DistinctPair.objects.count() == 1


def test_lookalikes_without_a_date_are_those_of_the_same_title() -> None:
    dated = make.draft()
    undated = make.draft(starts_on=None)
    make.draft(name_ar="شيء آخر", name_fr="Autre chose", starts_on=None)

    assert found(undated) == [dated]
    assert found(dated) == [undated]


def test_lookalikes_of_a_date_that_makes_no_sense_are_none() -> None:
    make.event()

    assert found(Event(name_ar="الشراكة", starts_on=date(9999, 12, 31), starts_precision="day")) == []


def test_lookalikes_of_another_institution_s_draft_are_not_told() -> None:
    first, second = entered_twice(publication_state="draft")
    stranger = get_user_model().objects.create_user("stranger", is_staff=True)
    stranger.groups.add(Group.objects.get(name="author"))
    Membership.objects.create(user=stranger, institution=make.institution(name_fr="Autre"))

    assert found(second, Event.objects.visible_to(stranger)) == []
    assert found(second) == [first]


@pytest.mark.parametrize("rows", [1, 3])
def test_lookalikes_cost_the_same_queries_whatever_is_there(rows: int) -> None:
    first, _second = entered_twice()
    for _number in range(rows):
        twin = make.event()
        make.involvement(event=twin, institution=make.police(name_fr=f"Police {_number}"))
        make.speaker(event=twin, person=make.person(slug=f"person-{_number}"))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(found(Event.objects.get(pk=first.pk))) == rows + 1

    assert len(queries) == 15  # the parts of both sides, the pairs known to differ


def test_lookalikes_ask_by_indexed_days_and_stay_bounded() -> None:
    """The candidates of a day are cut in the database, not read into memory."""
    first, _second = entered_twice()

    with CaptureQueriesContext(connection) as queries:
        found(first)

    [candidates] = [q["sql"] for q in queries if "LIMIT 200" in q["sql"]]
    assert "first_day" in candidates
    assert "last_day" in candidates
