"""Password, then code; and nothing of the staff's before both."""

import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from staff.audit import Action
from staff.models import AuditEntry, GroupPolicy, RecoveryCode
from tests.staff.conftest import code_of, sign_in, telephone_of

pytestmark = pytest.mark.django_db
STEP, SETUP = "/admin/second-factor/", "/admin/second-factor/setup/"
PAGES = [
    "/admin/",
    "/admin/account/",
    "/admin/events/event/",
    "/admin/events/event/add/",
    "/admin/autocomplete/?app_label=events&model_name=event&field_name=territory",
    "/admin/jsi18n/",
    "/admin/password_change/",
    "/admin/second-factor/change/",
]


def secret_on(page: Any) -> bytes:
    import base64

    found = re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)<', page.content.decode())
    assert found
    return base64.b32decode(found[1].replace(" ", ""))


def test_password_alone_signs_in_whoever_is_not_asked_for_more(client: Client, member: Any) -> None:
    member(role="author")

    response = sign_in(client)

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
    assert client.get("/admin/account/").status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_page_is_refused_between_password_and_code(client: Client, member: Any, path: str) -> None:
    telephone_of(member(is_superuser=True))

    response = sign_in(client)

    assert response.headers["Location"].startswith(STEP)
    refused = client.get(path)
    assert refused.status_code == 302
    assert refused.headers["Location"].startswith("/admin/login/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("digits", ["{}", " {} ", "arabic"])
def test_code_signs_in_however_its_digits_are_written(
    client: Client, member: Any, clock: Any, digits: str
) -> None:
    device = telephone_of(member())
    sign_in(client, next="/admin/account/")
    code = code_of(device.bin_key)
    typed = (
        code.translate({ord("0") + n: 0x0660 + n for n in range(10)})
        if digits == "arabic"
        else digits.format(code)
    )

    response = client.post(STEP, {"code": typed, "next": "/admin/account/"})

    assert response.headers["Location"] == "/admin/account/"
    assert client.get("/admin/account/").status_code == 200


def test_code_is_refused_when_it_was_used_before(client: Client, member: Any, clock: Any) -> None:
    device = telephone_of(member())
    code = code_of(device.bin_key)
    sign_in(client)
    client.post(STEP, {"code": code})
    other = Client()
    sign_in(other)

    response = other.post(STEP, {"code": code})

    assert "استعمل من قبل" in response.content.decode()
    assert other.get("/admin/account/").status_code == 302


def test_wrong_codes_make_the_next_wait_and_send_back_to_the_password(
    client: Client, member: Any, clock: Any
) -> None:
    device = telephone_of(member())
    sign_in(client)

    first = client.post(STEP, {"code": "000000"})
    at_once = client.post(STEP, {"code": code_of(device.bin_key)})
    for _attempt in range(3):
        clock.shift(60)
        client.post(STEP, {"code": "000000"})
    clock.shift(60)
    last = client.post(STEP, {"code": "000000"})

    assert "هذا الرمز غير صحيح" in first.content.decode()
    assert "انتظر" in at_once.content.decode()
    assert last.status_code == 429  # five failures of this name from this address
    assert client.get(STEP).headers["Location"] == "/admin/login/"
    assert AuditEntry.objects.filter(action=Action.SECOND_FACTOR_FAILED).count() == 5


def test_password_counts_no_longer_when_the_code_comes_too_late(
    client: Client, member: Any, clock: Any
) -> None:
    device = telephone_of(member())
    sign_in(client)
    clock.shift(60 * 11)

    response = client.post(STEP, {"code": code_of(device.bin_key)})

    assert response.headers["Location"] == "/admin/login/"


def test_member_of_an_enforcing_role_is_led_to_set_up_before_any_page(
    client: Client, member: Any, publishers_need_a_second_factor: None, clock: Any
) -> None:
    user = member(role="publisher")

    response = sign_in(client)

    assert response.headers["Location"].startswith(SETUP)
    assert client.get("/admin/account/").status_code == 302
    page = client.get(SETUP)
    picture = client.get(reverse("admin:second_factor_qr"))
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b"style=" not in picture.content
    shown = client.post(SETUP, {"code": code_of(secret_on(page))})
    codes = re.findall(r"<li><code>([0-9a-f-]+)</code></li>", shown.content.decode())
    assert len(codes) == 10
    assert client.get("/admin/account/").status_code == 200
    assert AuditEntry.objects.filter(action=Action.SECOND_FACTOR_ENROLLED, actor_id=user.pk).exists()
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code in digest or code.replace("-", "") in digest for code in codes for digest in stored)


def test_recovery_code_signs_in_once(client: Client, member: Any, clock: Any) -> None:
    from staff.second_factor import make_recovery_codes

    user = member()
    telephone_of(user)
    code = make_recovery_codes(user)[0]
    sign_in(client)

    first = client.post(STEP, {"code": code.upper()})
    other = Client()
    sign_in(other)
    second = other.post(STEP, {"code": code})

    assert (first.status_code, second.status_code) == (302, 200)
    assert other.get("/admin/account/").status_code == 302
    assert AuditEntry.objects.get(action=Action.RECOVERY_CODE_USED).details == {"left": 9}


