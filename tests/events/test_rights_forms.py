"""Rights inside a form: whose event it is, what is locked, what has no name, and what is written to the log."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.utils.translation import gettext, override

from events.models import Event, PressItemEvent
from institutions.admin.concealed import HIDDEN
from institutions.models import Institution, Membership
from staff.models import Action, AuditEntry
from tests import factories as make
from tests.desk import Editor
from tests.rights_cast import answer_to, event_of, houses, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> dict[str, Institution]:
    return houses()


def editor(user: Any) -> Editor:
    made = Editor.__new__(Editor)
    made.user = user
    return made


NEW = {"name_ar": "لقاء جديد", "starts_on": "2026-05-01"}


# Whose event it is ------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_new_event_of_another_institution_is_refused_beside_its_row(
    found: dict[str, Institution], language: str
) -> None:
    author = editor(member("author", found["A"]))

    with override(language):
        sent = author.send(Event, **NEW, involvements__0__institution=found["C"].pk)
        message = gettext("Name your institution here, as organiser or as joint organiser.")

        assert sent.errors == {"involvements-0-institution": [message]}
    assert not Event.objects.exists()


def test_new_event_without_an_organiser_is_refused_beside_the_empty_row(
    found: dict[str, Institution],
) -> None:
    sent = editor(member("author", found["A"])).send(Event, **NEW, involvements__0__institution="")

    assert list(sent.errors) == ["involvements-0-institution"]


def test_partner_is_no_organiser(found: dict[str, Institution]) -> None:
    sent = editor(member("publisher", found["A"])).send(
        Event, **NEW, involvements__0__institution=found["A"].pk, involvements__0__role="partner"
    )

    assert list(sent.errors) == ["involvements-0-institution"]


def test_new_event_begins_with_the_institution_of_who_enters_it_and_remembers_them(
    found: dict[str, Institution],
) -> None:
    author = editor(member("author", found["A"]))

    offered = author.form(Event)
    author.send(Event, **NEW)

    assert str(offered["involvements-0-institution"]) == str(found["A"].pk)
    event = Event.objects.get()
    assert event.created_by == author.user
    assert [row.institution for row in event.involvements.all()] == [found["A"]]


def test_new_event_begins_with_nothing_where_somebody_works_for_two(found: dict[str, Institution]) -> None:
    user = member("author", found["A"])
    Membership.objects.create(user=user, institution=found["B"])

    assert not editor(user).form(Event).get("involvements-0-institution")


def test_administrator_enters_events_of_anybody(found: dict[str, Institution]) -> None:
    sent = editor(member("administrator")).send(Event, **NEW)

    assert sent.errors == {}


def test_press_item_is_not_attached_to_an_event_of_others(found: dict[str, Institution]) -> None:
    other, own = event_of(found, "published"), make.draft()
    make.involvement(event=own, institution=found["C"])
    item = make.press_item()
    publisher = editor(member("publisher", found["C"]))

    refused = publisher.send(item, event_links__0__event=other.pk)
    publisher.send(item, event_links__0__event=own.pk)

    assert list(refused.errors) == ["event_links-0-event"]
    assert list(PressItemEvent.objects.values_list("event", flat=True)) == [own.pk]


def test_press_item_is_not_taken_from_an_event_of_others(found: dict[str, Institution]) -> None:
    other = event_of(found, "published")
    item = make.press_item(other)

    editor(member("publisher", found["C"])).send(item, event_links__0__DELETE="on")

    assert PressItemEvent.objects.filter(event=other).exists()


# What is locked ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "house", "state"), [("author", "A", "draft"), ("publisher", "A", "published")]
)
def test_institution_is_published_by_its_own_publishers_only(
    found: dict[str, Institution], role: str, house: str, state: str
) -> None:
    user = member(role, found[house])
    row = found["A"]
    Institution.objects.filter(pk=row.pk).update(publication_state="draft", created_by=user)

    editor(user).send(row, publication_state="published")

    row.refresh_from_db()
    assert row.publication_state == state


def test_new_institution_of_an_author_is_a_draft(found: dict[str, Institution]) -> None:
    author = editor(member("author", found["A"]))

    sent = author.send(Institution, name_ar="مرصد", kind="association", publication_state="published")

    made = Institution.objects.get(name_ar="مرصد")
    assert (sent.errors, made.publication_state, made.created_by) == ({}, "draft", author.user)


def test_unit_is_not_moved_by_its_own_publisher(found: dict[str, Institution]) -> None:
    editor(member("publisher", found["A"])).send(found["A"], parent=found["C"].pk)

    found["A"].refresh_from_db()
    assert found["A"].parent == found["parent"]


def test_register_is_mended_by_who_made_the_entry_and_by_publishers(found: dict[str, Institution]) -> None:
    author, other, publisher = (
        member("author", found["A"]),
        member("author", found["A"]),
        member("publisher", found["C"]),
    )
    editor(author).send(make_person(), name_fr="Nom")
    from institutions.models import Person

    person = Person.objects.get(name_fr="Nom")
    statuses = [
        answer_to(user, f"/admin/institutions/person/{person.pk}/change/", {})[0]
        for user in (author, other, publisher)
    ]

    assert statuses == [200, 403, 200]  # 200: the form, with what is missing in it


def make_person() -> Any:
    from institutions.models import Person

    return Person


@pytest.mark.parametrize("role", ["author", "publisher", "administrator", "superuser"])
def test_event_is_never_deleted(found: dict[str, Institution], role: str) -> None:
    event = event_of(found, "draft")
    user = (
        get_user_model().objects.create_superuser("root") if role == "superuser" else member(role, found["A"])
    )

    status, _response = answer_to(user, f"/admin/events/event/{event.pk}/delete/", {"post": "yes"})

    assert status == 403
    assert Event.objects.filter(pk=event.pk).exists()


# What has no name -------------------------------------------------------------------------------------
def test_hidden_choice_stays_in_an_event_without_its_name(found: dict[str, Institution]) -> None:
    hidden = make.draft(name_ar="سر", name_fr="Secret")
    own = make.draft(super_event=hidden)
    make.involvement(event=own, institution=found["C"])
    author = editor(member("author", found["C"]))

    field = author.respond(author.request(), own).main["super_event"]
    sent = author.send(own, slogan_ar="شعار")

    own.refresh_from_db()
    assert str(HIDDEN) in str(field)
    assert "Secret" not in str(field)
    assert (sent.errors, own.super_event, own.slogan_ar) == ({}, hidden, "شعار")


def test_unit_of_a_hidden_body_is_called_without_it(found: dict[str, Institution]) -> None:
    body = make.institution(name_ar="سر", name_fr="Secret", publication_state="draft")
    make.institution(name_ar="وحدة", name_fr="Unité", parent=body)
    query = "app_label=institutions&model_name=institution&field_name=parent&term=Unité"

    _status, response = answer_to(member("author", found["C"]), f"/admin/autocomplete/?{query}")

    assert [row["text"] for row in json.loads(response.content)["results"]] == [f"وحدة ({HIDDEN})"]


# What is written down ---------------------------------------------------------------------------------
def test_membership_is_given_by_administrators_and_logged(found: dict[str, Institution]) -> None:
    administrator = editor(member("administrator"))
    employee = member("author")

    administrator.send(found["A"], memberships__0__user=employee.pk, memberships__0__includes_units="on")

    membership = Membership.objects.get(user=employee)
    entry = AuditEntry.objects.filter(action=Action.RIGHTS_CHANGED).latest("pk")
    assert (membership.institution, membership.includes_units) == (found["A"], True)
    assert (entry.actor_id, entry.target_id) == (administrator.user.pk, str(employee.pk))
    assert entry.details["institution_id"] == found["A"].pk


def test_membership_is_offered_to_administrators_only(found: dict[str, Institution]) -> None:
    publisher = editor(member("publisher", found["A"]))
    answer = publisher.respond(publisher.request(), found["A"])

    assert Membership not in [rows.model for rows in answer.inlines]


def test_membership_on_the_page_of_a_user_is_logged(found: dict[str, Institution]) -> None:
    administrator = editor(member("administrator"))
    employee = member("author", found["A"])
    page: Any = User.objects.get(pk=employee.pk)

    administrator.send(page, memberships__0__DELETE="on")

    assert not Membership.objects.filter(user=employee).exists()
    entry = AuditEntry.objects.filter(action=Action.RIGHTS_CHANGED).latest("pk")
    assert entry.details["membership"] == "removed"
