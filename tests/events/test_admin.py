"""The staff's form of an event: entering, inferring, cleaning, refusing; nothing typed ends in an error page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import BadRequest
from django.db import transaction
from django.test import Client
from django.utils.translation import gettext, override

from events.models import Citation, Count, Event, EventAgreement, EventLink, EventName, Involvement, Speaker
from institutions.enums import PublicationState
from tests import factories
from tests.desk import Editor

pytestmark = pytest.mark.django_db
LIST = "/admin/events/event/"
DAMMA = "\u064f"


@pytest.fixture
def editor() -> Editor:
    return Editor()


@pytest.fixture
def staff(client: Client, editor: Editor) -> Client:
    client.force_login(editor.user)
    return client


@pytest.fixture(autouse=True)
def page_is_arabic() -> Iterator[None]:
    with override("ar"):
        yield


# Entering ---------------------------------------------------------------------------------------------
def test_whole_event_is_entered_in_arabic_in_one_go(editor: Editor) -> None:
    police, council = factories.police(), factories.institution()
    person = factories.person()
    city = factories.fes()
    opening = factories.event(name_ar="الأبواب المفتوحة", kind="open_days")
    source = factories.press_item()

    response = editor.send(
        Event,
        name_ar="الشراكة بين المديرية العامة للأمن الوطني ومؤسسات الحكامة",
        kind="seminar",
        kind_wording_ar="ندوة وطنية",
        scope="national",
        status="held",
        starts_on="١٧/٠٥/٢٠٢٣",
        starts_half_day="evening",
        territory=city.pk,
        super_event=opening.pk,
        abstract_ar="حضرها ممثلو ثلاث مؤسسات.",
        involvements__0__institution=police.pk,
        involvements__0__role="organizer",
        involvements__1__institution=council.pk,
        involvements__1__role="partner",
        involvements__1__position="0",
        speakers__0__person=person.pk,
        speakers__0__title_ar="رئيسة وحدة الدراسات والتقارير",
        speakers__0__institution=council.pk,
        speakers__1__title_ar="ممثلة الشرطة القضائية",
        speakers__1__role="speaker",
        speakers__1__gender="female",
        speakers__1__position="0",
        sessions__0__name_ar="المحور الأول",
        sessions__0__position="0",
        recommendations__0__kind="proposal",
        recommendations__0__text_ar="إحداث صندوق للمقترحات",
        recommendations__0__addressees=[police.pk],
        recommendations__0__due_precision="unknown",
        recommendations__0__position="0",
        press_links__0__pressitem=source.pk,
        counts__0__unit="interventions",
        counts__0__value="٥",
        counts__0__scope="total",
        counts__0__qualifier="exact",
        counts__0__position="0",
    )

    assert response.errors == {}
    event = Event.objects.get(kind="seminar")
    assert (event.first_day, event.starts_precision, event.place_kind) == (
        date(2023, 5, 17),
        "half_day",
        "place",
    )
    assert event.super_event == opening
    assert [(row.institution, row.role, row.position) for row in event.involvements.order_by("position")] == [
        (police, "organizer", 1),
        (council, "partner", 2),
    ]
    assert [(row.person, row.title_ar) for row in event.speakers.all()] == [
        (person, "رئيسة وحدة الدراسات والتقارير"),
        (None, "ممثلة الشرطة القضائية"),
    ]
    assert list(event.recommendations.get().addressees.all()) == [police]
    assert event.counts.get().value == 5
    assert list(event.press_items.all()) == [source]
    assert event.publication_state == PublicationState.DRAFT


def test_text_is_cleaned_on_entry_and_keeps_its_vowels(editor: Editor) -> None:
    response = editor.send(
        Event, name_ar=f"  نـــدوة\u200f  م{DAMMA}شتركة \u0660\u0661 ", when_words="\ufedf\ufe8e"
    )

    assert response.errors == {}
    event = Event.objects.get()
    assert event.name_ar == f"ندوة م{DAMMA}شتركة 01"
    assert event.when_words == "لا"


@pytest.mark.parametrize(
    "typed", ["17/05/2023", "2023-05-17", "١٧/٠٥/٢٠٢٣", "17-05-2023", "\u200f17/05/2023"]
)
@pytest.mark.parametrize("language", settings.COMPLETE_LANGUAGES)
def test_date_is_accepted_as_people_write_it(editor: Editor, language: str, typed: str) -> None:
    with override(language):
        assert editor.send(Event, name_fr="Séminaire", starts_on=typed).errors == {}
    assert Event.objects.get().starts_on == date(2023, 5, 17)


def test_precision_follows_what_is_typed_until_staff_chooses_it(editor: Editor) -> None:
    event = factories.draft()
    assert event.starts_precision == "day"

    editor.send(event, starts_at="9:30")
    event.refresh_from_db()
    assert event.starts_precision == "minute"

    editor.send(event, starts_on="", starts_at="")
    event.refresh_from_db()
    assert event.starts_precision == "unknown"

    response = editor.send(event, starts_on="17/05/2023", starts_precision="month")
    with override("ar"):
        assert response.errors == {"starts_on": [gettext("For a month, give its first day.")]}


def test_choices_of_a_row_belong_to_the_same_event(editor: Editor) -> None:
    event, other = factories.draft(), factories.event(name_fr="Autre")
    own, foreign = factories.session(event=event), factories.session(event=other)

    page = editor.respond(editor.request(), event)
    refused = editor.send(event, speakers__0__title_ar="متدخل", speakers__0__session=foreign.pk)

    speakers = next(rows for rows in page.inlines if rows.prefix == "speakers")
    assert [value for value, _label in speakers.forms[0].fields["session"].choices] == ["", own.pk]
    assert list(refused.errors) == ["speakers-0-session"]


# Refusing ---------------------------------------------------------------------------------------------
REFUSED = [
    (
        {"kind": ""},
        "kind",
        "A published event needs a kind.",
    ),
    (
        {"starts_on": ""},
        "starts_on",
        "A published event says when it was, if only in the words of the source.",
    ),
    (
        {"place_kind": "", "territory": ""},
        "place_kind",
        "A published event says where: a place, nationwide, online, or that it is not known.",
    ),
    (
        {"territory": ""},
        "territory",
        "Choose the city or district, or say that the place is not known.",
    ),
    ({"ends_on": "16/05/2023"}, "ends_on", "The event cannot end before it starts."),
    (
        {"starts_at": "10:00", "ends_on": "17/05/2023", "ends_at": "09:00"},
        "ends_at",
        "The event cannot end before it starts.",
    ),
    ({"edition_number": "4"}, "series", "An edition number needs a series."),
    ({"occasion_ordinal": "67"}, "occasion", "Say which occasion this number counts."),
    (
        {
            "publish_from_0": "17/05/2023",
            "publish_from_1": "10:00",
            "publish_until_0": "16/05/2023",
            "publish_until_1": "10:00",
        },
        "publish_until",
        "The end of publication must come after its start.",
    ),
    ({"time_zone": "Africa/Fes"}, "time_zone", "There is no such time zone."),
    ({"starts_on": "17/05/0023"}, "starts_on", "Check the year."),
    (
        {"starts_on": "", "starts_half_day": "evening", "when_words": "ذات مساء"},
        "starts_half_day",
        "A part of the day is chosen: say that only this part is known, or remove it.",
    ),
]


@pytest.mark.parametrize("language", settings.COMPLETE_LANGUAGES)
@pytest.mark.parametrize(("typed", "field", "message"), REFUSED)
def test_refusal_stands_beside_its_field_in_the_language_of_the_page(
    editor: Editor, typed: dict[str, str], field: str, message: str, language: str
) -> None:
    event = factories.event()  # the public reads it: what a draft may lack, it may not

    with override(language):
        assert editor.send(event, **typed).errors == {field: [gettext(message)]}
        assert (gettext(message) == message) is (language == "en")


def test_event_is_no_part_of_itself(editor: Editor) -> None:
    event = factories.draft()

    with override("ar"):
        assert editor.send(event, super_event=event.pk).errors == {
            "super_event": [gettext("An event cannot be a part of itself.")]
        }


ROW = "Row %(row)d repeats row %(first)d."


def repeated(message: str = "") -> list[str]:
    with override("ar"):
        row = gettext(ROW) % {"row": 2, "first": 1}
        return [f"{row} {gettext(message)}" if message else row]


def test_institution_twice_in_one_role_is_named_with_its_row(editor: Editor) -> None:
    body = factories.institution()
    twice = {
        "involvements__0__institution": body.pk,
        "involvements__1__institution": body.pk,
        "involvements__1__role": "organizer",
        "involvements__1__position": "0",
    }

    response = editor.send(Event, name_ar="ندوة", **twice)

    assert response.errors == {"involvements-1-__all__": repeated("This institution already has this role.")}
    assert Involvement.objects.count() == 0


def test_person_twice_in_one_role_is_named_with_its_row(editor: Editor) -> None:
    person = factories.person()
    twice = {
        "speakers__0__person": person.pk,
        "speakers__1__person": person.pk,
        "speakers__1__role": "speaker",
        "speakers__1__gender": "unknown",
        "speakers__1__position": "0",
    }

    response = editor.send(Event, name_ar="ندوة", **twice)

    assert response.errors == {
        "speakers-1-__all__": repeated("This person already has this role in the event.")
    }
    assert Speaker.objects.count() == 0


def test_person_twice_in_different_sessions_is_accepted_twice_in_one_is_not(editor: Editor) -> None:
    event, person = factories.draft(), factories.person()
    first, second = factories.session(event=event), factories.session(event=event)
    rows = {"speakers__0__person": person.pk, "speakers__0__session": first.pk}
    rows |= {"speakers__1__person": person.pk, "speakers__1__session": first.pk}
    rows |= {"speakers__1__role": "speaker", "speakers__1__gender": "unknown", "speakers__1__position": "0"}

    refused = editor.send(event, **rows)
    accepted = editor.send(event, **{**rows, "speakers__1__session": second.pk})

    assert refused.errors == {
        "speakers-1-__all__": repeated("This person already has this role in the session.")
    }
    assert accepted.errors == {}


def test_row_may_be_deleted_and_entered_again_at_once(editor: Editor) -> None:
    event = factories.draft()
    row = factories.involvement(event=event)
    again = {"involvements__1__institution": row.institution_id, "involvements__0__DELETE": "on"}

    assert editor.send(event, **again).errors == {}
    assert Involvement.objects.exclude(pk=row.pk).get().institution == row.institution


def test_second_choice_of_the_editor_among_figures_is_refused(editor: Editor) -> None:
    event = factories.draft()
    factories.count(event=event, is_chosen=True)
    second = {"unit": "visitors", "value": "7", "scope": "total", "qualifier": "exact", "position": "0"}

    response = editor.send(
        event,
        **{f"counts__1__{name}": v for name, v in second.items()},
        counts__1__is_chosen="on",
    )

    assert response.errors == {"counts-1-__all__": repeated("Another figure is already the editor's choice.")}
    assert Count.objects.count() == 1


def test_rows_whose_constraint_has_no_words_are_refused_in_ours(editor: Editor) -> None:
    event, source, agreement = factories.draft(), factories.press_item(), factories.agreement()
    rows: dict[str, Any] = {}
    for number in (0, 1):
        rows |= {
            f"press_links__{number}__pressitem": source.pk,
            f"other_names__{number}__text": "عنوان",
            f"other_names__{number}__language": "ar",
            f"agreement_links__{number}__agreement": agreement.pk,
            f"agreement_links__{number}__relation": "signed_at",
            f"events-citation-content_type-object_id__{number}__source": source.pk,
            f"events-citation-content_type-object_id__{number}__language": "ar",
        }

    response = editor.send(event, **rows)

    assert set(map(tuple, response.errors.values())) == {tuple(repeated())}
    assert len(response.errors) == 4
    assert [model.objects.count() for model in (EventName, EventAgreement, Citation)] == [0, 0, 0]


def test_event_is_not_linked_to_itself(editor: Editor) -> None:
    event = factories.draft()

    response = editor.send(event, links_from__0__kind="follows", links_from__0__to_event=event.pk)

    with override("ar"):
        assert response.errors == {"links_from-0-to_event": [gettext("An event cannot be linked to itself.")]}
    assert EventLink.objects.count() == 0


def test_rows_say_what_they_lack(editor: Editor) -> None:
    event = factories.draft()

    response = editor.send(
        event,
        speakers__0__rank_ar="عميد",
        sessions__0__starts_at="10:00",
        sessions__0__position="0",
        counts__0__unit="visitors",
        counts__0__scope="total",
        counts__0__qualifier="exact",
        counts__0__position="0",
        venues__0__position="3",
        recordings__0__kind="video",
        recordings__0__language="ar",
        recordings__0__url="https://example.ma/v",
    )

    with override("ar"):
        assert response.errors == {
            "speakers-0-person": [gettext("Name the person or give the function.")],
            "sessions-0-name_ar": [gettext("Give the title in Arabic or in French.")],
            "counts-0-value": [gettext("Give the number, or the words of the source.")],
            "venues-0-venue": [gettext("Choose a venue or a room.")],
            "recordings-0-name_ar".replace("name", "title"): [
                gettext("Give the title in Arabic or in French.")
            ],
        }


def test_what_two_people_enter_at_once_is_refused_politely(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = factories.involvement(event=factories.draft())
    monkeypatch.setattr("institutions.admin.rows.DistinctRows.validate_unique", lambda formset: None)

    answer = editor.send(row.event, involvements__1__institution=row.institution_id)

    text = "Nothing was saved: somebody has just entered the same. Look at it, then try again."
    assert answer.messages == [gettext(text)]
    assert row.event.involvements.count() == 1


GARBAGE = [
    "\x00", "x" * 5000, "٩" * 30, "-1", "1e400", "2023-02-31", "99/99/9999", "31/12/9999", "01/01/0001",
    "<script>alert(1)</script>", "’; DROP TABLE events_event; --", "\ud7ff\ufffd", "NaN", "http://[", "24:61",
]  # fmt: skip


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_in_every_field_at_once_is_never_an_error_page(editor: Editor, garbage: str) -> None:
    event = factories.full_event()
    page = editor.form(event)
    kept = {name for name in page if "_FORMS" in name or name.endswith(("-id", "-event", "-from_event"))}

    sent = {name: value if name in kept else garbage for name, value in page.items()}

    try:
        assert editor.respond(editor.request(sent), event).response.status_code in (200, 302)
    except BadRequest:
        assert garbage == "٩" * 30


@pytest.mark.parametrize("garbage", ["\x00", "x" * 5000, "٩" * 30, "31/12/9999", "01/01/0001", "24:61"])
def test_garbage_in_one_field_is_never_an_error_page(editor: Editor, garbage: str) -> None:
    event = factories.event(ends_on=date(2023, 5, 21))
    form_class = admin.site.get_model_admin(Event).get_form(editor.request(), event)
    page = {name: value for name, value in editor.form(event).items() if "-" not in name}

    for name in (n for n in form_class.base_fields if not n.endswith(("_fr", "_en", "_zgh"))):
        form = form_class({**page, name: garbage}, instance=Event.objects.get(pk=event.pk))
        if form.is_valid():
            with transaction.atomic():
                form.save()
                transaction.set_rollback(True)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=%D8%9F", "q=" + "a" * 3000, "first_day__year=x", "first_day__year=99999", "p=x", "o=99.x",
        "kind=nothing", "region=nowhere", "publication_state=%00", "nothing=1", "e=1",
        "first_day__year=" + "9" * 30,
    ],
)  # fmt: skip
def test_garbage_in_the_address_of_the_list_is_never_an_error_page(staff: Client, query: str) -> None:
    factories.event()

    assert staff.get(f"{LIST}?{query}").status_code in (200, 302, 400)


# The list ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_number_of_queries_for_any_number_of_events(
    staff: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        factories.event(name_fr=f"Séminaire {number}", super_event=None)

    with django_assert_num_queries(7):
        staff.get(LIST)


def test_event_without_title_is_listed_by_kind_place_and_date(staff: Client) -> None:
    factories.event(name_ar="", name_fr="", kind="community_meeting")

    assert "لقاء تواصلي، فاس، 17 ماي 2023" in staff.get(LIST).content.decode()


def test_list_shows_events_of_a_region(staff: Client) -> None:
    region = factories.territory(name_ar="فاس-مكناس", kind="region", slug="fes-meknes")
    here = factories.event(territory=factories.territory(parent=region))
    factories.event(name_fr="Ailleurs", territory=factories.territory(name_fr="Rabat"))

    assert list(staff.get(f"{LIST}?region=fes-meknes").context["cl"].result_list) == [here]


# Publishing and withdrawing ---------------------------------------------------------------------------
def messages_of(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def act(staff: Client, action: str, *events: Event, **more: str) -> Any:
    data = {"action": action, "_selected_action": [event.pk for event in events], **more}
    return staff.post(LIST, data, follow=True)


def test_publishing_takes_along_the_drafts_that_the_event_names(staff: Client) -> None:
    draft = PublicationState.DRAFT
    series = factories.series(publication_state=draft)
    event = factories.draft(series=series)
    body = factories.involvement(
        event=event, institution=factories.institution(publication_state=draft)
    ).institution
    stranger = factories.police(publication_state=draft)

    response = act(staff, "publish", event)

    for row in (event, series, body, stranger):
        row.refresh_from_db()
    assert [row.is_public for row in (event, series, body, stranger)] == [True, True, True, False]
    assert messages_of(response) == [f"أصبح متاحا للعموم: «{event}»، «{body}»، «{series}»."]
    assert sorted(LogEntry.objects.values_list("object_repr", flat=True)) == sorted(
        map(str, (event, body, series))
    )


def test_publishing_says_what_stands_in_the_way_and_publishes_the_others(staff: Client) -> None:
    unfit, fit = factories.draft(kind=""), factories.draft(name_ar="لقاء آخر")

    response = act(staff, "publish", unfit, fit)

    unfit.refresh_from_db()
    fit.refresh_from_db()
    assert (unfit.is_public, fit.is_public) == (False, True)
    assert sorted(messages_of(response)) == sorted(
        [
            f"لم يُنشر «{unfit}». لا بد من تحديد نوع الموعد المنشور.",
            f"أصبح متاحا للعموم: «{fit}».",
        ]
    )


def test_publish_button_of_the_form_publishes_as_the_action_does(editor: Editor) -> None:
    event = factories.draft()
    body = factories.institution(publication_state=PublicationState.DRAFT)

    editor.send(event, _publish="1", involvements__0__institution=body.pk)

    event.refresh_from_db()
    body.refresh_from_db()
    assert (event.is_public, body.is_public) == (True, True)


def test_state_is_changed_by_verbs_not_by_typing_it(editor: Editor) -> None:
    event = factories.draft()

    editor.send(event, publication_state="published")

    event.refresh_from_db()
    assert event.publication_state == PublicationState.DRAFT


def test_withdrawing_asks_for_the_reason_and_keeps_it(staff: Client) -> None:
    event = factories.event()

    asked = act(staff, "withdraw", event)
    empty = act(staff, "withdraw", event, reason=" \u200f ")
    done = act(staff, "withdraw", event, reason="خطأ في التاريخ")

    event.refresh_from_db()
    assert (asked.status_code, 'name="reason"' in asked.content.decode()) == (200, True)
    assert "errorlist" in empty.content.decode()
    assert event.publication_state == PublicationState.WITHDRAWN
    assert messages_of(done) == [f"لم يعد متاحا للعموم: «{event}»."]
    assert LogEntry.objects.get().change_message == "سُحب: خطأ في التاريخ"


# Who may ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", [LIST, f"{LIST}add/", "/admin/", "/admin/autocomplete/"])
def test_visitor_is_sent_to_the_login(client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")  # type: ignore[attr-defined]  # a redirect


def test_member_without_the_right_to_change_is_offered_no_publishing(client: Client) -> None:
    from django.contrib.auth.models import Permission

    reader = get_user_model().objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_event"))
    client.force_login(reader)
    event = factories.draft()

    act(client, "publish", event)

    event.refresh_from_db()
    assert event.publication_state == PublicationState.DRAFT
