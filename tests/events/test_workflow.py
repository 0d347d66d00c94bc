"""Draft, in review, published, withdrawn: who takes which step, with which reason, and who reads it."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client

from events import services
from events.models import Event, Involvement
from events.workflow import STEPS, ConsentState, DecisionVerb
from history import versions
from history.models import Verb
from institutions.enums import PublicationState
from institutions.models import Institution
from tests import factories as make

pytestmark = pytest.mark.django_db


class Cast:
    """Staff of two institutions that work together, and of one that has nothing to do with them."""

    def __init__(self) -> None:
        self.dgsn, self.cndh = make.police(), make.institution()
        self.author = make.staff_member("author", "author", self.dgsn, first_name="أمينة", last_name="العلمي")
        self.reviewer = make.staff_member("reviewer", "reviewer", self.dgsn)
        self.publisher = make.staff_member("publisher", "publisher", self.dgsn)
        self.partner = make.staff_member("partner", "publisher", self.cndh)
        self.stranger = make.staff_member("stranger", "publisher", make.institution(name_fr="Ailleurs"))
        self.event = make.draft(created_by=self.author)
        make.involvement(event=self.event, institution=self.dgsn)

    def joined(self, asks: bool = True) -> Involvement:
        Institution.objects.filter(pk=self.cndh.pk).update(is_asked_before_publication=asks)
        return make.involvement(event=self.event, institution=self.cndh, role="joint_organizer")


@pytest.fixture
def cast() -> Cast:
    return Cast()


def state_of(event: Event) -> str:
    return Event.objects.get(pk=event.pk).publication_state


# Verbs ------------------------------------------------------------------------------------------------
VERBS: dict[DecisionVerb, Any] = {
    DecisionVerb.SUBMITTED: services.submit_event,
    DecisionVerb.REFUSED: services.refuse_event,
    DecisionVerb.PUBLISHED: services.publish_event,
    DecisionVerb.WITHDRAWN: services.withdraw_event,
    DecisionVerb.REOPENED: services.reopen_event,
}


@pytest.mark.parametrize("state", PublicationState.values)
@pytest.mark.parametrize("verb", VERBS)
def test_verb_leads_only_from_the_states_of_the_table(verb: DecisionVerb, state: str, cast: Cast) -> None:
    event = make.event(publication_state=state)
    step = STEPS[verb]

    if state in step.before:
        VERBS[verb](event=event, by=cast.publisher, reason="سبب")
        assert state_of(event) == step.after
    else:
        with pytest.raises(ValidationError) as refusal:
            VERBS[verb](event=event, by=cast.publisher, reason="سبب")
        assert refusal.value.code == "illegal_step"
        assert (state_of(event), event.publication_state, event.decisions.count()) == (state, state, 0)


def test_each_step_is_kept_as_decision_version_and_line_of_the_log(cast: Cast) -> None:
    event = cast.event

    services.submit_event(event=event, by=cast.author)
    services.refuse_event(event=event, by=cast.reviewer, reason=" التاريخ خطأ ")
    services.submit_event(event=event, by=cast.author)
    services.publish_event(event=event, by=cast.publisher)
    services.withdraw_event(event=event, by=cast.publisher, reason="طلب المؤسسة")

    steps = [
        ("submitted", "أمينة العلمي", ""),
        ("refused", "reviewer", "التاريخ خطأ"),
        ("submitted", "أمينة العلمي", ""),
        ("published", "publisher", ""),
        ("withdrawn", "publisher", "طلب المؤسسة"),
    ]
    assert [(row.verb, row.by_name, row.reason) for row in event.decisions.order_by("pk")] == steps
    kept = versions.of(event).exclude(verb=Verb.FOUND).order_by("number")
    assert [(row.verb, row.by_name, row.reason) for row in kept] == steps
    assert LogEntry.objects.filter(object_id=event.pk).count() == len(steps)


@pytest.mark.parametrize("verb", [DecisionVerb.REFUSED, DecisionVerb.WITHDRAWN])
def test_refusing_and_withdrawing_need_a_reason(verb: DecisionVerb, cast: Cast) -> None:
    state = next(iter(STEPS[verb].before))
    event = make.event(publication_state=state)

    with pytest.raises(ValidationError) as refusal:
        VERBS[verb](event=event, by=cast.publisher, reason="  ")

    assert list(refusal.value.error_dict) == ["reason"]
    assert state_of(event) == state


def test_second_of_two_reviewers_is_told_the_present_state(cast: Cast) -> None:
    services.submit_event(event=cast.event, by=cast.author)
    first, second = (Event.objects.get(pk=cast.event.pk) for _ in range(2))

    services.publish_event(event=first, by=cast.publisher)
    with pytest.raises(ValidationError, match="منشور"):
        services.refuse_event(event=second, by=cast.reviewer, reason="متأخر")

    assert state_of(cast.event) == PublicationState.PUBLISHED


def test_draft_unfit_for_the_public_is_not_submitted(cast: Cast) -> None:
    event = make.draft(kind="")

    with pytest.raises(ValidationError):
        services.submit_event(event=event, by=cast.author)

    assert (state_of(event), event.publication_state) == ("draft", "draft")


def test_photo_nobody_described_keeps_the_event_from_the_public(cast: Cast) -> None:
    make.photo(event=cast.event, alt_ar="", alt_fr="")

    with pytest.raises(ValidationError) as refusal:
        services.publish_event(event=cast.event, by=cast.publisher)

    assert refusal.value.code == "photos"
    assert state_of(cast.event) == "draft"


# Consent of those who organise together ---------------------------------------------------------------
def test_organiser_who_wishes_to_be_asked_is_asked_and_named_until_it_agrees(cast: Cast) -> None:
    cast.joined()
    services.submit_event(event=cast.event, by=cast.author)

    with pytest.raises(ValidationError) as refusal:
        services.publish_event(event=cast.event, by=cast.publisher)

    (consent,) = cast.event.consents.all()
    assert (consent.institution, consent.state) == (cast.cndh, ConsentState.ASKED)
    assert [str(cast.cndh) in message for message in refusal.value.messages] == [True]
    services.give_consent(consent=consent, by=cast.partner, agrees=True)
    services.publish_event(event=cast.event, by=cast.publisher)
    assert state_of(cast.event) == PublicationState.PUBLISHED


def test_objection_has_a_reason_and_is_asked_again_after_correction(cast: Cast) -> None:
    cast.joined()
    services.submit_event(event=cast.event, by=cast.author)
    (consent,) = cast.event.consents.all()

    with pytest.raises(ValidationError):
        services.give_consent(consent=consent, by=cast.partner, agrees=False, reason=" ")
    services.give_consent(consent=consent, by=cast.partner, agrees=False, reason="العدد خطأ")
    with pytest.raises(ValidationError, match="العدد خطأ"):
        services.publish_event(event=cast.event, by=cast.publisher)
    services.refuse_event(event=cast.event, by=cast.reviewer, reason="انظر الاعتراض")
    services.submit_event(event=cast.event, by=cast.author)

    consent.refresh_from_db()
    assert consent.state == ConsentState.ASKED


def test_institution_that_does_not_wish_it_is_not_asked(cast: Cast) -> None:
    cast.joined(asks=False)

    services.publish_event(event=cast.event, by=cast.publisher)

    assert cast.event.consents.count() == 0


def test_who_publishes_answers_for_the_own_institution(cast: Cast) -> None:
    cast.joined()

    services.publish_event(event=cast.event, by=cast.partner)

    (consent,) = cast.event.consents.all()
    assert (consent.state, consent.by) == (ConsentState.AGREED, cast.partner)


def test_administrator_does_not_answer_for_an_institution_by_publishing(cast: Cast) -> None:
    cast.joined()
    administrator = make.staff_member("administrator", "administrator")

    with pytest.raises(ValidationError):
        services.publish_event(event=cast.event, by=administrator)

    assert [row.state for row in cast.event.consents.all()] == [ConsentState.ASKED]


# The form ---------------------------------------------------------------------------------------------
def page(event: Event, word: str = "change") -> str:
    return f"/admin/events/event/{event.pk}/{word}/"


def as_user(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


def typed(client: Client, event: Event) -> dict[str, Any]:
    """The form as the browser would send it back."""
    from tests.desk import Answer

    response = client.get(page(event))
    return Answer(response, response.wsgi_request).data()


def press(client: Client, event: Event, button: str, **changes: Any) -> Any:
    return client.post(page(event), {**typed(client, event), **changes, button: "1"}, follow=True)


def messages_of(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def buttons_of(client: Client, event: Event) -> list[str]:
    return [button.name for button in client.get(page(event)).context["desk"]["buttons"]]


@pytest.mark.parametrize(
    ("state", "who", "buttons"),
    [
        ("draft", "author", ["_submit_for_review"]),
        ("draft", "publisher", ["_submit_for_review", "_publish"]),
        ("in_review", "author", []),
        ("in_review", "reviewer", ["_refuse"]),
        ("in_review", "publisher", ["_publish", "_refuse"]),
        ("published", "author", []),
        ("published", "publisher", ["_withdraw"]),
        ("withdrawn", "author", []),
        ("withdrawn", "publisher", ["_publish", "_reopen"]),
    ],
)
def test_form_offers_the_verbs_that_are_possible_and_allowed(
    client: Client, cast: Cast, state: str, who: str, buttons: list[str]
) -> None:
    Event.objects.filter(pk=cast.event.pk).update(publication_state=state)

    assert buttons_of(as_user(client, getattr(cast, who)), cast.event) == buttons


def test_save_and_submit_is_one_press(client: Client, cast: Cast) -> None:
    press(as_user(client, cast.author), cast.event, "_submit_for_review", kind_wording_ar="ندوة وطنية")

    event = Event.objects.get(pk=cast.event.pk)
    assert (event.kind_wording_ar, event.publication_state) == ("ندوة وطنية", "in_review")


def test_new_event_is_entered_and_submitted_in_one_press(client: Client, cast: Cast) -> None:
    from tests.desk import Answer

    as_user(client, cast.author)
    empty = client.get("/admin/events/event/add/")
    data = Answer(empty, empty.wsgi_request).data() | {
        "name_ar": "لقاء جديد",
        "kind": "seminar",
        "starts_on": "17/05/2023",
        "place_kind": "nationwide",
        "_submit_for_review": "1",
    }

    client.post("/admin/events/event/add/", data)

    event = Event.objects.get(name_ar="لقاء جديد")
    assert (event.publication_state, event.created_by) == ("in_review", cast.author)
    assert [row.verb for row in versions.of(event).order_by("number")] == ["created", "submitted"]


def test_refused_verb_keeps_what_was_saved_and_says_why_beside_the_field(client: Client, cast: Cast) -> None:
    response = press(
        as_user(client, cast.author), cast.event, "_submit_for_review", kind="", slogan_ar="شعار"
    )

    event = Event.objects.get(pk=cast.event.pk)
    assert (event.slogan_ar, event.publication_state) == ("شعار", "draft")
    assert response.context["adminform"].form.errors == {"kind": ["لا بد من تحديد نوع الموعد المنشور."]}
    assert "لا بد من تحديد نوع الموعد المنشور." in response.content.decode()


def test_photo_without_words_is_marked_in_its_own_row(client: Client, cast: Cast) -> None:
    make.photo(event=cast.event)
    mute = make.photo(event=cast.event, alt_ar="", alt_fr="")

    response = press(as_user(client, cast.publisher), cast.event, "_publish")

    (photos,) = [
        table.formset
        for table in response.context["inline_admin_formsets"]
        if table.formset.prefix == "photos"
    ]
    assert [form.instance.pk for form in photos.forms if form._errors] == [mute.pk]


def test_author_reads_the_reason_above_the_form_until_submitting_again(client: Client, cast: Cast) -> None:
    services.submit_event(event=cast.event, by=cast.author)
    asked = press(as_user(client, cast.reviewer), cast.event, "_refuse")
    assert asked.redirect_chain[-1][0] == page(cast.event, "refused")

    empty = client.post(page(cast.event, "refused"), {"reason": " \u200f "})
    client.post(page(cast.event, "refused"), {"reason": "التاريخ غير موثق"})

    assert empty.context["form"].errors == {"reason": ["اذكر السبب."]}
    seen = as_user(client, cast.author).get(page(cast.event))
    assert seen.context["desk"]["refusal"].reason == "التاريخ غير موثق"
    assert "التاريخ غير موثق" in seen.content.decode()
    press(client, cast.event, "_submit_for_review")
    assert client.get(page(cast.event)).context["desk"]["refusal"] is None


def test_verb_of_somebody_elses_right_is_not_done(client: Client, cast: Cast) -> None:
    response = press(as_user(client, cast.author), cast.event, "_publish", slogan_ar="شعار")

    event = Event.objects.get(pk=cast.event.pk)
    assert (event.publication_state, event.slogan_ar) == ("draft", "شعار")
    assert "نشر" in messages_of(response)


@pytest.mark.parametrize("word", ["refused", "withdrawn"])
@pytest.mark.parametrize("who", ["author", "stranger"])
def test_page_of_a_verb_is_closed_to_others(client: Client, cast: Cast, who: str, word: str) -> None:
    Event.objects.filter(pk=cast.event.pk).update(publication_state="in_review")
    as_user(client, getattr(cast, who))

    response = client.post(page(cast.event, word), {"reason": "سبب"})

    assert response.status_code == (403 if who == "author" else 302)  # a stranger does not even see it
    assert state_of(cast.event) == "in_review"


def test_consent_is_answered_in_the_form_by_its_own_institution_only(client: Client, cast: Cast) -> None:
    cast.joined()
    services.submit_event(event=cast.event, by=cast.author)
    (consent,) = cast.event.consents.all()
    address = page(cast.event, f"consent/{consent.pk}")

    other = as_user(client, cast.publisher).post(address, {"agree": "1"})
    as_user(client, cast.partner).post(address, {"object": "1", "reason": ""})
    consent.refresh_from_db()
    assert (other.status_code, consent.state) == (403, "asked")

    client.post(address, {"object": "1", "reason": "ننتظر المدير"})
    consent.refresh_from_db()
    assert (consent.state, consent.reason) == ("objected", "ننتظر المدير")
    client.post(address, {"agree": "1"})
    consent.refresh_from_db()
    assert consent.state == "agreed"


def test_staff_of_others_read_no_decision_about_what_is_public(client: Client, cast: Cast) -> None:
    services.submit_event(event=cast.event, by=cast.author)
    services.refuse_event(event=cast.event, by=cast.reviewer, reason="سر المراجع")
    services.publish_event(event=cast.event, by=cast.publisher)

    own = as_user(client, cast.author).get(page(cast.event))
    other = as_user(client, cast.stranger).get(page(cast.event))

    assert ["سر المراجع" in response.content.decode() for response in (own, other)] == [True, False]
    assert other.status_code == 200


@pytest.mark.parametrize("action", ["publish", "withdraw"])
def test_action_of_the_list_leaves_the_events_of_others_alone(
    client: Client, cast: Cast, action: str
) -> None:
    state = "draft" if action == "publish" else "published"
    Event.objects.filter(pk=cast.event.pk).update(publication_state=state)
    data = {"action": action, "_selected_action": [cast.event.pk], "reason": "سبب"}

    as_user(client, cast.stranger).post("/admin/events/event/", data)

    assert state_of(cast.event) == state


@pytest.mark.parametrize("count", [1, 3])
def test_form_takes_the_same_number_of_queries_whatever_was_decided(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    from django.contrib import admin
    from django.test import RequestFactory

    for number in range(count):
        services.submit_event(event=cast.event, by=cast.author)
        services.refuse_event(event=cast.event, by=cast.reviewer, reason=f"سبب {number}")
        asked = make.institution(name_fr=f"Conseil {number}", is_asked_before_publication=True)
        make.involvement(event=cast.event, institution=asked, role="joint_organizer")
        services.ask_consents(event=cast.event, by=cast.author)
    request = RequestFactory().get("/")
    request.user = type(cast.publisher).objects.get(pk=cast.publisher.pk)
    event = Event.objects.get(pk=cast.event.pk)

    with django_assert_num_queries(13):
        context = admin.site.get_model_admin(Event).desk_context(request, event)
        assert len(context["timeline"]) == 2 * count
        assert len([str(row.consent.institution) for row in context["consents"]]) == count


# The list ---------------------------------------------------------------------------------------------
def listed(client: Client, name: str) -> list[Event]:
    return list(client.get(f"/admin/events/event/?list={name}").context["cl"].result_list)


def test_lists_hold_what_waits_for_the_reader(client: Client, cast: Cast) -> None:
    other = make.draft(name_fr="Autre", created_by=cast.stranger)
    services.submit_event(event=cast.event, by=cast.author)

    as_user(client, cast.reviewer)
    assert (listed(client, "review"), listed(client, "returned")) == ([cast.event], [])
    services.refuse_event(event=cast.event, by=cast.reviewer, reason="سبب")
    assert listed(client, "review") == []
    as_user(client, cast.author)
    assert (listed(client, "mine"), listed(client, "returned")) == ([cast.event], [cast.event])
    assert listed(as_user(client, cast.stranger), "mine") == [other]


def test_list_of_consents_is_that_of_the_institution_asked(client: Client, cast: Cast) -> None:
    cast.joined()
    services.submit_event(event=cast.event, by=cast.author)

    assert listed(as_user(client, cast.partner), "consent") == [cast.event]
    assert listed(as_user(client, cast.publisher), "consent") == []


def test_list_without_follow_up_ends_with_the_first_follow_up(client: Client, cast: Cast) -> None:
    request = make.recommendation(event=cast.event)
    as_user(client, cast.author)
    assert listed(client, "follow_up") == [cast.event]

    make.follow_up(recommendation=request)

    assert listed(client, "follow_up") == []


def test_garbage_as_a_list_is_no_error_page(client: Client, cast: Cast) -> None:
    assert as_user(client, cast.author).get("/admin/events/event/?list=%00x").status_code in (200, 302, 400)
    assert client.get("/admin/events/event/?list=nothing").status_code == 200
