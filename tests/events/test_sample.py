"""The record of the five source articles: what it says, what it must not say, and that it loads only once."""

import datetime as dt
import re
from collections import Counter
from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.test import TestCase

from events.enums import FollowUpStatus
from events.models import (
    Answer,
    Citation,
    Count,
    Event,
    EventAgreement,
    EventLink,
    EventName,
    FollowUp,
    Involvement,
    Photo,
    PressItem,
    Publication,
    Recommendation,
    Session,
    Speaker,
    Statement,
)
from events.sample_data import load_sample
from institutions.enums import PublicationState
from institutions.models import Agreement, Institution, Person, Publishable, Territory
from portal.lib.text import clean_input

DGSN = "المديرية العامة للأمن الوطني"
OPEN_DAYS = "open-days-2023-fes"
FES_SEMINAR = "partnership-dgsn-governance-fes-2023"
STAND = "human-rights-stand-fes-2023"
RABAT = "local-security-governance-rabat-2019"
BERNOUSSI = "sidi-bernoussi-meeting-2014"
HAY_HASSANI = "hay-hassani-meeting-2014"
SIGNING = "cndh-dgsn-signing-2022"
CONSULTATIONS = "cndh-child-consultations-2023"

# slug: kind, title, precision and first day of the start, last possible day
EVENTS = {
    OPEN_DAYS: (
        "open_days",
        "الدورة الرابعة للأبواب المفتوحة للأمن الوطني",
        "day",
        dt.date(2023, 5, 17),
        dt.date(2023, 5, 21),
    ),
    FES_SEMINAR: (
        "seminar",
        "الشراكة بين المديرية العامة للأمن الوطني ومؤسسات الحكامة: تخليق الحياة العامة",
        "half_day",
        dt.date(2023, 5, 17),
        dt.date(2023, 5, 17),
    ),
    STAND: ("stand", "رواق حقوق الإنسان", "day", dt.date(2023, 5, 17), dt.date(2023, 5, 21)),
    RABAT: (
        "seminar",
        "الحكامة الأمنية على المستوى المحلي",
        "weekday_of_month",
        dt.date(2019, 12, 5),
        dt.date(2019, 12, 26),
    ),
    BERNOUSSI: ("community_meeting", None, "half_day", dt.date(2014, 8, 7), dt.date(2014, 8, 7)),
    HAY_HASSANI: ("community_meeting", None, "minute", dt.date(2014, 8, 7), dt.date(2014, 8, 7)),
    SIGNING: ("agreement_signing", None, "day", dt.date(2022, 9, 14), dt.date(2022, 9, 14)),
    CONSULTATIONS: (
        "regional_consultation",
        "الاستشارات الجهوية مع الأطفال",
        "month",
        dt.date(2023, 2, 1),
        dt.date(2023, 2, 28),
    ),
}

# event: name, rank, function and institution of that day
SPEAKERS = {
    FES_SEMINAR: [
        (
            "محمد الأبيض",
            "مراقب عام",
            "رئيس قسم الأبحاث والدراسات والمراقبة بالمفتشية العامة للأمن الوطني",
            "dgsn-general-inspectorate",
        ),
        ("نجوى أشركي", None, "رئيسة وحدة الدراسات والتقارير بمؤسسة وسيط المملكة", "mediator"),
        ("مراد الراغب", None, None, "cndh"),
        (None, None, "ممثل الهيئة الوطنية للنزاهة والوقاية من الرشوة ومحاربتها", "inpplc"),
        (None, None, "ممثلة للشرطة القضائية", "judicial-police"),
    ],
    RABAT: [
        ("الحبيب بلكوش", None, "رئيس مركز دراسات حقوق الإنسان والديمقراطية", "cedhd"),
        ("سيسيل لاغوت", None, "عن مركز جنيف لحوكمة قطاع الأمن", "dcaf"),
        ("محمد الصديقي", None, "عمدة الرباط", "rabat-city"),
        ("إحسان الحافظي", None, "الباحث في العلوم الأمنية، الأستاذ الباحث", None),
        ("ميشال جونيو", None, "عميد إقليمي بالمنطقة الأمنية للعاصمة البلجيكية", "brussels-police-zone"),
        ("عمر بنصغير", "عميد شرطة", "ممثل المديرية العامة للأمن الوطني", "dgsn"),
        (None, None, "أستاذة في علم الإجرام", None),
        (None, None, "ممثل لمعهد (فلامان للسلام)", "flemish-peace"),
        (None, None, "مدير الوقاية والأمن والمواطنة بمدينة سارسيل بفرنسا", "sarcelles"),
        (None, None, "ممثلون عن مركز جنيف", "dcaf"),
    ],
    BERNOUSSI: [
        ("عبد الغني الفكاك", None, "رئيس المنطقة الأمنية", "sidi-bernoussi-police-district"),
        (None, None, "جميع رؤساء المصالح الأمنية التابعة للمنطقة", "sidi-bernoussi-police-district"),
    ],
    HAY_HASSANI: [
        (None, None, "نائب رئيس المنطقة الأمنية", "hay-hassani-police-district"),
        (None, None, "بعض رؤساء المصالح التابعة للمنطقة الأمنية", "hay-hassani-police-district"),
    ],
    SIGNING: [
        ("آمنة بوعياش", None, "رئيسة المجلس الوطني لحقوق الإنسان", "cndh"),
        ("عبد اللطيف حموشي", None, "المدير العام للأمن الوطني ولمراقبة التراب الوطني", "dgsn"),
    ],
}

