"""Points 13 to 18 of the requirements: institutions, people, and what they said."""

from datetime import date

import pytest

from events.enums import InstitutionRole, SpeakerRole, StatementMedium
from institutions.enums import Gender, InstitutionKind, NameKind
from institutions.models import Institution, InstitutionName, Person, PersonName, Position
from tests import factories as make
from tests.factories import as_public, saved

pytestmark = pytest.mark.django_db


# 13 -----------------------------------------------------------------------------------------------------------
def dcaf() -> Institution:
    """It changed its name and kept its acronym; the press gives it a third name."""
    body = make.institution(
        name_ar="مركز جنيف لحوكمة قطاع الأمن",
        name_fr="Centre pour la gouvernance du secteur de la sécurité, Genève",
        name_en="Geneva Centre for Security Sector Governance",
        name_zgh="ⴰⵎⵎⴰⵙ ⵏ ⵊⵉⵏⵉⴼ",
        acronym="DCAF",
        country="CH",
        kind=InstitutionKind.INTERNATIONAL_ORGANISATION,
    )
    former = {
        "text": "مركز جنيف للرقابة الديمقراطية على القوات المسلحة",
        "language": "ar",
        "kind": NameKind.FORMER,
    }
    saved(
        InstitutionName(
            institution=body, valid_from=date(2000, 10, 1), valid_until=date(2019, 12, 31), **former
        )
    )
    misnomer = {"text": "Center for Law and Democracy Studies", "language": "en", "kind": NameKind.MISNOMER}
    saved(InstitutionName(institution=body, **misnomer))
    return body


def test_requirement_13_official_name_stands_in_four_languages_with_its_acronym():
    body = Institution.objects.public().get(pk=dcaf().pk)

    assert [body.name_in(language).value for language in ("ar", "fr", "en", "zgh")] == [
        "مركز جنيف لحوكمة قطاع الأمن",
        "Centre pour la gouvernance du secteur de la sécurité, Genève",
        "Geneva Centre for Security Sector Governance",
        "ⴰⵎⵎⴰⵙ ⵏ ⵊⵉⵏⵉⴼ",
    ]
    assert body.acronym == "DCAF"


def test_requirement_13_former_name_has_its_dates_and_only_the_official_one_is_displayed():
    event = make.event()
    make.involvement(event=event, institution=dcaf())

    (shown,) = as_public(event).involvements.all()

    former = shown.institution.other_names.get(kind=NameKind.FORMER)
    assert (former.valid_from, former.valid_until) == (date(2000, 10, 1), date(2019, 12, 31))
    assert str(shown.institution) == "مركز جنيف لحوكمة قطاع الأمن"


@pytest.mark.parametrize("words", ["DCAF", "dcaf", "حوكمه الامن", "geneva governance", "securite geneve"])
def test_requirement_13_institution_is_found_by_its_official_names(words):
    body = dcaf()

    assert list(Institution.objects.public().matching(words)) == [body]


@pytest.mark.parametrize("words", ["الديمقراطية المسلحة", "Center for Law"])
def test_requirement_13_institution_is_found_by_former_names_and_misnomers(words):
    body = dcaf()

    assert list(Institution.objects.public().matching(words)) == [body]


def test_requirement_13_other_names_are_kept_in_a_searchable_form():
    dcaf()

    kept = InstitutionName.objects.order_by("pk").values_list("search_text", flat=True)

    assert list(kept) == [
        "مركز جنيف للرقابه الديمقراطيه علي القوات المسلحه",
        "center for law and democracy studies",
    ]


def test_requirement_13_algeria_has_bodies_of_the_very_same_names():
    moroccan, algerian = make.police(), make.police(country="DZ")
    event = make.event()
    make.involvement(event=event, institution=algerian)

    (shown,) = as_public(event).involvements.all()

    assert (shown.institution, shown.institution.country) == (algerian, "DZ")
    assert (moroccan.name_ar, moroccan.slug) == (algerian.name_ar, "dgsn")
    assert algerian.slug == "dgsn-2"


# 14 -----------------------------------------------------------------------------------------------------------
def test_requirement_14_regional_unit_organises_under_its_parents():
    wilaya = make.institution(name_ar="ولاية أمن الدار البيضاء", parent=make.police(), territory=make.fes())
    district = make.institution(
        name_ar="منطقة أمن سيدي البرنوصي", kind=InstitutionKind.SECURITY_UNIT, parent=wilaya
    )
    meeting = make.event()
    make.involvement(event=meeting, institution=district)

    (shown,) = as_public(meeting).involvements.all()

    above = shown.institution.parent
    assert [shown.institution.name_ar, above.name_ar, above.parent.acronym] == [
        "منطقة أمن سيدي البرنوصي",
        "ولاية أمن الدار البيضاء",
        "DGSN",
    ]
    assert list(above.units.all()) == [district]


