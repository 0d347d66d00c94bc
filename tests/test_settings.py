"""Production settings: safe unless told otherwise, and a broken environment is named at the start."""

import logging
import os
import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from portal.away import is_away
from portal.logs import UtcFormatter
from tests.scratch_site import ScratchSite

BASE = Path(__file__).parents[1] / "portal" / "settings" / "base.py"
SOUND = {
    "SECRET_KEY": "abcdefghij" * 5,
    "ALLOWED_HOSTS": "portal.example.ma, www.portal.example.ma",
    "SITE_URL": "https://portal.example.ma/",
    "DATABASE_URL": "",
    "CACHE_URL": "",
    "MEDIA_STORAGE_URL": "",
    "EMAIL_URL": "",
    "EMAIL_FROM": "",
    "DATA_CONTROLLER": "",
    "CONTACT_EMAIL": "",
    "CNDP_REFERENCE": "",
    "SECURITY_CONTACT": "",
}


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Executes the production settings in an environment that is sound but for the given variables."""

    def execute(**changes: str) -> dict[str, Any]:
        for name, value in {**SOUND, **changes}.items():
            monkeypatch.setitem(os.environ, name, value)
        return runpy.run_path(str(BASE))

    return execute


def test_production_closes_what_development_opens(production: Any) -> None:
    settings = production()

    expected = {
        "DEBUG": False,
        "DEMO": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": True,
        "X_FRAME_OPTIONS": "DENY",
    }
    assert {name: settings[name] for name in expected} == expected
    assert settings["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["default-src"] == ["'none'"]
    assert settings["REST_FRAMEWORK"]["DEFAULT_PERMISSION_CLASSES"] == [
        "rest_framework.permissions.IsAdminUser"
    ]


def test_production_reads_the_environment(production: Any) -> None:
    settings = production(
        DATABASE_URL="postgres://hakama:p%40ss@db.example.ma:5433/portal",
        CACHE_URL="redis://cache.example.ma:6379/2",
        MEDIA_STORAGE_URL="/srv/media",
        EMAIL_URL="smtp+tls://portal:secret@mail.example.ma:587",
    )

    database = settings["DATABASES"]["default"]
    assert settings["ALLOWED_HOSTS"] == ["portal.example.ma", "www.portal.example.ma"]
    assert settings["SITE_URL"] == "https://portal.example.ma"
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert [database[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        "portal",
        "hakama",
        "p@ss",
        "db.example.ma",
        5433,
    ]
    assert settings["CACHES"]["default"] == {
        "BACKEND": "portal.forgiving_cache.ForgivingRedisCache",
        "LOCATION": "redis://cache.example.ma:6379/2",
    }
    assert settings["STORAGES"]["default"]["OPTIONS"] == {"location": "/srv/media"}
    assert (settings["EMAIL_HOST"], settings["EMAIL_USE_TLS"]) == ("mail.example.ma", True)


def test_production_defaults_to_sqlite_that_survives_two_writers(production: Any) -> None:
    database = production()["DATABASES"]["default"]

    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"].endswith("var/db.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


ASK_TWICE = """
import django; django.setup()
from django.core.signals import request_finished, request_started
from django.db import connection
opened = []
for _request in range(2):
    request_started.send(None)
    connection.ensure_connection()
    opened.append(connection.connection)
    request_finished.send(None)
print(opened[0] is opened[1])
"""


@pytest.mark.once
def test_requests_of_a_thread_open_the_file_of_sqlite_once(tmp_path: Path) -> None:
    """To open it anew for each took ten times as long as a page that is kept."""
    assert ScratchSite(tmp_path, tables=False).run(ASK_TWICE).strip() == "True"


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL"])
def test_missing_variable_stops_the_start_and_is_named(production: Any, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"variable {name} is missing"):
        production(**{name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("ALLOWED_HOSTS", " , "),
        ("SITE_URL", "portal.example.ma"),
        ("SITE_URL", "https://portal.example.ma/ar/"),
        ("SITE_URL", "https://portal.example.ma:many"),
        ("DATABASE_URL", "portal"),
        ("DATABASE_URL", "mysql://portal@127.0.0.1/portal"),
        ("DATABASE_URL", "postgres://portal@127.0.0.1:many/portal"),
        ("DATABASE_URL", "postgres://portal@127.0.0.1"),
        ("DATABASE_REPLICA_URL", "sqlite:////srv/copy.sqlite3"),
        ("CACHE_URL", "memory"),
        ("MEDIA_STORAGE_URL", "ftp://files.example.ma"),
        ("EMAIL_URL", "mail.example.ma"),
    ],
)
def test_malformed_variable_stops_the_start_and_is_named(production: Any, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"variable {name} is malformed"):
        production(**{name: value})


def test_message_about_a_malformed_variable_does_not_repeat_its_secret(production: Any) -> None:
    with pytest.raises(ImproperlyConfigured) as raised:
        production(DATABASE_URL="postgres://portal:hunter2@127.0.0.1:many/portal")

    assert "hunter2" not in str(raised.value)


def test_log_is_stamped_in_utc_whatever_the_host_believes_about_morocco() -> None:
    record = logging.makeLogRecord({"created": 1795338000.25, "msecs": 250.0})

    assert UtcFormatter("{asctime}", style="{").format(record) == "2026-11-22T09:00:00.250Z"


def test_who_answers_for_the_data_is_optional_and_malformed_addresses_stop_the_start(production: Any) -> None:
    silent = production()
    told = production(SECURITY_CONTACT="security@portal.example.ma", EMAIL_FROM="news@portal.example.ma")

    assert [silent[x] for x in ("DATA_CONTROLLER", "CONTACT_EMAIL", "SECURITY_CONTACT")] == ["", "", ""]
    assert silent["DEFAULT_FROM_EMAIL"] == "portal@portal.example.ma"
    assert told["SECURITY_CONTACT"] == "mailto:security@portal.example.ma"
    assert told["DEFAULT_FROM_EMAIL"] == "news@portal.example.ma"
    for name, value in (
        ("CONTACT_EMAIL", "nobody"),
        ("SECURITY_CONTACT", "http://example.ma"),
        ("EMAIL_FROM", "a b@c"),
    ):
        with pytest.raises(ImproperlyConfigured, match=name):
            production(**{name: value})


def test_media_may_lie_in_a_bucket_that_nobody_else_reads(production: Any) -> None:
    storage = production(
        MEDIA_STORAGE_URL="s3://hakama-media/portal?endpoint_url=https://s3.example.ma&region_name=ma"
    )["STORAGES"]["default"]

    store = import_string(storage["BACKEND"])(**storage["OPTIONS"])
    assert (store.bucket_name, store.location, store.endpoint_url) == (
        "hakama-media",
        "portal",
        "https://s3.example.ma",
    )
    assert (store.default_acl, store.file_overwrite) == ("private", False)


def test_bucket_that_is_away_is_said_so_soon(production: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    address = (
        "s3://hakama-media/portal?endpoint_url=http://127.0.0.1:1&region_name=ma"  # nobody listens there
    )
    options = production(MEDIA_STORAGE_URL=address)["STORAGES"]["default"]["OPTIONS"]

    with pytest.raises(Exception, match="Could not connect") as raised:
        import_string("storages.backends.s3.S3Storage")(**options).exists("photo.jpg")

    assert is_away(raised.value)
    assert not is_away(ValueError())
    assert (options["client_config"].connect_timeout, options["client_config"].read_timeout) == (3, 20)