INVOLVEMENTS = {
    (OPEN_DAYS, "dgsn", "organizer"),
    (FES_SEMINAR, "dgsn", "organizer"),
    (FES_SEMINAR, "cndh", "partner"),
    (FES_SEMINAR, "mediator", "partner"),
    (FES_SEMINAR, "inpplc", "partner"),
    (STAND, "cndh", "joint_organizer"),
    (STAND, "dgsn", "joint_organizer"),
    (RABAT, "cedhd", "organizer"),
    (RABAT, "dcaf", "joint_organizer"),
    (RABAT, "dgsn", "participant"),
    (RABAT, "rabat-city", "participant"),
    (RABAT, "brussels-police-zone", "participant"),
    (RABAT, "flemish-peace", "participant"),
    (RABAT, "sarcelles", "participant"),
    (BERNOUSSI, "sidi-bernoussi-police-district", "organizer"),
    (HAY_HASSANI, "hay-hassani-police-district", "organizer"),
    (HAY_HASSANI, "dgsn", "instructed_by"),
    (HAY_HASSANI, "casablanca-police-prefecture", "instructed_by"),
    (SIGNING, "cndh", "participant"),
    (SIGNING, "dgsn", "participant"),
    (CONSULTATIONS, "cndh", "organizer"),
}

# unit, scope, number, precision; the figure that the record follows is marked
COUNTS = {
    OPEN_DAYS: [
        ("visitors", "total", 1_150_000, "approximate", True),
        ("visitors", "one_day", 142_500, "exact", False),
        ("visitors", "one_day", 145_000, "approximate", False),
        ("visitors", "one_day", 150_000, "at_least", False),
        ("visitors", "some_days", 344_100, "exact", False),
        ("visitors", "some_days", 500_000, "at_least", False),
        ("visitors", "some_days", 630_000, "exact", False),
        ("visitors", "some_days", 970_000, "approximate", False),
        ("stands", "total", 31, "exact", True),
        ("stands", "total", 30, "exact", False),
        ("stands", "total", 30, "at_least", False),
        ("views", "total", 20_000_000, "approximate", False),
        ("officers", "total", 2_300, "exact", False),
        ("vehicles", "total", 150, "exact", False),
        ("media_outlets", "some_days", 72, "exact", False),
        ("statements", "some_days", 216, "exact", False),
    ],
    FES_SEMINAR: [
        ("interventions", "total", 5, "exact", False),
        ("photos", "total", 5, "exact", False),
    ],
    STAND: [("visitors", "per_day", None, "vague", False)],
    RABAT: [],
    BERNOUSSI: [
        ("associations", "total", 46, "exact", False),
        ("persons", "total", 75, "exact", False),
        ("women", "total", 20, "exact", False),
        ("meetings", "total", 10, "approximate", False),
    ],
    HAY_HASSANI: [("associations", "total", None, "vague", False)],
    SIGNING: [],
    CONSULTATIONS: [],
}

