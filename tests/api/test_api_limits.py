"""Who asks too often is told when to come back, keys allow more, and every answer says what is left."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners import keys, usage
from partners.models import ApiKey, KeyUsage
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(time_machine):
    time_machine.move_to("2026-11-28T10:00:15Z", tick=False)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def partner():
    key = ApiKey(institution=make.institution(), name="mirror", per_minute=3)
    return key, keys.make_key(key, by=None)


def ask(path="topics/", **headers):
    return Client(headers=headers).get(f"/api/v1/{path}")


def left(answer):
    return answer.headers["RateLimit-Policy"], answer.headers["RateLimit"]


@override_settings(API_REQUESTS_PER_MINUTE=2)
def test_an_address_asks_so_often_in_a_minute_and_no_more(time_machine):
    answers = [ask(), ask("nothing/"), ask()]

    assert [answer.status_code for answer in answers] == [200, 404, 429]
    assert [left(answer) for answer in answers] == [
        ('"anonymous";q=2;w=60', '"anonymous";r=1;t=45'),
        ('"anonymous";q=2;w=60', '"anonymous";r=0;t=45'),
        ('"anonymous";q=2;w=60', '"anonymous";r=0;t=45'),
    ]
    refused = answers[2]
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert (refused.headers["Retry-After"], refused.headers["Cache-Control"]) == ("45", "no-store")
    assert refused.json()["status"] == 429
    assert ask(**{"X-Forwarded-For": "203.0.113.9"}).status_code == 200
    time_machine.shift(45)
    assert ask().status_code == 200


@pytest.mark.parametrize("header", ["Authorization", "X-Api-Key"])
@override_settings(API_REQUESTS_PER_MINUTE=1)
def test_a_key_has_its_own_limit_wherever_it_is_used(partner, header):
    _key, text = partner
    given = {header: f"Bearer {text}" if header == "Authorization" else text}

    answers = [ask(**given, **{"X-Forwarded-For": f"203.0.113.{n}"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert left(answers[0]) == ('"keyed";q=3;w=60', '"keyed";r=2;t=45')
    assert ask().status_code == 200  # who comes from that address without a key has not been counted


@pytest.mark.parametrize(
    "given",
    [
        {"Authorization": "Bearer hk_0123456789_" + "x" * 43},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic Zm9vOmJhcg=="},
        {"X-Api-Key": "nonsense"},
        {"X-Api-Key": ""},
    ],
)
@override_settings(API_REQUESTS_PER_MINUTE=2)
def test_a_wrong_key_is_a_401_that_counts_for_the_address(given):
    answers = [ask("topics/?lang=fr", **given) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]
    told = answers[0].json()
    assert (told["title"], told["status"], told["errors"]) == ("Unauthorized", 401, [])
    assert "clé" in told["detail"]
    assert answers[0].headers["WWW-Authenticate"].startswith("Bearer ")
    assert answers[0].headers["Cache-Control"] == "no-store"


def test_a_key_that_is_revoked_or_has_expired_opens_nothing(partner, time_machine):
    key, text = partner
    late = ApiKey(institution=key.institution, name="late", expires_at=timezone.now() + timedelta(minutes=1))
    other = keys.make_key(late, by=None)

    assert [ask(**{"X-Api-Key": given}).status_code for given in (text, other)] == [200, 200]
    keys.revoke(key, by=None)
    time_machine.shift(60)
    assert [ask(**{"X-Api-Key": given}).status_code for given in (text, other)] == [401, 401]


def test_an_answer_that_has_not_changed_says_what_is_left_too(client):
    tag = ask().headers["ETag"]
    unchanged = ask(**{"If-None-Match": tag})

    assert unchanged.status_code == 304
    assert "RateLimit" in unchanged.headers


def test_shared_caches_keep_one_copy_for_the_anonymous_and_none_of_theirs_for_keys(partner):
    _key, text = partner
    for answer in (ask(), ask(**{"X-Api-Key": text, "Accept-Language": "fr"})):
        named = {name.strip().lower() for name in answer.headers["Vary"].split(",")}
        assert {"authorization", "x-api-key"} <= named
        assert not {"accept-language", "cookie"} & named
    assert "accept-language" in ask("topics/?ordering=x").headers["Vary"].lower()  # refusals are worded in it


def test_the_pages_of_the_portal_have_no_limit_and_say_nothing_of_it(client):
    assert "RateLimit" not in client.get("/healthz").headers


def test_a_key_costs_one_query_and_writes_its_usage_once_a_minute(partner):
    key, text = partner
    ask(**{"X-Api-Key": text})
    with CaptureQueriesContext(connection) as queries:
        answers = [ask(**{"X-Api-Key": text}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(queries) == 2 * (1 + 2)  # the key; the count and the rows of the list
    assert KeyUsage.objects.get(key=key).requests == 1
    usage.write_down(key, timezone.now())
    assert KeyUsage.objects.get(key=key).requests == 3


def test_usage_is_counted_by_day(partner, time_machine):
    _key, text = partner
    ask(**{"X-Api-Key": text})
    ask(**{"X-Api-Key": text})
    time_machine.move_to("2026-11-29T00:00:30Z", tick=False)
    ask(**{"X-Api-Key": text})

    assert list(KeyUsage.objects.values_list("day", "requests")) == [
        (timezone.now().date(), 1),
        (timezone.now().date() - timedelta(days=1), 2),
    ]


def test_another_site_may_send_a_key_and_read_what_is_left(client):
    preflight = client.options(
        "/api/v1/topics/",
        headers={
            "Origin": "https://partner.example",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "x-api-key",
        },
    )
    answer = client.get("/api/v1/topics/", headers={"Origin": "https://partner.example"})

    assert "x-api-key" in preflight.headers["Access-Control-Allow-Headers"]
    assert "RateLimit" in answer.headers["Access-Control-Expose-Headers"]
