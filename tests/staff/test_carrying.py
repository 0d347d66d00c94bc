"""A form left open beyond the session's end keeps what was typed, through password and code, for its author only."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events.models import Occasion
from staff import carrying
from tests.staff.conftest import PASSWORD, code_of, telephone_of

pytestmark = pytest.mark.django_db
ADD = "/admin/events/occasion/add/?_changelist_filters=q%3Dx"
ORIGIN = {"Origin": "http://testserver"}


def fields_of(page: Any, action: str) -> dict[str, str]:
    """What the form of the page at ``action`` would send."""
    html = page.content.decode()
    form = next(
        part for part in html.split("<form")[1:] if f'action="{action}"' in unescape(part.split(">")[0])
    )
    inputs = re.findall(r"<input[^>]*>", form.split("</form>")[0])
    found = ({key: unescape(value) for key, value in re.findall(r'(\w+)="([^"]*)"', tag)} for tag in inputs)
    return {one["name"]: one.get("value", "") for one in found if "name" in one}


class Typist:
    """A client that is asked for CSRF tokens, and sends what the pages hold."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def sign_in(self, name: str = "fatima", page: Any = None, **more: Any) -> Any:
        page = page or self.client.get("/admin/login/")
        typed = {"username": name, "password": PASSWORD}
        return self.client.post("/admin/login/", {**fields_of(page, "/admin/login/"), **typed, **more})

    def filled_form(self, **typed: Any) -> dict[str, Any]:
        page = self.client.get(ADD)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
        assert token
        return {
            "csrfmiddlewaretoken": token[1],
            "name_ar": "ذكرى\nثانية",
            "name_fr": "Anniversaire <b>",
            **typed,
        }


@pytest.fixture
def typist() -> Typist:
    return Typist()


def test_what_was_typed_is_saved_after_signing_in_again(typist: Typist, member: Any, clock: Any) -> None:
    member(is_superuser=True)
    typist.sign_in()
    typed = typist.filled_form(name_fr="Fête « é »")
    clock.shift(60 * 60 * 3)

    asked = typist.client.post(ADD, typed)
    assert (asked.status_code, "ما كتبتموه محفوظ" in asked.content.decode()) == (403, True)
    shown = typist.sign_in(page=asked)
    again = fields_of(shown, ADD)
    saved = typist.client.post(ADD, again)

    assert saved.status_code == 302, saved.content.decode()[:2000]
    assert Occasion.objects.get().name_fr == "Fête « é »"


def test_what_was_typed_passes_the_second_factor_too(typist: Typist, member: Any, clock: Any) -> None:
    device = telephone_of(member(is_superuser=True))
    typist.sign_in()
    step = typist.client.get("/admin/second-factor/")
    typist.client.post(
        "/admin/second-factor/", {**fields_of(step, "/admin/second-factor/"), "code": code_of(device.bin_key)}
    )
    typed = typist.filled_form()
    clock.shift(60 * 60 * 3)

    asked = typist.client.post(ADD, typed)
    step = typist.sign_in(page=asked)
    wrong = typist.client.post(
        "/admin/second-factor/", {**fields_of(step, "/admin/second-factor/"), "code": "000000"}
    )
    clock.shift(60)
    shown = typist.client.post(
        "/admin/second-factor/",
        {**fields_of(wrong, "/admin/second-factor/"), "code": code_of(device.bin_key)},
    )
    typist.client.post(ADD, fields_of(shown, ADD))

    assert Occasion.objects.get().name_fr == "Anniversaire <b>"


def test_what_was_typed_survives_setting_the_second_factor_up(
    typist: Typist, member: Any, clock: Any
) -> None:
    import base64

    from staff.models import GroupPolicy

    member(is_superuser=True)
    typist.sign_in()
    typed = typist.filled_form()
    GroupPolicy.objects.filter(group__name="administrator").update(requires_second_factor=True)

    page = typist.client.post(ADD, typed)
    secret = re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', page.content.decode())
    assert secret
    setup = "/admin/second-factor/setup/"
    codes = typist.client.post(
        setup, {**fields_of(page, setup), "code": code_of(base64.b32decode(secret[1].replace(" ", "")))}
    )
    shown = typist.client.post("/admin/resume/", fields_of(codes, "/admin/resume/"))
    typist.client.post(ADD, fields_of(shown, ADD))

    assert Occasion.objects.count() == 1