def test_signed_in_member_is_led_to_set_up_when_the_role_begins_to_ask(client: Client, member: Any) -> None:
    member(role="reviewer")
    sign_in(client)
    GroupPolicy.objects.filter(group__name="reviewer").update(requires_second_factor=True)

    response = client.get("/admin/events/event/")

    assert response.headers["Location"].startswith(SETUP)
    assert client.post("/admin/logout/").status_code == 200


def test_signed_in_member_gives_the_code_when_set_up_elsewhere(
    client: Client, member: Any, clock: Any
) -> None:
    user = member()
    sign_in(client)
    device = telephone_of(user)

    assert client.get("/admin/account/").headers["Location"].startswith(STEP)
    client.post(STEP, {"code": code_of(device.bin_key)})
    assert client.get("/admin/account/").status_code == 200


def test_superuser_without_role_is_asked_as_an_administrator(
    client: Client, member: Any, settings: Any
) -> None:
    member(is_superuser=True)
    GroupPolicy.objects.filter(group__name="administrator").update(requires_second_factor=True)

    assert sign_in(client).headers["Location"].startswith(SETUP)
    settings.DEMO = True
    assert sign_in(Client()).headers["Location"] == "/admin/"


def test_rules_of_the_roles_are_strict_in_production_and_lax_in_a_demonstration() -> None:
    from pathlib import Path

    base, dev = (Path(f"portal/settings/{name}.py").read_text() for name in ("base", "dev"))

    assert 'SECOND_FACTOR_ROLES: tuple[str, ...] = ("publisher", "administrator")' in base
    assert "SECOND_FACTOR_ROLES = ()" in dev
    assert set(GroupPolicy.objects.values_list("group__name", flat=True)) == set(
        Group.objects.values_list("name", flat=True)
    )


# Changing it -----------------------------------------------------------------------------------------
@pytest.fixture
def verified(client: Client, member: Any, clock: Any) -> Any:
    user = member()
    device = telephone_of(user)
    sign_in(client)
    client.post(STEP, {"code": code_of(device.bin_key)})
    clock.shift(60)
    return device


def change(client: Client, **typed: str) -> Any:
    return client.post("/admin/second-factor/change/", typed)


def test_second_factor_is_removed_with_password_and_code_only(
    client: Client, verified: Any, clock: Any
) -> None:
    from tests.staff.conftest import PASSWORD

    wrong = change(client, password="no", code=code_of(verified.bin_key), wish="remove")
    assert "كلمة المرور غير صحيحة" in wrong.content.decode()
    change(client, password=PASSWORD, code="000000", wish="remove")
    assert type(verified).objects.count() == 1
    clock.shift(60)

    change(client, password=PASSWORD, code=code_of(verified.bin_key), wish="remove")

    assert type(verified).objects.count() == 0
    assert AuditEntry.objects.filter(action=Action.SECOND_FACTOR_REMOVED).exists()
    assert client.get("/admin/account/").status_code == 200


def test_second_factor_is_replaced_after_password_and_code(client: Client, verified: Any, clock: Any) -> None:
    from tests.staff.conftest import PASSWORD

    assert client.get(SETUP).headers["Location"] == "/admin/second-factor/change/"

    change(client, password=PASSWORD, code=code_of(verified.bin_key), wish="replace")
    key = secret_on(client.get(SETUP))
    client.post(SETUP, {"code": code_of(key)})

    assert type(verified).objects.get().bin_key == key


def test_second_factor_is_not_removed_when_the_role_asks_for_it(
    client: Client, verified: Any, publishers_need_a_second_factor: None
) -> None:
    from tests.staff.conftest import PASSWORD

    verified.user.groups.add(Group.objects.get(name="publisher"))

    change(client, password=PASSWORD, code=code_of(verified.bin_key), wish="remove")

    assert type(verified).objects.count() == 1


def test_administrator_resets_the_second_factor_and_ends_the_sessions(
    client: Client, verified: Any, member: Any
) -> None:
    administrator = member("admin", role="administrator")
    desk = Client()
    sign_in(desk, "admin")

    desk.post(
        "/admin/auth/user/",
        {"action": "reset_second_factor", "_selected_action": [verified.user_id, administrator.pk]},
    )

    assert type(verified).objects.count() == 0
    assert client.get("/admin/account/").status_code == 302
    entry = AuditEntry.objects.get(action=Action.SECOND_FACTOR_REMOVED)
    assert (entry.actor_name, entry.target_label) == ("admin", "fatima")


def test_somebody_else_signed_in_is_not_taken_for_the_one_who_owes_a_code(
    client: Client, member: Any
) -> None:
    telephone_of(member())
    member("hassan")
    sign_in(client, "hassan")

    sign_in(client, "fatima")

    assert client.get(STEP).status_code == 200
    assert client.get("/admin/account/").status_code == 302


def test_operator_resets_the_second_factor_of_a_user(member: Any) -> None:
    from django.core.management import CommandError, call_command

    device = telephone_of(member())

    call_command("reset_second_factor", "fatima", stdout=StringIO())

    assert not type(device).objects.exists()
    assert AuditEntry.objects.get(action=Action.SECOND_FACTOR_REMOVED).target_label == "fatima"
    with pytest.raises(CommandError, match="no user called nobody"):
        call_command("reset_second_factor", "nobody")