def test_requirement_14_two_bodies_act_as_one_party():
    members = [
        make.police(),
        make.institution(acronym="DGST", name_ar="المديرية العامة لمراقبة التراب الوطني"),
    ]
    pole = make.institution(name_ar="قطب المديرية العامة للأمن الوطني", kind=InstitutionKind.JOINT_BODY)
    pole.members.set(members)

    agreement = make.agreement(second_party=pole)

    party = type(agreement).objects.public().for_list().get().parties[1]
    assert (party, set(party.members.all())) == (pole, set(members))
    assert list(members[0].joint_bodies.all()) == [pole]


# 15 -----------------------------------------------------------------------------------------------------------
def test_requirement_15_institutions_have_each_role_of_the_domain():
    assert set(InstitutionRole.values) == {
        *("organizer", "joint_organizer", "partner", "participant", "host", "patron", "supporter"),
        *("exhibitor", "instructed_by"),
    }
    event = make.event()
    for position, role in enumerate(InstitutionRole.values):
        make.involvement(event=event, institution=make.institution(), role=role, position=position)

    assert [row.role for row in as_public(event).involvements.all()] == InstitutionRole.values


def test_requirement_15_institution_may_have_two_roles():
    event, body = make.event(), make.institution()
    for position, role in enumerate(("host", "organizer")):
        make.involvement(event=event, institution=body, role=role, position=position)

    assert [(row.institution, row.role) for row in as_public(event).involvements.all()] == [
        (body, "host"),
        (body, "organizer"),
    ]


def test_requirement_15_role_differs_by_source():
    part = make.involvement(role=InstitutionRole.JOINT_ORGANIZER)
    agency = make.citation(part, field="role", wording="ينظم بتعاون مع", is_chosen=True)
    daily = make.citation(part, field="role", wording="بشراكة مع", is_chosen=False)

    cited = type(agency).objects.about(*as_public(part.event).involvements.all())

    assert [(row, row.wording, row.is_chosen) for row in cited] == [
        (agency, "ينظم بتعاون مع", True),
        (daily, "بشراكة مع", False),
    ]


# 16 -----------------------------------------------------------------------------------------------------------
def test_requirement_16_people_take_part_in_every_way_of_the_domain():
    assert set(SpeakerRole.values) == {
        *("speaker", "chair", "moderator", "signatory", "attended", "video_message")
    }
    event = make.event()
    for position, role in enumerate(SpeakerRole.values):
        make.speaker(event=event, role=role, position=position)

    assert [row.role for row in as_public(event).speakers.all()] == SpeakerRole.values


def test_requirement_16_title_rank_and_institution_are_those_of_that_day():
    centre = make.institution(name_ar="مركز دراسات حقوق الإنسان والديمقراطية")
    belkouch = make.person(name_ar="الحبيب بلكوش", name_fr="Habib Belkouch")
    seminar = make.event(starts_on="2019-12-05")
    make.speaker(event=seminar, person=belkouch, institution=centre, title_ar="رئيس المركز", rank_ar="")
    later = make.institution(name_ar="المندوبية الوزارية المكلفة بحقوق الإنسان")
    post = {
        "title_ar": "المندوب الوزاري",
        "title_fr": "Délégué interministériel",
        "starts_on": date(2025, 3, 28),
    }
    saved(Position(person=belkouch, institution=later, **post))

    (shown,) = as_public(seminar).speakers.all()

    assert (shown.person, shown.title_ar, shown.institution) == (belkouch, "رئيس المركز", centre)
    assert [(held.title_ar, held.institution) for held in belkouch.positions.all()] == [
        ("المندوب الوزاري", later)
    ]


def test_requirement_16_rank_stands_beside_the_function():
    title = {"rank_ar": "مراقب عام", "rank_fr": "Contrôleur général", "title_ar": "رئيس قسم الأبحاث"}
    speaker = make.speaker(person=make.person(name_ar="محمد الأبيض"), **title)

    (shown,) = as_public(speaker.event).speakers.all()

    assert {name: getattr(shown, name) for name in title} == title