# event: kind and a word of the text
REQUESTS = {
    BERNOUSSI: [
        ("remark", "غياب للتواصل"),
        ("remark", "ترويج المخدرات دور الأمن"),
        ("remark", "تواصل المواطن والجمعيات"),
        ("proposal", "صندوق"),
        ("request", "دور الشباب"),
        ("proposal", "تنصت إليهم"),
        ("request", "لتوقيف من يروجون المخدرات"),
        ("request", "حملات التحسيس"),
    ],
    HAY_HASSANI: [
        ("request", "درب الوداد وإقامة البركة"),
        ("commitment", "للتعاون"),
        ("commitment", "يستمر التواصل"),
    ],
}

INSTITUTIONS = {
    "dgsn": DGSN,
    "dgst": "المديرية العامة لمراقبة التراب الوطني",
    "dgsn-dgst": "قطب المديرية العامة للأمن الوطني والمديرية العامة لمراقبة التراب الوطني",
    "dgsn-general-inspectorate": "المفتشية العامة للأمن الوطني",
    "judicial-police": "الشرطة القضائية",
    "casablanca-police-prefecture": "ولاية أمن الدار البيضاء",
    "sidi-bernoussi-police-district": "منطقة أمن سيدي البرنوصي",
    "hay-hassani-police-district": "منطقة أمن الحي الحسني",
    "cndh": "المجلس الوطني لحقوق الإنسان",
    "mediator": "مؤسسة وسيط المملكة",
    "inpplc": "الهيئة الوطنية للنزاهة والوقاية من الرشوة ومحاربتها",
    "cedhd": "مركز دراسات حقوق الإنسان والديمقراطية",
    "dcaf": "مركز جنيف لحوكمة قطاع الأمن",
    "flemish-peace": "معهد (فلامان للسلام)",
    "sarcelles": "مدينة سارسيل",
    "rabat-city": "جماعة الرباط",
    "brussels-police-zone": "المنطقة الأمنية للعاصمة البلجيكية",
}

PEOPLE = {
    "محمد الأبيض": None,
    "نجوى أشركي": None,
    "مراد الراغب": None,
    "الحبيب بلكوش": None,
    "سيسيل لاغوت": "Cécile Lagoutte",
    "محمد الصديقي": None,
    "إحسان الحافظي": None,
    "ميشال جونيو": None,
    "عمر بنصغير": "Omar Bensghir",
    "عبد الغني الفكاك": None,
    "آمنة بوعياش": None,
    "عبد اللطيف حموشي": None,
}

MODELS = [model for label in ("institutions", "events") for model in apps.get_app_config(label).get_models()]


def everything():
    """All rows with all columns, `modified_at` included."""
    return {model: list(model.objects.order_by("pk").values_list()) for model in MODELS}


def columns_of(model):
    """Name and type of the columns that are typed, not derived."""
    return [(field.name, field.get_internal_type()) for field in model._meta.fields if field.editable]


def versions(subject, field):
    """What the sources say of a fact: (words, followed by the record)."""
    rows = Citation.objects.filter(
        object_id=subject.pk, content_type__model=subject._meta.model_name, field=field
    )
    return {(row.wording, row.is_chosen) for row in rows}


