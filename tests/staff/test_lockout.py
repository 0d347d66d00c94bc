"""After failures a name is refused at an address; colleagues, and the owner elsewhere, are not."""

from typing import Any

import pytest
from django.test import Client

from staff.audit import Action, record
from staff.models import AuditEntry
from tests.staff.conftest import sign_in

pytestmark = pytest.mark.django_db


def attempt(
    name: str,
    password: str = "wrong",  # noqa: S107  (wrong, as it says)
    *,
    address: str = "192.0.2.1",
    language: str = "ar",
) -> Any:
    client = Client(headers={"X-Forwarded-For": f"203.0.113.99, {address}"})
    client.cookies["django_language"] = language
    return sign_in(client, name, password)


def fail(name: str, times: int, address: str = "192.0.2.1") -> Any:
    for _attempt in range(times):
        response = attempt(name, address=address)
    return response


def owner_enters(name: str = "fatima", **where: str) -> int:
    from tests.staff.conftest import PASSWORD

    return int(attempt(name, PASSWORD, **where).status_code)


def test_name_is_refused_after_five_failures_even_with_the_right_password(member: Any, clock: Any) -> None:
    member()

    response = fail("fatima", 5)

    assert response.status_code == 429
    assert owner_enters() == 429
    assert AuditEntry.objects.filter(action=Action.SIGN_IN_FAILED).count() >= 5
    locked = AuditEntry.objects.get(action=Action.LOCKED_OUT)
    assert (locked.address, locked.details) == ("192.0.2.1", {"username": "fatima"})


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "حاولوا من جديد بعد الساعة 09:30"), ("fr", "Réessayez après 09:30")]
)
def test_refusal_says_when_to_try_again(member: Any, clock: Any, language: str, said: str) -> None:
    fail("fatima", 5)

    response = attempt("fatima", language=language)

    assert said in response.content.decode()
    assert response.headers["Retry-After"] == "1800"


def test_colleagues_in_the_same_office_still_enter(member: Any, clock: Any) -> None:
    member()
    member("hassan")

    fail("fatima", 8)

    assert owner_enters("hassan") == 302


def test_owner_still_enters_from_elsewhere(member: Any, clock: Any) -> None:
    member()

    fail("fatima", 8)

    assert owner_enters(address="198.51.100.7") == 302


def test_name_is_open_again_after_half_an_hour(member: Any, clock: Any) -> None:
    member()
    fail("fatima", 5)

    clock.shift(60 * 31)

    assert owner_enters() == 302


def test_success_begins_the_count_anew(member: Any, clock: Any) -> None:
    member()
    fail("fatima", 4)
    owner_enters()

    assert fail("fatima", 4).status_code == 200


def test_guessing_one_name_from_many_addresses_is_stopped_but_not_for_its_owner(
    member: Any, clock: Any
) -> None:
    user = member()
    record(Action.SIGNED_IN, by=user)
    owner_enters(address="198.51.100.7")

    for number in range(30):
        fail("fatima", 1, f"192.0.2.{number}")

    assert owner_enters(address="192.0.2.200") == 429
    assert owner_enters(address="198.51.100.7") == 302


def test_guessing_many_names_from_one_address_is_stopped_but_not_for_who_works_there(
    member: Any, clock: Any
) -> None:
    member()
    member("hassan")
    owner_enters("fatima")

    for number in range(100):
        attempt(f"name{number}")

    assert owner_enters("fatima") == 302
    assert owner_enters("hassan") == 429


def test_address_is_the_one_our_proxy_saw_and_an_ipv6_network_is_one(member: Any, clock: Any) -> None:
    for number in range(4):
        fail("fatima", 1, f"2001:db8:1:2::{number}")

    assert fail("fatima", 1, "2001:db8:1:2:ffff::9").status_code == 429
    assert AuditEntry.objects.filter(address="2001:db8:1:2::3").exists()


def test_unknown_name_costs_as_much_time_as_a_known_one(member: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both run the password hasher once."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    member()
    runs: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *given: runs.append("run") or encode(self, *given)
    )

    attempt("fatima")
    known = len(runs)
    attempt("nobody")

    assert (known, len(runs)) == (1, 2)


def test_refusal_is_the_same_for_a_name_that_does_not_exist(member: Any, clock: Any) -> None:
    member()

    known, unknown = fail("fatima", 5), fail("nobody", 5, "192.0.2.2")

    assert known.status_code == unknown.status_code == 429
    assert known.content.decode().split("<main")[1] == unknown.content.decode().split("<main")[1]
