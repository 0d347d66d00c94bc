"""The page on which two entries become one."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User

from events.models import Audience, Event, EventSeries, Topic, Venue
from history.models import PendingRevision
from history.versions import of
from institutions.models import Institution, Membership, Person
from tests import factories as make
from tests.desk import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Any) -> Any:
    client.force_login(get_user_model().objects.create_superuser("root"))
    return client


def page(keep: Any, remove: Any) -> str:
    return f"{address(type(keep), 'merge')}?keep={keep.pk}&remove={remove.pk}"


def member(role: str, *institutions: Institution) -> User:
    user = get_user_model().objects.create_user(f"{role}-{User.objects.count()}", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    for institution in institutions:
        Membership.objects.create(user=user, institution=institution)
    return user


MADE: dict[Any, Any] = {
    Event: lambda slug: make.event(slug=slug),
    EventSeries: lambda slug: make.series(slug=slug),
    Institution: lambda slug: make.institution(slug=slug),
    Person: lambda slug: make.person(slug=slug),
    Topic: lambda slug: make.term(Topic, slug),
    Audience: lambda slug: make.term(Audience, slug),
    Venue: lambda slug: make.venue(name_fr=slug),
}


@pytest.mark.parametrize("model", list(MADE))
def test_action_leads_from_two_selected_rows_to_the_page_that_merges_them(staff: Any, model: Any) -> None:
    rows = [MADE[model]("first"), MADE[model]("second")]
    picked = {"action": "merge_selected", "_selected_action": [row.pk for row in rows]}

    answer = staff.post(address(model, "changelist"), picked)
    shown = staff.get(answer.url)
    staff.post(answer.url, {"reason": "وردا مرتين"})

    assert answer.url == page(*rows)
    assert shown.status_code == 200
    assert list(model.objects.filter(pk__in=[row.pk for row in rows])) == [rows[0]]


@pytest.mark.parametrize("number", [1, 3])
def test_action_asks_for_two_rows(staff: Any, number: int) -> None:
    rows = [make.person(slug=f"person-{n}") for n in range(number)]
    picked = {"action": "merge_selected", "_selected_action": [row.pk for row in rows]}

    shown = staff.post(address(Person, "changelist"), picked, follow=True).content.decode()

    assert "حدد عنصرين" in shown
    assert Person.objects.count() == number


def test_action_keeps_the_row_to_which_more_leads(staff: Any) -> None:
    lonely, known = make.person(slug="lonely"), make.person(slug="known")
    make.speaker(person=known)
    picked = {"action": "merge_selected", "_selected_action": [lonely.pk, known.pk]}

    assert staff.post(address(Person, "changelist"), picked).url == page(known, lonely)


def test_page_shows_what_differs_in_its_language_and_counts_what_leads_to_each(staff: Any) -> None:
    keep = make.event(slug="keep")
    remove = make.event(slug="remove", name_fr="Autre titre", abstract_ar="نبذة")
    make.speaker(event=remove)

    shown = staff.get(page(keep, remove))

    html = shown.content.decode()
    assert [choice.part.name for choice in shown.context_data["choices"]] == ["name_fr"]
    assert '<span lang="fr" dir="ltr">Autre titre</span>' in html
    assert [(part.name, text) for part, text in shown.context_data["filled"]] == [("abstract_ar", "نبذة")]
    assert [(str(count.name), count.keep, count.remove) for count in shown.context_data["counts"]] == [
        ("المتدخلون والمشاركون", 0, 1)
    ]


def test_page_merges_with_the_values_that_were_chosen(staff: Any) -> None:
    keep, remove = (
        make.person(slug="keep"),
        make.person(slug="remove", name_fr="N. Achergui", gender="female"),
    )

    answer = staff.post(page(keep, remove), {"reason": "الشخص نفسه", "take-name_fr": "remove"})

    keep.refresh_from_db()
    assert answer.url == address(Person, "change", keep.pk)
    assert (keep.name_fr, keep.gender) == ("N. Achergui", "female")
    assert of(keep).first().reason == "الشخص نفسه"


def test_page_without_a_reason_asks_for_it_and_keeps_the_choices(staff: Any) -> None:
    keep, remove = make.person(slug="keep"), make.person(slug="remove", name_fr="N. Achergui")

    shown = staff.post(page(keep, remove), {"reason": " ", "take-name_fr": "remove"})

    assert "اذكر السبب" in shown.content.decode()
    assert [choice.chosen for choice in shown.context_data["choices"]] == ["remove"]
    assert Person.objects.count() == 2


def test_page_says_why_two_cannot_be_one_and_keeps_what_was_typed(staff: Any) -> None:
    keep, remove = make.institution(slug="keep"), make.police(slug="remove")
    make.agreement(first_party=keep, second_party=remove)

    shown = staff.post(page(keep, remove), {"reason": "مؤسسة واحدة"})

    assert shown.context_data["errors"]
    assert 'value="مؤسسة واحدة"' in shown.content.decode()
    assert Institution.objects.count() == 2


def test_page_refuses_while_a_proposed_change_of_the_removed_one_waits(staff: Any) -> None:
    user = get_user_model().objects.get()
    keep, remove = make.event(slug="keep"), make.event(slug="remove")
    staff.post(page(make.event(slug="a"), remove), {"reason": ""})
    from history.recording import keep_present

    PendingRevision.objects.create(row=remove, label="x", by=user, base=keep_present(remove), proposed={})

    shown = staff.post(page(keep, remove), {"reason": "وردا مرتين"})

    assert shown.context_data["errors"]
    assert Event.objects.filter(slug="remove").exists()


@pytest.mark.parametrize("query", ["", "?keep=1", "?keep=x&remove=y", "?keep=1&remove=" + "9" * 30])
def test_page_of_rows_that_are_not_there_is_not_found(staff: Any, query: str) -> None:
    assert staff.get(address(Person, "merge") + query).status_code in (400, 404)


def test_page_of_one_row_twice_merges_nothing(staff: Any) -> None:
    person = make.person()

    shown = staff.post(page(person, person), {"reason": "نفسه"})

    assert shown.context_data["errors"]
    assert Person.objects.get() == person


# Who may ----------------------------------------------------------------------------------------------------
def two_events_of(keep: Institution, remove: Institution) -> tuple[Event, Event]:
    rows = make.event(slug="keep"), make.event(slug="remove")
    make.involvement(event=rows[0], institution=keep)
    make.involvement(event=rows[1], institution=remove)
    return rows


def test_merging_events_is_for_publishers_of_both(client: Any) -> None:
    ours, theirs = make.institution(slug="ours"), make.police(slug="theirs")
    keep, remove = two_events_of(ours, theirs)
    allowed = {
        "author": member("author", ours, theirs),
        "reviewer": member("reviewer", ours, theirs),
        "publisher of one": member("publisher", ours),
        "publisher of both": member("publisher", ours, theirs),
    }

    answers = {}
    for name, user in allowed.items():
        client.force_login(user)
        answers[name] = client.get(page(keep, remove)).status_code

    assert answers == {"author": 403, "reviewer": 403, "publisher of one": 403, "publisher of both": 200}


def test_merging_tells_nothing_of_a_draft_that_the_user_may_not_see(client: Any) -> None:
    ours, theirs = make.institution(slug="ours"), make.police(slug="theirs")
    keep = make.event(slug="keep")
    hidden = make.draft(slug="hidden", name_ar="سر")
    make.involvement(event=keep, institution=ours)
    make.involvement(event=hidden, institution=theirs)
    client.force_login(member("publisher", ours))

    answer = client.get(page(keep, hidden))

    assert answer.status_code == 404
    assert "سر" not in answer.content.decode()


def test_merge_action_is_not_offered_to_authors(client: Any) -> None:
    make.person()
    client.force_login(member("author", make.institution()))

    assert "merge_selected" not in client.get(address(Person, "changelist")).content.decode()
