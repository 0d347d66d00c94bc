"""«Is it one of these?» in the form of a new event, while typing, and on the page of a saved one."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.lookalikes import lookalikes
from events.models import DistinctPair, Event
from institutions.models import Institution, Membership
from tests import factories as make
from tests.desk import Editor, address

pytestmark = pytest.mark.django_db

TYPED = {
    "name_ar": "شراكة الأمن الوطني ومؤسسات الحكامة",
    "kind": "seminar",
    "starts_on": "2023-05-17",
}


@pytest.fixture
def editor() -> Editor:
    return Editor()


def there(**columns: Any) -> Event:
    """The event that the record has already, organised by the police."""
    event = make.event(**columns)
    make.involvement(event=event, institution=make.police(slug="dgsn"))
    return event


def entered(editor: Editor, **typed: Any) -> Any:
    """The form of a new event, sent with what would be the same event again."""
    body = Institution.objects.filter(slug="dgsn").first() or make.police(slug="dgsn")
    return editor.send(
        Event,
        **TYPED,
        territory=make.fes().pk,
        involvements__0__institution=body.pk,
        involvements__0__role="organizer",
        **typed,
    )


def member(institution: Institution, role: str = "author") -> User:
    user = get_user_model().objects.create_user(
        f"user-{User.objects.count()}", password="secret", is_staff=True
    )
    user.groups.add(Group.objects.get(name=role))
    Membership.objects.create(user=user, institution=institution)
    return user


# Entering -------------------------------------------------------------------------------------------------
def test_new_event_that_looks_like_another_comes_back_with_what_was_typed_and_both_side_by_side(
    editor: Editor,
) -> None:
    other = there()

    answer = entered(editor, abstract_fr="Ce que j'avais écrit", speakers__0__title_ar="رئيسة وحدة")

    assert Event.objects.get() == other
    assert answer.errors["__all__"]
    assert answer.data()["abstract_fr"] == "Ce que j'avais écrit"
    assert answer.data()["speakers-0-title_ar"] == "رئيسة وحدة"
    [shown] = answer.response.context_data["lookalikes"]["compared"]
    facts = {str(fact.label): fact for fact in shown["row"].facts}
    assert shown["row"].event == other
    assert facts["العنوان"].own == [TYPED["name_ar"]]
    assert facts["التاريخ"].own == facts["التاريخ"].other == ["17 ماي 2023"]
    assert facts["المنظمون والشركاء"].own == ["المديرية العامة للأمن الوطني"]


def test_panel_of_look_alikes_is_drawn_with_a_choice_for_each(editor: Editor) -> None:
    other = there()

    page = entered(editor).response.render().content.decode()

    assert f'name="lookalike_{other.pk}" value="part"' in page
    assert f'name="lookalike_{other.pk}" value="different"' in page
    assert f'href="{address(Event, "change", other.pk)}" target="_blank"' in page


def test_new_event_that_looks_like_no_other_is_saved_at_once(editor: Editor) -> None:
    there(starts_on="2021-03-01")

    answer = entered(editor)

    assert answer.errors == {}
    assert Event.objects.count() == 2


def test_answer_different_saves_and_is_remembered(editor: Editor) -> None:
    other = there()

    answer = entered(editor, **{f"lookalike_{other.pk}": "different"})

    assert answer.errors == {}
    new = Event.objects.exclude(pk=other.pk).get()
    pair = DistinctPair.objects.get()
    assert (pair.first, pair.second, pair.decided_by) == (other, new, editor.user)
    assert lookalikes(new, visible=Event.objects.all()) == []


def test_answer_part_saves_the_event_as_a_part_of_the_other(editor: Editor) -> None:
    other = there()

    answer = entered(editor, **{f"lookalike_{other.pk}": "part"})

    assert answer.errors == {}
    assert Event.objects.exclude(pk=other.pk).get().super_event == other


def test_answer_part_of_two_events_is_refused_beside_the_field(editor: Editor) -> None:
    first, second = there(slug="first"), make.event(slug="second")

    answer = entered(editor, **{f"lookalike_{first.pk}": "part", f"lookalike_{second.pk}": "part"})

    assert "super_event" in answer.errors
    assert Event.objects.count() == 2


def test_answer_about_one_of_two_asks_for_the_other_and_keeps_the_first(editor: Editor) -> None:
    first, second = there(slug="first"), make.event(slug="second")

    answer = entered(editor, **{f"lookalike_{first.pk}": "different"})

    chosen = {
        row["row"].event: row["chosen"] for row in answer.response.context_data["lookalikes"]["compared"]
    }
    assert chosen == {first: "different", second: ""}


def test_answer_that_is_forged_counts_for_nothing(editor: Editor) -> None:
    other = there()

    answer = entered(editor, **{f"lookalike_{other.pk}": "whatever", "lookalike_999": "part"})

    assert answer.errors["__all__"]


def test_look_alikes_of_wrong_entries_are_no_failure(editor: Editor) -> None:
    there()

    answer = entered(
        editor, ends_on="9999-12-31", speakers__0__person="9" * 40, involvements__1__institution="x"
    )

    assert answer.main is not None
    assert Event.objects.count() == 1


def test_change_of_a_saved_event_does_not_ask(editor: Editor) -> None:
    there()
    again = make.event()

    answer = editor.send(again, place_words_ar="الباب الكبير")

    assert answer.errors == {}


# Nothing leaks -----------------------------------------------------------------------------------------------
def test_new_event_is_not_told_of_another_institution_s_draft(editor: Editor) -> None:
    there(publication_state="draft")
    home = make.institution(slug="home")
    editor.user = member(home)

    answer = editor.send(
        Event,
        **TYPED,
        territory=make.fes().pk,
        involvements__0__institution=home.pk,
        involvements__0__role="organizer",
    )

    assert answer.errors == {}
    assert Event.objects.count() == 2


def test_panel_names_no_speaker_who_may_not_be_named(editor: Editor) -> None:
    other = there()
    make.speaker(event=other, person=make.person(name_ar="اسم محجوب", name_is_public=False), title_ar="عميد")

    page = entered(editor).response.render().content.decode()

    assert "اسم محجوب" not in page
    assert "عميد" in page


# While typing --------------------------------------------------------------------------------------------------
def counted(client: Any, **query: Any) -> Any:
    return client.get("/admin/events/event/lookalikes/", {**TYPED, "territory": make.fes().pk, **query})


def test_count_while_typing_tells_how_many_and_which(client: Any) -> None:
    other = there()
    client.force_login(get_user_model().objects.create_superuser("root"))

    told = json.loads(counted(client).content)

    assert told["count"] == 1
    assert str(other) in told["html"]
    assert "واحد" in told["text"]
    assert json.loads(counted(client, known=other.pk).content) == {"count": 0, "text": "", "html": ""}


def test_count_while_typing_leaks_no_draft_and_is_for_those_who_enter_events(client: Any) -> None:
    there(publication_state="draft")
    client.force_login(member(make.institution(slug="home")))

    assert json.loads(counted(client).content)["count"] == 0
    client.force_login(get_user_model().objects.create_user("outsider", is_staff=True))
    assert counted(client).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts_on": "9999-99-99"},
        {"starts_on": "٣١/١٢/٩٩٩٩"},
        {"territory": "x"},
        {"known": "9" * 30},
        {"name_ar": "\0"},
        {"involvements-0-institution": "9" * 30},
    ],
)
def test_count_while_typing_of_wrong_entries_is_no_failure(client: Any, wrong: dict[str, str]) -> None:
    client.force_login(get_user_model().objects.create_superuser("root"))

    assert counted(client, **wrong).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_count_while_typing_costs_the_same_queries_whatever_is_there(client: Any, rows: int) -> None:
    for number in range(rows):
        make.involvement(event=make.event(), institution=make.police(name_fr=f"Police {number}"))
    client.force_login(get_user_model().objects.create_superuser("root"))
    counted(client)

    with CaptureQueriesContext(connection) as queries:
        assert json.loads(counted(client).content)["count"] == rows

    assert len(queries) == 10


# Of an event that is there -----------------------------------------------------------------------------------------
def test_page_of_look_alikes_compares_tells_apart_and_offers_to_merge(client: Any) -> None:
    other, again = there(), make.event()
    client.force_login(get_user_model().objects.create_superuser("root"))
    page = address(Event, "lookalikes", again.pk)

    shown = client.get(page).content.decode()
    answered = client.post(page, {f"lookalike_{other.pk}": "different"}, follow=True).content.decode()

    assert f"merge/?keep={other.pk}&amp;remove={again.pk}" in shown
    assert DistinctPair.objects.count() == 1
    assert f"merge/?keep={other.pk}" not in answered


def test_page_of_look_alikes_is_for_those_who_edit_the_event(client: Any) -> None:
    again = there()
    client.force_login(member(make.institution(slug="home")))

    assert client.get(address(Event, "lookalikes", again.pk)).status_code == 403
