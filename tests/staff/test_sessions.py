"""A sign-in ends: after two idle hours, after twelve, everywhere on request."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from staff.audit import Action
from staff.models import AuditEntry
from tests.staff.conftest import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
HOUR = 60 * 60


def is_in(client: Client) -> bool:
    return bool(client.get("/admin/account/").status_code == 200)


def test_sign_in_ends_after_two_idle_hours(client: Client, member: Any, clock: Any) -> None:
    member()
    sign_in(client)

    clock.shift(2 * HOUR - 60)
    assert is_in(client)
    clock.shift(2 * HOUR - 60)
    assert is_in(client)
    clock.shift(2 * HOUR + 60)
    assert not is_in(client)


def test_sign_in_ends_after_twelve_hours_however_busy(client: Client, member: Any, clock: Any) -> None:
    member()
    sign_in(client)

    for _hour in range(12):
        assert is_in(client)
        clock.shift(HOUR)
    clock.shift(60)

    assert not is_in(client)


def test_key_of_the_session_changes_at_sign_in(client: Client, member: Any) -> None:
    member()
    client.session["before"] = 1
    client.session.save()
    client.get("/admin/second-factor/setup/")
    before = client.session.session_key

    sign_in(client)

    assert client.session.session_key != before


def test_signing_out_everywhere_ends_every_device_and_lets_in_anew(
    client: Client, member: Any, clock: Any
) -> None:
    member()
    other = Client()
    sign_in(client)
    sign_in(other)
    clock.shift(60)

    response = client.post("/admin/account/end-sessions/")

    assert response.headers["Location"] == "/admin/login/"
    assert not is_in(client)
    assert not is_in(other)
    assert AuditEntry.objects.filter(action=Action.SIGNED_OUT_EVERYWHERE, actor_name="fatima").exists()
    sign_in(client)
    assert is_in(client)


def test_changed_password_ends_the_other_devices_and_is_written_down(
    client: Client, member: Any, clock: Any
) -> None:
    member()
    other = Client()
    sign_in(client)
    sign_in(other)
    new = "une autre phrase, longue"

    client.post(
        "/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )

    assert is_in(client)
    assert not is_in(other)
    assert AuditEntry.objects.get(action=Action.PASSWORD_CHANGED).target_label == "fatima"


@pytest.mark.parametrize(
    ("password", "language", "said"),
    [
        ("court", "fr", "12 caractères"),
        ("court", "ar", "12"),
        ("1q2w3e4r5t6y", "fr", "trop courant"),
        ("fatimazahra12", "fr", "trop semblable"),
        ("4815162342108", "fr", "entièrement numérique"),
    ],
)
def test_weak_password_is_refused_with_its_reason(
    client: Client, member: Any, password: str, language: str, said: str
) -> None:
    member(last_name="fatimazahra12")
    sign_in(client)
    client.cookies["django_language"] = language

    response = client.post(
        "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": password, "new_password2": password},
    )

    assert said in response.content.decode()
    assert get_user_model().objects.get().check_password(PASSWORD)


def test_sign_in_and_sign_out_are_written_down(client: Client, member: Any) -> None:
    member()

    sign_in(client)
    client.post("/admin/logout/")

    said = list(AuditEntry.objects.order_by("pk").values_list("action", "actor_name", "address"))
    assert said[-2:] == [("signed_in", "fatima", "127.0.0.1"), ("signed_out", "fatima", "127.0.0.1")]


def test_public_page_reads_no_session(client: Client, member: Any) -> None:
    member()
    sign_in(client)

    response = client.get("/fr/about/")

    assert "Cookie" not in response.headers.get("Vary", "")


def test_request_costs_one_query_for_the_user_and_what_the_door_asks(
    client: Client, member: Any, django_assert_num_queries: Any
) -> None:
    member()
    sign_in(client)

    with django_assert_num_queries(2):  # the session; the user
        client.get("/admin/jsi18n/")