def test_somebody_else_does_not_send_it(typist: Typist, member: Any, clock: Any) -> None:
    member(is_superuser=True)
    member("hassan", is_superuser=True)
    typist.sign_in()
    typed = typist.filled_form()
    clock.shift(60 * 60 * 3)

    shown = typist.sign_in("hassan", page=typist.client.post(ADD, typed))

    assert "كتب هذا شخص آخر" in shown.content.decode()
    assert "Anniversaire" not in shown.content.decode()
    owner = typist.client.post("/admin/login/", fields_of(shown, "/admin/login/"))
    assert 'value="Anniversaire &lt;b&gt;"' in typist.sign_in(page=owner).content.decode()


def test_form_is_kept_when_its_token_is_of_before_another_window_signed_in(
    typist: Typist, member: Any, clock: Any
) -> None:
    member(is_superuser=True)
    typist.sign_in()
    typed = typist.filled_form()
    clock.shift(60 * 60 * 3)
    typist.sign_in()

    shown = typist.client.post(ADD, typed, headers=ORIGIN)

    assert (shown.status_code, "لا يعرف من كتب هذا" in shown.content.decode()) == (403, True)
    typist.client.post(ADD, fields_of(shown, ADD))
    assert Occasion.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}],
    ids=["other origin", "cross site", "no origin", "nothing said"],
)
def test_form_of_another_site_is_refused_and_not_kept(
    typist: Typist, member: Any, headers: dict[str, str]
) -> None:
    member(is_superuser=True)
    typist.sign_in()

    response = typist.client.post(ADD, {"name_fr": "Piège"}, headers=headers)

    assert response.status_code == 403
    assert "Piège" not in response.content.decode()


def test_passwords_and_files_are_not_carried_and_files_are_named(client: Client) -> None:
    photo = SimpleUploadedFile("صورة.jpg", b"x")

    page = client.post(ADD, {"name_fr": "Fête", "password1": "secret phrase", "image": photo})

    kept = carrying.opened(fields_of(page, "/admin/login/")["carried"])
    assert kept is not None
    assert (kept.pairs, kept.files, kept.path) == ([("name_fr", "Fête")], ["صورة.jpg"], ADD)
    assert "صورة.jpg" in page.content.decode()


def test_too_much_is_not_carried_and_the_page_says_so(client: Client) -> None:
    import secrets

    page = client.post(ADD, {"name_fr": secrets.token_urlsafe(2_000_000)})

    assert "أطول من أن ينقل" in page.content.decode()
    assert len(page.content) < 50_000


def test_forged_content_is_not_shown(client: Client, member: Any) -> None:
    member()

    page = client.post("/admin/login/", {"username": "fatima", "password": PASSWORD, "carried": "forged:x:y"})

    assert page.headers["Location"] == "/admin/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("headers", [{"X-Requested-With": "XMLHttpRequest"}, {"Sec-Fetch-Mode": "cors"}])
def test_script_is_refused_plainly(client: Client, method: str, headers: dict[str, str]) -> None:
    response = getattr(client, method)("/admin/autocomplete/", headers=headers)

    assert (response.status_code, response.headers["Content-Type"]) == (403, "text/plain; charset=utf-8")
    assert "انتهت جلستكم" in response.content.decode()


def test_sign_in_leads_to_no_other_site(client: Client, member: Any) -> None:
    member()

    page = client.post(
        "/admin/login/?next=//evil.example/",
        {"username": "fatima", "password": PASSWORD, "next": "https://evil.example"},
    )

    assert page.headers["Location"] == "/admin/"