class SampleRecord(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_sample()

    def event(self, slug):
        return Event.objects.get(slug=slug)

    # What it says

    def test_every_event_is_there_with_its_kind_title_and_dates(self):
        found = {
            event.slug: (
                event.kind,
                event.name_ar or None,
                event.starts_precision,
                event.first_day,
                event.last_day,
            )
            for event in Event.objects.all()
        }
        assert found == EVENTS

    def test_everything_is_published_and_every_event_was_held(self):
        for model in MODELS:
            if issubclass(model, Publishable):
                states = set(model.objects.values_list("publication_state", flat=True))
                assert states == {PublicationState.PUBLISHED}, model
        assert set(Event.objects.values_list("status", flat=True)) == {"held"}
        assert Event.objects.public().count() == 8

    def test_seminar_and_stand_are_parts_of_the_fourth_edition(self):
        edition = self.event(OPEN_DAYS)
        assert (edition.series.slug, edition.edition_number) == ("national-security-open-days", 4)
        assert (str(edition.occasion.name_ar), edition.occasion_ordinal) == ("ذكرى تأسيس الأمن الوطني", 67)
        assert edition.slogan_ar == "67 سنة من التحديث المتواصل لمرفق مواطن"
        assert set(edition.sub_events.values_list("slug", flat=True)) == {FES_SEMINAR, STAND}
        assert Event.objects.exclude(super_event=None).count() == 2
        assert Event.objects.exclude(edition_number=None).get() == edition

    def test_times_are_as_precise_as_the_sources(self):
        hay_hassani, bernoussi = self.event(HAY_HASSANI), self.event(BERNOUSSI)
        rabat, seminar = self.event(RABAT), self.event(FES_SEMINAR)
        assert hay_hassani.starts_at == dt.time(9, 30)
        assert (bernoussi.starts_at, bernoussi.starts_half_day) == (None, "afternoon")
        assert (seminar.starts_at, seminar.starts_half_day) == (None, "evening")
        assert (rabat.starts_weekday, rabat.when_words) == (4, "اليوم الخميس / أمس الخميس")
        assert [day.day for day in rabat.start.candidates] == [5, 12, 19, 26]

    def test_places_are_those_of_the_sources(self):
        places = {event.slug: event.territory and event.territory.hcp_code for event in Event.objects.all()}
        assert places == {
            OPEN_DAYS: "03.231",
            FES_SEMINAR: "03.231",
            STAND: "03.231",
            RABAT: "04.421",
            BERNOUSSI: "06.141.01.51",
            HAY_HASSANI: "06.141.01.30",
            SIGNING: None,
            CONSULTATIONS: None,
        }
        covered = self.event(BERNOUSSI).covered_territories.values_list("name_ar", flat=True)
        assert set(covered) == {"سيدي مومن", "القدس", "الأزهر"}
        named = Territory.objects.filter(kind="neighbourhood").values_list("name_ar", "parent__hcp_code")
        assert set(named) == {
            ("درب الوداد", "06.141.01.31"),
            ("إقامة البركة", "06.141.01.31"),
            ("القدس", "06.141.01.50"),
            ("الأزهر", "06.141.01.50"),
        }
        assert self.event(FES_SEMINAR).venues.get().room.name_ar.endswith("هشام بورزة")

    def test_every_institution_bears_its_official_name(self):
        assert dict(Institution.objects.values_list("slug", "name_ar")) == INSTITUTIONS
        units = Institution.objects.filter(parent__slug="dgsn").values_list("slug", flat=True)
        assert set(units) == {
            "dgsn-general-inspectorate",
            "judicial-police",
            "casablanca-police-prefecture",
            "sidi-bernoussi-police-district",
            "hay-hassani-police-district",
        }
        pole = Institution.objects.get(kind="joint_body")
        assert set(pole.members.values_list("slug", flat=True)) == {"dgsn", "dgst"}

    def test_other_names_are_kept_apart_from_the_official_one(self):
        named = Institution.objects.values_list("slug", "other_names__kind", "other_names__text")
        kinds = {(slug, kind) for slug, kind, _text in named if kind}
        assert kinds == {
            ("dgsn", "alias"),
            ("dgsn-dgst", "alias"),
            ("cndh", "predecessor"),
            ("mediator", "predecessor"),
            ("mediator", "alias"),
            ("inpplc", "predecessor"),
            ("inpplc", "misnomer"),
            ("inpplc", "alias"),
            ("cedhd", "misnomer"),
            ("dcaf", "former"),
        }
        assert ("inpplc", "misnomer", "الهيئة الوطنية للنزاهة ومحاربة الرشوة") in named

    def test_institutions_have_their_roles(self):
        assert (
            set(Involvement.objects.values_list("event__slug", "institution__slug", "role")) == INVOLVEMENTS
        )

    def test_every_speaker_has_the_function_of_that_day(self):
        for slug in EVENTS:
            found = Speaker.objects.filter(event__slug=slug).values_list(
                "person__name_ar", "rank_ar", "title_ar", "institution__slug"
            )
            given = [(name, rank or None, title or None, body) for name, rank, title, body in found]
            assert given == SPEAKERS.get(slug, []), slug

    def test_names_are_in_latin_letters_only_where_a_source_has_them(self):
        assert dict(Person.objects.values_list("name_ar", "name_fr")) == PEOPLE
        assert dict(Person.objects.values_list("name_ar", "name_en")) == PEOPLE

    def test_a_later_post_does_not_change_the_function_of_that_day(self):
        posts = Person.objects.get(name_ar="الحبيب بلكوش").positions.order_by("starts_on")
        assert {(post.title_ar, post.starts_on) for post in posts} == {
            ("رئيس مركز دراسات حقوق الإنسان والديمقراطية", None),
            ("المندوب الوزاري المكلف بحقوق الإنسان", dt.date(2025, 3, 28)),
        }

    def test_statements_say_who_medium_and_source(self):
        said = Counter(Statement.objects.values_list("speaker__event__slug", "medium"))
        assert said == {
            (FES_SEMINAR, "press_statement"): 1,
            (FES_SEMINAR, "interview"): 1,
            (FES_SEMINAR, "hall"): 1,
            (RABAT, "hall"): 7,
            (BERNOUSSI, "hall"): 1,
            (HAY_HASSANI, "hall"): 1,
        }
        assert not Statement.objects.filter(source=None).exists()

    def test_sessions_are_in_order(self):
        assert list(Session.objects.filter(event__slug=RABAT).values_list("name_ar", flat=True)) == [
            "شرطة القرب، لماذا وكيف؟",
            "الحكامة الأمنية على المستوى المحلي، أي دور للمنتخبين والجماعات الترابية؟",
            "استراتيجية تعزيز التعاون بين قطاع الأمن والمجتمع المدني",
            "سياسة التواصل في المجال الأمني",
        ]
        assert Session.objects.filter(event__slug=STAND).count() == 3
        assert Session.objects.count() == 7
        talk = Speaker.objects.exclude(session=None).get()
        assert (talk.person.name_ar, talk.session.name_ar) == (
            "إحسان الحافظي",
            "سياسة التواصل في المجال الأمني",
        )

    def test_agreement_has_its_parties_areas_signatories_and_events(self):
        agreement = Agreement.objects.get()
        assert (agreement.name_ar, agreement.kind) == ("اتفاقية الشراكة والتعاون", "framework")
        assert [party.slug for party in agreement.parties] == ["cndh", "dgsn"]
        assert (agreement.signed_on, agreement.areas.count()) == (dt.date(2022, 9, 14), 6)
        assert list(
            agreement.signatories.values_list("person__name_ar", "institution__slug", "title_ar")
        ) == [(name, body, title) for name, _rank, title, body in SPEAKERS[SIGNING]]
        assert set(EventAgreement.objects.values_list("event__slug", "relation")) == {
            (SIGNING, "signed_at"),
            (FES_SEMINAR, "held_under"),
            (STAND, "held_under"),
        }

    def test_every_figure_stands_beside_the_others(self):
        for slug, expected in COUNTS.items():
            found = Count.objects.filter(event__slug=slug).values_list(
                "unit", "scope", "value", "qualifier", "is_chosen"
            )
            assert list(found) == expected, slug
        vague = Count.objects.filter(qualifier="vague").values_list("wording", flat=True)
        assert set(vague) == {"عشرات الزوار يوميا", "مجموعة من الجمعيات"}

    def test_every_request_is_recorded_and_no_more(self):
        for slug in EVENTS:
            rows = Recommendation.objects.filter(event__slug=slug).with_status()
            expected = REQUESTS.get(slug, [])
            assert [row.kind for row in rows] == [kind for kind, _word in expected]
            for row, (_kind, word) in zip(rows, expected, strict=True):
                assert word in row.text_ar
                assert row.status == FollowUpStatus.RECORDED

    def test_a_request_may_be_due_in_a_school_year(self):
        campaigns = Recommendation.objects.exclude(due_on=None).get()
        assert (campaigns.due_precision, campaigns.due_on) == ("school_year", dt.date(2014, 9, 1))
        assert "حملات التحسيس" in campaigns.text_ar

    def test_one_general_answer_covers_all_requests_of_its_meeting(self):
        answer = Answer.objects.get()
        assert (answer.event.slug, answer.speaker.person.name_ar) == (BERNOUSSI, "عبد الغني الفكاك")
        assert list(answer.covers.all()) == list(Recommendation.objects.filter(event__slug=BERNOUSSI))

    def test_publications_are_there_with_their_marks(self):
        proceedings = Publication.objects.get(isbn="978-9920-9494-2-2")
        assert (
            proceedings.name_fr
            == "Gouvernance du secteur de la sécurité au niveau local - Actes de séminaire"
        )
        assert (proceedings.legal_deposit, proceedings.page_count) == ("2020MO3457", 143)
        assert (proceedings.printer, proceedings.online_on) == ("Imprimerie Bidaoui", dt.date(2020, 12, 8))
        assert (proceedings.cover_on, proceedings.cover_precision) == (dt.date(2020, 9, 1), "month")
        assert set(proceedings.publishers.values_list("slug", flat=True)) == {"cedhd", "dcaf"}
        assert dict(Publication.objects.values_list("source_event__slug", "language")) == {
            RABAT: "fr",
            STAND: "ar",
            FES_SEMINAR: "ar",
        }

    # Where it comes from

    def test_one_article_may_report_several_events_and_an_event_have_several_articles(self):
        two_meetings = PressItem.objects.get(outlet="casaoui.ma")
        assert set(two_meetings.events.values_list("slug", flat=True)) == {BERNOUSSI, HAY_HASSANI}
        reported = Counter(PressItem.objects.exclude(events=None).values_list("events__slug", flat=True))
        assert reported == {
            OPEN_DAYS: 8,
            FES_SEMINAR: 5,
            STAND: 2,
            RABAT: 5,
            BERNOUSSI: 3,
            HAY_HASSANI: 1,
            SIGNING: 1,
            CONSULTATIONS: 1,
        }
        assert PressItem.objects.count() == PressItem.objects.exclude(events=None).distinct().count() == 18

    def test_every_event_speaker_role_and_request_is_cited(self):
        for model in (Event, Agreement, Speaker, Involvement, Recommendation, Session, Publication):
            cited = Citation.objects.filter(content_type__model=model._meta.model_name)
            assert set(cited.values_list("object_id", flat=True)) == set(
                model.objects.values_list("pk", flat=True)
            ), model

    def test_citations_point_to_facts_that_exist(self):
        for citation in Citation.objects.exclude(field=""):
            assert hasattr(citation.subject, citation.field), citation

    def test_contradictions_stand_side_by_side(self):
        seminar, rabat, stand = self.event(FES_SEMINAR), self.event(RABAT), self.event(STAND)
        role = Involvement.objects.get(event=rabat, institution__slug="dcaf")
        assert versions(role, "role") == {
            ("نظمها مركز دراسات حقوق الإنسان والديمقراطية، ومركز جنيف لحوكمة قطاع الأمن", True),
            ("بشراكة مع مركز جنيف لحوكمة قطاع الأمن", False),
        }
        assert versions(rabat, "starts_on") == {
            ("اليوم الخميس", True),
            ("أمس الخميس", True),
            ("December 2019", True),
        }
        assert versions(rabat, "scope") == {
            ("ندوة دولية", True),
            ("ندوة (...) بمشاركة خبراء مغاربة وأجانب", False),
        }
        assert {chosen for _words, chosen in versions(rabat, "speakers")} == {True}
        assert versions(Institution.objects.get(slug="cedhd"), "name") == {
            ("مركز دراسات حقوق الانسان والديمقراطية", True),
            ("مركز الديمقراطية وحقوق الإنسان", False),
            ("Center for Law and Democracy Studies", False),
        }
        assert versions(Person.objects.get(name_ar="ميشال جونيو"), "gender") == {
            ("وشدد المسؤول الأمني البلجيكي", True),
            ("مضيفة", False),
        }
        assert versions(seminar, "name") == {
            (EVENTS[FES_SEMINAR][1], True),
            ("الشراكة التي تجمعها بهيئات حقوق الإنسان والحكامة وتخليق الحياة العامة", False),
            ("أهمية الشراكة بين الأمن الوطني وهيئات الحكامة وحقوق الإنسان", False),
        }
        assert versions(Speaker.objects.get(person__name_ar="مراد الراغب"), "person") == {
            ("ممثلا بالسيد مراد الراغب", True),
            ("ممثل للمجلس الوطني لحقوق الإنسان", False),
        }
        assert versions(Institution.objects.get(slug="inpplc"), "name") == {
            ("الهيئة الوطنية للنزاهة والوقاية من الرشوة ومحاربتها", True),
            ("الهيئة الوطنية للنزاهة ومحاربة الرشوة", False),
        }
        assert {chosen for _words, chosen in versions(seminar.counts.get(unit="interventions"), "value")} == {
            True,
            False,
        }
        assert versions(stand, "name") == {("رواق حقوق الإنسان", True), ("رواق التخليق وحقوق الإنسان", False)}
        assert versions(stand.counts.get(), "value") == {("عشرات الزوار يوميا", True), ("1,150,000", False)}
        misprint = Count.objects.get(value=970_000)
        assert versions(misprint, "value") == {("970 مليون زائر", False)}

    def test_chairs_of_2014_are_named_as_each_source_names_them(self):
        assert versions(Speaker.objects.get(event__slug=HAY_HASSANI, role="chair"), "title") == {
            ("نائب رئيس هذه المنطقة", True),
            ("رئيس المنطقة بالنيابة", False),
        }
        assert versions(Speaker.objects.get(event__slug=BERNOUSSI, role="chair"), "person") == {
            ("عبد الغني الفكاك", True),
            ("السيد رئيس المنطقة الأمنية", False),
        }
        assert versions(self.event(BERNOUSSI), "starts_half_day") == {("عصر", True)}

    def test_other_titles_have_their_source(self):
        assert set(EventName.objects.values_list("event__slug", flat=True)) == {OPEN_DAYS, FES_SEMINAR, STAND}
        assert not EventName.objects.filter(source=None).exists()
        assert EventName.objects.count() == 5

    # What it must not say

    def test_nothing_is_invented(self):
        assert [model.objects.count() for model in (Photo, FollowUp, EventLink)] == [0, 0, 0]

    def test_every_row_is_valid(self):
        rows = [row for model in MODELS if model is not Territory for row in model.objects.all()]
        rows += Territory.objects.filter(kind="neighbourhood")
        for row in rows:
            row.full_clean()

    def test_texts_are_clean_and_french_ones_have_french_spaces(self):
        for model in MODELS:
            texts = [name for name, kind in columns_of(model) if kind in ("CharField", "TextField")]
            if model is Territory or not texts:
                continue
            for row in model.objects.all():
                for name in texts:
                    value = getattr(row, name) or ""
                    assert value == clean_input(value), (model, name)
                    if name.endswith("_fr"):
                        assert not re.search(r"[^\u00a0][:;?!»]|«[^\u00a0]", value), value

    def test_translated_titles_say_that_they_are_ours(self):
        for event in Event.objects.exclude(name_fr=None).exclude(name_fr=""):
            assert "par le portail." in event.description_fr, event
            assert "by the portal." in event.description_en, event

    # Loading

    def test_loading_again_changes_nothing(self):
        before = everything()
        output = StringIO()
        call_command("loadsample", stdout=output)
        assert everything() == before
        assert output.getvalue().startswith("0 sample rows added: ")
        assert output.getvalue().count("\n") == 1

    def test_loading_again_keeps_what_staff_changed(self):
        event = self.event(OPEN_DAYS)
        event.slug, event.abstract_ar = "new-address", "نبذة جديدة"
        event.save()
        event.speakers.create(title_ar="متدخل جديد")
        Event.objects.create(kind="seminar", name_ar="ندوة أخرى")
        PressItem.objects.filter(outlet="anfaspress.com").update(title="عنوان")
        before = everything()
        assert load_sample().total() == 0
        assert everything() == before

    def test_what_was_removed_comes_back_with_its_parts(self):
        self.event(HAY_HASSANI).delete()
        added = load_sample()
        assert (added["event"], added["speaker"], added["recommendation"], added["pressitem"]) == (1, 2, 3, 0)
        self.test_every_speaker_has_the_function_of_that_day()