# 17 -----------------------------------------------------------------------------------------------------------
def test_requirement_17_participant_is_known_by_function_only():
    title = {"title_ar": "ممثلة للشرطة القضائية", "title_fr": "Représentante de la police judiciaire"}
    speaker = make.speaker(gender=Gender.FEMALE, **title)
    make.speaker(event=speaker.event, is_group=True, title_ar="ممثلون عن مركز جنيف", position=1)

    one, several = as_public(speaker.event).speakers.all()

    assert (one.person, one.public_name("ar"), one.title_ar, one.gender, one.is_group) == (
        *(None, None, "ممثلة للشرطة القضائية", "female", False),
    )
    assert (several.title_ar, several.is_group) == ("ممثلون عن مركز جنيف", True)


def test_requirement_17_only_the_family_name_is_known():
    speaker = make.speaker(person=make.person(name_ar="الفكاك", name_fr="El Fakkak", family_name_only=True))

    (shown,) = as_public(speaker.event).speakers.all()

    assert (shown.public_name("ar").value, Person.objects.get().family_name_only) == ("الفكاك", True)


def test_requirement_17_spellings_stand_in_arabic_and_latin_script():
    person = make.person(name_ar="سيسيل لاغوت", name_fr="Cécile Lagoutte")
    for text, language in (("سيسيل لاكوت", "ar"), ("C. Lagoutte", "fr")):
        saved(PersonName(person=person, text=text, language=language))

    assert [person.name_in(language).value for language in ("ar", "fr")] == ["سيسيل لاغوت", "Cécile Lagoutte"]
    assert [name.search_text for name in person.other_names.order_by("pk")] == ["سيسيل لاكوت", "c. lagoutte"]
    assert [list(Person.objects.matching(words)) for words in ("لاغوت", "cecile")] == [[person], [person]]


def test_requirement_17_person_is_found_by_another_spelling():
    person = make.person(name_ar="سيسيل لاغوت")
    saved(PersonName(person=person, text="سيسيل لاكوت", language="ar"))

    assert list(Person.objects.matching("لاكوت")) == [person]


def test_requirement_17_namesakes_are_told_apart():
    mayor = make.person(name_ar="محمد الصديقي", name_fr="Mohamed Sadiki", distinction_ar="عمدة الرباط")
    minister = make.person(name_ar="محمد الصديقي", name_fr="Mohamed Sadiki", distinction_ar="وزير الفلاحة")

    kept = Person.objects.order_by("pk").values_list("name_ar", "distinction_ar", "slug")

    assert list(kept) == [
        ("محمد الصديقي", "عمدة الرباط", "mohamed-sadiki"),
        ("محمد الصديقي", "وزير الفلاحة", "mohamed-sadiki-2"),
    ]
    assert mayor != minister


@pytest.mark.parametrize("gender", Gender.values)
def test_requirement_17_gender_is_known_for_agreement(gender):
    speaker = make.speaker(person=make.person(gender=gender))

    (shown,) = as_public(speaker.event).speakers.all()

    assert shown.person.gender == gender


@pytest.mark.parametrize(
    ("of_the_person", "of_the_event", "name"),
    [(True, True, "نجوى أشركي"), (True, False, None), (False, True, None), (False, False, None)],
)
def test_requirement_17_function_is_published_without_the_name(of_the_person, of_the_event, name):
    officer = make.person(name_is_public=of_the_person)
    speaker = make.speaker(person=officer, name_is_public=of_the_event, title_ar="ضابط")

    (shown,) = as_public(speaker.event).speakers.all()

    assert (shown.public_name("ar") and shown.public_name("ar").value, shown.title_ar) == (name, "ضابط")


# 18 -----------------------------------------------------------------------------------------------------------
def test_requirement_18_what_was_said_has_its_medium_and_source():
    speaker = make.speaker()
    for position, medium in enumerate((StatementMedium.HALL, StatementMedium.PRESS_STATEMENT)):
        source = make.press_item(speaker.event, title=f"مصدر {medium}")
        make.statement(
            speaker=speaker, medium=medium, source=source, position=position, text_ar="تراجع الشكايات"
        )

    (shown,) = as_public(speaker.event).speakers.all()

    assert [(said.text_ar, said.medium, said.source.title) for said in shown.statements.all()] == [
        ("تراجع الشكايات", "hall", "مصدر hall"),
        ("تراجع الشكايات", "press_statement", "مصدر press_statement"),
    ]
