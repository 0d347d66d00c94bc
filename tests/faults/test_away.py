"""Database and cache out of reach: a real process whose servers do not answer, asked once for everything."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

ASK = """
import json, time
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
import django; django.setup()
from django.core.cache import cache
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "portal.example.ma", "x-forwarded-proto": "https"})
found = {}
def note(name, response):
    headers, text = dict(response.headers), response.content.decode()
    found[name] = {"status": response.status_code, "headers": headers, "text": text}
for path in ("/healthz", "/readyz", "/ar/events/", "/fr/events/?q=secret-word", "/en/search/?q=x", "/admin/",
             "/api/v1/events/", "/documents/1", "/e/1"):
    note(path, client.get(path))
note("sign in", client.post("/admin/login/", {"username": "amina", "password": "x"}))
begun = time.perf_counter()
found["cache"] = [cache.get("a", "default"), cache.add("a", 1), cache.get_many(["a"]), cache.delete("a")]
for _ in range(200):
    cache.get("a")
    cache.set("a", 1)
found["seconds"] = time.perf_counter() - begun
print(json.dumps(found))
"""
NOBODY = "127.0.0.1:1"  # no server listens on port 1


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        "SECRET_KEY": "away-" + "0123456789" * 5,
        "ALLOWED_HOSTS": "portal.example.ma",
        "SITE_URL": "https://portal.example.ma",
        "DATABASE_URL": f"postgres://hakama@{NOBODY}/hakama",
        "DATABASE_REPLICA_URL": f"postgres://hakama@{NOBODY}/hakama",
        "CACHE_URL": f"redis://{NOBODY}/0",
    }
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return {**json.loads(asked.stdout), "log": asked.stderr}


def test_visitors_are_asked_to_come_back_in_their_language(answers: dict[str, Any]) -> None:
    wanted = {
        "/ar/events/": "السجل",
        "/fr/events/?q=secret-word": "registre",
        "/en/search/?q=x": "The record is out of reach",
    }
    for path, words in wanted.items():
        answer = answers[path]
        assert (answer["status"], answer["headers"]["Retry-After"]) == (503, "5")
        assert words in answer["text"]
        assert f'<html lang="{path[1:3]}"' in answer["text"]
        assert "no-store" in answer["headers"]["Cache-Control"]
        assert "Content-Security-Policy" in answer["headers"]


def test_nothing_that_needs_the_database_answers_500(answers: dict[str, Any]) -> None:
    statuses = {path: answers[path]["status"] for path in answers if path.startswith("/")}

    assert statuses.pop("/healthz") == 200
    assert statuses.pop("/admin/") in (302, 503)  # who has no session is sent to the door without a query
    assert set(statuses.values()) == {503}
    assert answers["sign in"]["status"] in (403, 503)


def test_api_says_so_as_problem_details(answers: dict[str, Any]) -> None:
    answer = answers["/api/v1/events/"]

    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert answer["headers"]["Retry-After"] == "5"
    assert json.loads(answer["text"])["status"] == 503


def test_readiness_names_what_is_missing(answers: dict[str, Any]) -> None:
    told = json.loads(answers["/readyz"]["text"])

    assert told["status"] == "not ready"
    assert [name for name, found in told["checks"].items() if not found["ok"]] == [
        *("database", "migrations", "cache", "queue")
    ]


def test_cache_that_is_away_is_empty_and_costs_no_time(answers: dict[str, Any]) -> None:
    assert answers["cache"] == ["default", True, {}, False]
    assert answers["seconds"] < 1


def test_log_tells_of_the_failure_and_not_of_the_visitor(answers: dict[str, Any]) -> None:
    lines = [json.loads(line) for line in answers["log"].splitlines()]

    assert any(line.get("route") == "events:event_list" and line["status"] == 503 for line in lines)
    assert all(line["request_id"] for line in lines if line["logger"] == "portal.request")
    assert "secret-word" not in answers["log"]
    assert "amina" not in answers["log"]


def test_replica_that_does_not_answer_is_left_alone_for_a_while(answers: dict[str, Any]) -> None:
    assert answers["log"].count("The replica does not answer") == 1
