"""What a request may not bring about: a test for each of the known tricks."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from events.previews import create_preview
from tests import factories as make

pytestmark = pytest.mark.django_db
EVIL = "evil.example"


# Addresses and headers -----------------------------------------------------------------------------
def test_host_that_is_not_ours_is_refused_and_never_repeated(client: Client) -> None:
    response = client.get("/ar/", headers={"host": EVIL})

    assert response.status_code == 400
    assert EVIL not in response.content.decode()


def test_headers_that_proxies_invent_change_no_answer(client: Client) -> None:
    """Cache poisoning: what is kept for everybody must not depend on what one visitor sends."""
    tricks = {
        "x-forwarded-host": EVIL,
        "x-host": EVIL,
        "x-original-url": "/admin/",
        "x-rewrite-url": "/admin/",
        "x-forwarded-scheme": "http",
        "x-http-method-override": "POST",
        "forwarded": f"host={EVIL}",
    }
    for path in ("/ar/", "/fr/events/", "/api/v1/events/"):
        assert client.get(path, headers=tricks).content == client.get(path).content


@pytest.mark.parametrize(
    "path", ["/ar/events/x.css", "/admin/account/x.css", "/admin/x.js", "/ar/about/x.png"]
)
def test_address_that_looks_like_a_file_is_never_a_page(admin_client: Client, path: str) -> None:
    """Cache deception: a store that keeps every .css must not be led to keep somebody's page."""
    assert admin_client.get(path).status_code in (302, 404)


@pytest.mark.parametrize(
    "next_address",
    [
        f"https://{EVIL}/",
        f"//{EVIL}/",
        f"/\\{EVIL}",
        f"https:{EVIL}",
        f"\thttps://{EVIL}",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_led_elsewhere_after_signing_in_or_choosing_a_language(next_address: str) -> None:
    user = make.staff_member("amina")
    user.set_password("une phrase assez longue")
    user.save()
    client = Client()
    answers = [
        client.post("/i18n/setlang/", {"language": "fr", "next": next_address}),
        client.post(
            "/admin/login/",
            {"username": "amina", "password": "une phrase assez longue", "next": next_address},
        ),
        client.get("/admin/login/", {"next": next_address}),
    ]

    for response in answers:
        assert EVIL not in response.headers.get("Location", "")
        assert "javascript:" not in response.headers.get("Location", "")


@pytest.mark.parametrize(
    "query",
    ["lang=ar&lang=fr", "page=1&page=2", "page_size=1&page_size=500", "cursor=a&cursor=b"],
)
def test_parameter_given_twice_is_answered_or_refused_never_a_failure(client: Client, query: str) -> None:
    make.event()
    for path in ("/api/v1/events/", "/ar/events/", "/ar/search/"):
        response = client.get(f"{path}?{query}")
        assert response.status_code in (200, 400, 404)
        if response.headers["Content-Type"].startswith("application/json"):
            assert len(response.json().get("results", [])) <= 100


# Writing ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_api_takes_nothing(admin_client: Client, method: str) -> None:
    event = make.event()
    for path in ("/api/v1/events/", f"/api/v1/events/{event.pk}/"):
        body = {"name_ar": "x", "publication_state": "published"}
        response = getattr(admin_client, method)(path, body, content_type="application/json")
        assert response.status_code == 405


def patterns(found: Any = None) -> Iterator[URLPattern]:
    for entry in (found or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


# Sent by browsers themselves, or by servers with a token of their own; whoever adds one says why.
WITHOUT_A_FORM = {"csp_report"}
# No visitor has a cookie: a signed address or a signed form decides, and foreign pages are refused (alerts.views).
WITHOUT_A_COOKIE = {"subscribe", "confirm", "manage", "leave"}


def test_every_write_asks_for_the_token_of_a_form() -> None:
    def is_of_the_api(pattern: URLPattern) -> bool:
        return (pattern.callback.__module__ or "").startswith("portal.api")

    exempt = {
        pattern.name
        for pattern in patterns()
        if getattr(pattern.callback, "csrf_exempt", False) and not is_of_the_api(pattern)
    }

    assert exempt == WITHOUT_A_FORM | WITHOUT_A_COOKIE


def test_administrator_cannot_make_anybody_a_superuser_by_adding_fields() -> None:
    """Mass assignment: fields that the form does not show are not taken from the request."""
    boss = make.staff_member("boss", "administrator")
    target = make.staff_member("amina")
    client = Client()
    client.force_login(boss)
    client.post(
        f"/admin/auth/user/{target.pk}/change/",
        {
            "username": "amina",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "user_permissions": "1",
        },
    )

    stored = get_user_model().objects.get(pk=target.pk)
    assert (stored.is_superuser, stored.user_permissions.count()) == (False, 0)


# Who sees what -------------------------------------------------------------------------------------------
def test_parts_of_a_draft_cannot_be_fetched_by_counting_nor_with_another_events_preview() -> None:
    draft, other = make.draft(slug="draft"), make.draft(slug="other")
    photo = make.photo(event=draft)
    document = make.document(event=draft)
    _link, token = create_preview(event=other, by=make.staff_member("amina"))
    client = Client()

    for path in (
        f"/photos/{photo.pk}",
        f"/documents/{document.pk}",
        f"/e/{draft.pk}",
        f"/ar/events/{draft.slug}/",
    ):
        assert client.get(path).status_code == 404
        assert client.get(path, {"preview": token}).status_code == 404
    assert client.get(f"/api/v1/events/{draft.pk}/").status_code == 404


# Signing in -----------------------------------------------------------------------------------------------
class CountingHasher(MD5PasswordHasher):
    """Counts the work an attempt costs."""

    algorithm = "counted"
    work = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.work += 1
        return super().encode(password, salt)


def test_unknown_name_costs_the_same_work_as_a_wrong_password(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.security.test_requests.CountingHasher"]
    user = make.staff_member("amina")
    user.set_password("une phrase assez longue")
    user.save()

    def cost(name: str) -> int:
        before = CountingHasher.work
        Client().post("/admin/login/", {"username": name, "password": "wrong"})
        return CountingHasher.work - before

    assert cost("amina") == cost("nobody") > 0


def test_session_of_before_the_sign_in_is_not_the_session_of_after() -> None:
    user = make.staff_member("amina")
    user.set_password("une phrase assez longue")
    user.save()
    client = Client()
    planted = client.session
    planted["planted"] = "by an attacker"
    planted.save()

    client.post("/admin/login/", {"username": "amina", "password": "une phrase assez longue"})

    assert client.session.get("_auth_user_id") == str(user.pk)
    assert client.session.session_key != planted.session_key
