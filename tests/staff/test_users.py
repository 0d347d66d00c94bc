"""Administrators manage people by roles, lift nobody above themselves, and everything is written down."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from staff.audit import Action, record
from staff.models import AuditEntry, GroupPolicy
from staff.roles import LADDER, Role, has_role, highest_role
from tests.staff.conftest import telephone_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client, member: Any) -> Any:
    user = member("admin", role="administrator")
    client.force_login(user)
    return user


def group(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def changed(client: Client, user: Any, **typed: Any) -> Any:
    """The form of the user, sent; other apps add rows of their own to it."""
    address = f"/admin/auth/user/{user.pk}/change/"
    html = client.get(address).content.decode()
    rows = dict(re.findall(r'name="([\w-]+_FORMS)" value="(\d+)"', html))
    data = {"username": user.username, "is_active": "on", "is_staff": "on", **typed}
    return client.post(address, {**rows, **{key: value for key, value in data.items() if value}})


def test_role_is_given_and_written_down_with_before_and_after(
    client: Client, administrator: Any, member: Any
) -> None:
    user = member(role="author")
    seen = AuditEntry.objects.count()

    response = changed(client, user, groups=[group("publisher")])

    assert response.status_code == 302
    (entry,) = AuditEntry.objects.order_by("pk")[seen:]
    assert (entry.action, entry.actor_name, entry.target_label) == (Action.RIGHTS_CHANGED, "admin", "fatima")
    assert (entry.details["before"]["groups"], entry.details["after"]["groups"]) == (
        ["author"],
        ["publisher"],
    )


def test_administrator_sees_roles_by_name_and_no_single_permissions(
    client: Client, administrator: Any, member: Any
) -> None:
    client.cookies["django_language"] = "fr"

    html = client.get(f"/admin/auth/user/{member().pk}/change/").content.decode()

    assert "relecteur" in html
    assert "user_permissions" not in html
    assert "is_superuser" not in html


def test_administrator_makes_nobody_a_superuser(client: Client, administrator: Any, member: Any) -> None:
    user = member()

    assert changed(client, user, is_superuser="on", user_permissions=["1"]).status_code == 302

    user = get_user_model().objects.get(pk=user.pk)
    assert (user.is_superuser, user.user_permissions.count()) == (False, 0)


@pytest.mark.parametrize("path", ["change/", "password/"])
def test_administrator_changes_no_superuser(
    client: Client, administrator: Any, member: Any, path: str
) -> None:
    user = member("root", is_superuser=True)

    response = client.post(
        f"/admin/auth/user/{user.pk}/{path}", {"username": "taken", "password1": "x", "password2": "x"}
    )

    assert response.status_code == 403
    assert get_user_model().objects.filter(username="root", is_superuser=True).exists()


def test_administrator_keeps_the_own_rights_and_is_asked_for_the_old_password(
    client: Client, administrator: Any
) -> None:
    assert changed(client, administrator, is_active="", groups=[group("author")]).status_code == 302

    user = get_user_model().objects.get(pk=administrator.pk)
    assert (user.is_active, has_role(user, Role.ADMINISTRATOR)) == (True, True)
    own = client.post(f"/admin/auth/user/{user.pk}/password/", {"password1": "x", "password2": "x"})
    assert own.headers["Location"] == "/admin/password_change/"


@pytest.mark.parametrize("role", ["author", "reviewer", "publisher"])
@pytest.mark.parametrize(
    "path",
    ["auth/user/", "auth/user/add/", "staff/auditentry/", "staff/grouppolicy/", "staff/auditentry/export/"],
)
def test_page_of_administrators_is_refused_to_others(
    client: Client, member: Any, role: str, path: str
) -> None:
    client.force_login(member(role=role))

    response = client.post(f"/admin/{path}") if path.endswith("export/") else client.get(f"/admin/{path}")

    assert response.status_code == 403


def test_new_account_is_of_staff_and_written_down(client: Client, administrator: Any) -> None:
    phrase = "une phrase assez longue"

    client.post(
        "/admin/auth/user/add/",
        {"username": "hassan", "usable_password": "true", "password1": phrase, "password2": phrase},
    )

    assert get_user_model().objects.get(username="hassan").is_staff
    assert AuditEntry.objects.get(action=Action.ACCOUNT_CREATED).target_label == "hassan"


def test_account_is_not_deleted_from_the_pages(client: Client, administrator: Any, member: Any) -> None:
    assert client.post(f"/admin/auth/user/{member().pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_people_costs_the_same_for_few_and_many(
    client: Client, administrator: Any, member: Any, django_assert_num_queries: Any, number: int
) -> None:
    for index in range(number):
        telephone_of(member(f"member{index}", role="author"))

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        html = client.get("/admin/auth/user/").content.decode()

    assert html.count("icon-yes.svg") >= number


QUERIES_OF_THE_LIST = 8


def test_change_past_the_pages_is_written_down_too(member: Any) -> None:
    user = member()
    seen = AuditEntry.objects.count()

    user.groups.add(Group.objects.get(name="reviewer"))
    Group.objects.get(name="publisher").user_set.add(user)
    user.groups.clear()
    user.is_superuser = True
    user.save()

    said = [entry.details for entry in AuditEntry.objects.order_by("pk")[seen:]]
    assert said[:2] == [{"added": ["reviewer"]}, {"added": ["publisher"]}]
    assert sorted(said[2]["removed"]) == ["publisher", "reviewer"]
    assert (said[3]["before"]["is_superuser"], said[3]["after"]["is_superuser"]) == (False, True)


def test_rule_of_a_role_is_changed_and_written_down(client: Client, administrator: Any) -> None:
    policy = GroupPolicy.objects.get(group__name="reviewer")

    client.post(f"/admin/staff/grouppolicy/{policy.pk}/change/", {"requires_second_factor": "on"})

    assert GroupPolicy.objects.get(pk=policy.pk).requires_second_factor
    assert AuditEntry.objects.get(action=Action.POLICY_CHANGED).details == {"requires_second_factor": True}


# Roles -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("held", LADDER)
def test_role_includes_the_ones_below(member: Any, held: Role) -> None:
    user = member(role=held.value)

    assert [role for role in LADDER if has_role(user, role)] == list(LADDER[: LADDER.index(held) + 1])
    assert highest_role(user) == held


@pytest.mark.parametrize("columns", [{"is_active": False}, {"is_staff": False}])
def test_role_counts_for_active_staff_only(columns: dict[str, bool]) -> None:
    user = get_user_model().objects.create_user("x", **{"is_staff": True, "is_superuser": True, **columns})

    assert not has_role(user, Role.AUTHOR)


def test_roles_of_a_user_cost_one_query(member: Any, django_assert_num_queries: Any) -> None:
    user = get_user_model().objects.get(pk=member(role="author").pk)

    with django_assert_num_queries(1):
        assert [has_role(user, role) for role in LADDER] == [True, False, False, False]


def test_groups_hold_what_the_table_says_for_them_and_those_below() -> None:
    held = set(Group.objects.get(name="administrator").permissions.values_list("codename", flat=True))

    assert {"view_user", "add_user", "change_user", "view_auditentry", "change_grouppolicy"} <= held
    assert not {"delete_user", "add_auditentry", "change_auditentry", "delete_auditentry"} & held


# The log's page ------------------------------------------------------------------------------------
def test_log_is_read_filtered_and_searched(client: Client, administrator: Any) -> None:
    record(Action.EXPORTED, by=administrator, of="events")

    html = client.get("/admin/staff/auditentry/?action=exported&q=admin").content.decode()

    assert html.count('class="field-at') == 1
    entry = AuditEntry.objects.get(action=Action.EXPORTED)
    assert "events" in client.get(f"/admin/staff/auditentry/{entry.pk}/change/").content.decode()
    assert client.post(f"/admin/staff/auditentry/{entry.pk}/change/", {"actor_name": "x"}).status_code == 403
    assert client.post(f"/admin/staff/auditentry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/staff/auditentry/add/").status_code == 403


def test_log_is_exported_with_its_filters_and_the_export_is_written_down(
    client: Client, administrator: Any
) -> None:
    record(Action.PURGED, by=administrator, request=None, name="=cmd|x")
    record(Action.MERGED)

    response = client.post("/admin/staff/auditentry/export/?action=purged")

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[0].startswith("\ufeffat,action")
    assert [line.split(",")[1] for line in lines[1:]] == ["purged"]
    entry = AuditEntry.objects.get(action=Action.EXPORTED)
    assert entry.details == {"of": "staff.auditentry", "filters": {"action": ["purged"]}}
    assert client.get("/admin/staff/auditentry/export/").status_code == 405


def test_log_refuses_an_address_that_no_database_takes(client: Client, administrator: Any) -> None:
    assert client.get("/admin/staff/auditentry/?q=%00").status_code == 400
