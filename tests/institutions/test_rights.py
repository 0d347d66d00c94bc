"""Whose rows are whose: memberships, units below, roles, and the rule that every desk needs."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, User
from django.db import models

from institutions.models import Agreement, Institution, Membership
from institutions.rights import ALL, CLOSED, home_of, institutions_of, rule_for, visible_rows
from tests import factories as make

pytestmark = pytest.mark.django_db


def member(role: str, *institutions: Institution, includes_units: bool = False) -> User:
    user = get_user_model().objects.create_user(f"user-{User.objects.count()}", is_staff=True)
    user.groups.add(*Group.objects.filter(name=role))
    for institution in institutions:
        Membership.objects.create(user=user, institution=institution, includes_units=includes_units)
    return user


def family() -> list[Institution]:
    """A body, a unit of it, and a unit of that."""
    top = make.police()
    middle = make.institution(parent=top)
    return [top, middle, make.institution(parent=middle)]


def test_institutions_of_a_member_are_its_own_only() -> None:
    top, *_units = family()

    assert institutions_of(member("author", top)) == {top.pk}


def test_institutions_of_a_member_include_units_at_any_depth_where_so_set(
    django_assert_num_queries: Any,
) -> None:
    rows = family()
    make.institution()
    user = member("author", rows[0], includes_units=True)

    with django_assert_num_queries(3):  # roles, memberships, the tree
        found = institutions_of(user)
        institutions_of(user)

    assert found == {row.pk for row in rows}


def test_institutions_of_a_member_end_where_units_run_in_a_circle() -> None:
    top, middle, low = family()
    Institution.objects.filter(pk=top.pk).update(parent=low)

    assert institutions_of(member("author", middle, includes_units=True)) == {top.pk, middle.pk, low.pk}


def test_institutions_of_administrators_and_superusers_are_all() -> None:
    superuser = get_user_model().objects.create_superuser("root")

    assert institutions_of(member("administrator")) is ALL
    assert institutions_of(superuser) is ALL
    assert institutions_of(AnonymousUser()) == frozenset()


def test_home_is_the_only_institution_of_a_member() -> None:
    first, second = make.police(), make.institution()

    assert home_of(member("author", first, includes_units=True)) == first.pk
    assert home_of(member("author", first, second)) is None


def test_a_model_without_a_rule_is_closed_even_to_superusers() -> None:
    class Unknown(models.Model):
        class Meta:
            app_label = "tests"
            managed = False

    superuser = get_user_model().objects.create_superuser("root")
    rule = rule_for(Unknown)

    assert rule is CLOSED
    assert not rule.may_see(superuser, Unknown(pk=1))
    assert not rule.may_change(superuser, Unknown(pk=1))
    assert not rule.may_add(superuser)


def test_draft_institution_is_seen_by_its_members_its_maker_and_who_works_on_an_event_that_names_it() -> None:
    own, draft = make.police(), make.institution(publication_state="draft")
    maker, member_of_it, organizer, stranger = (
        member("author", own),
        member("author", draft),
        member("author", make.institution()),
        member("publisher", make.institution()),
    )
    Institution.objects.filter(pk=draft.pk).update(created_by=maker)
    event = make.draft()
    make.involvement(event=event, institution_id=organizer.memberships.get().institution_id)
    make.involvement(event=event, institution=draft, role="partner")

    seen = [draft in visible_rows(Institution, user) for user in (maker, member_of_it, organizer, stranger)]

    assert seen == [True, True, True, False]


def test_draft_agreement_belongs_to_all_its_parties() -> None:
    first, second, third = make.police(), make.institution(), make.institution()
    agreement = make.agreement(first_party=first, second_party=second, publication_state="draft")
    agreement.further_parties.add(third)

    seen = {
        name: agreement in visible_rows(Agreement, member("author", row))
        for name, row in {"first": first, "third": third, "stranger": make.institution()}.items()
    }

    assert seen == {"first": True, "third": True, "stranger": False}
