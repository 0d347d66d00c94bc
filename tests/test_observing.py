"""Logs, figures, readiness."""

import json
import logging
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.logs import ErrorMail, JsonFormatter


def written(**fields: Any) -> dict[str, Any]:
    line: dict[str, Any] = json.loads(JsonFormatter().format(logging.makeLogRecord(fields)))
    return line


def test_line_of_the_log_is_json_and_keeps_arabic() -> None:
    line = written(
        name="portal", levelname="INFO", msg="لقاء %s", args=("واحد",), created=1795338000.25, msecs=250.0
    )

    assert line == {
        "at": "2026-11-22T09:00:00.250Z",
        "level": "INFO",
        "logger": "portal",
        "message": "لقاء واحد",
    }


def test_log_leaves_out_the_values_of_a_row_that_the_database_refused() -> None:
    try:
        raise IntegrityError(
            'duplicate key violates "x"\nDETAIL:  Key (email)=(amina@example.ma) already exists.'
        )
    except IntegrityError:
        line = written(msg="failed", exc_info=sys.exc_info())

    assert "duplicate key" in line["exception"]
    assert "amina" not in line["exception"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abcdef-123456", True),
        ("short", False),
        ("a" * 65, False),
        ("x\ny-forged-line", False),
        ("<script>aaaa", False),
    ],
)
def test_number_of_a_request_is_taken_over_only_when_well_formed(
    client: Client, given: str, kept: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "portal.request")
    number = client.get("/ar/about/", headers={"x-request-id": given}).headers["X-Request-ID"]

    assert (number == given) is kept
    assert len(number) >= 8
    assert number.isascii()
    record = next(record for record in caplog.records if record.name == "portal.request")
    assert (record.route, record.status) == ("about", 200)  # type: ignore[attr-defined]


def test_failures_are_told_by_mail_without_a_flood(settings: Any) -> None:
    settings.ADMINS = [("ops", "ops@example.ma")]
    handler = ErrorMail()
    handler.setFormatter(JsonFormatter())
    for _ in range(3):
        handler.handle(
            logging.makeLogRecord({"name": "django.request", "levelname": "ERROR", "msg": "failed"})
        )

    assert [message.to for message in mail.outbox] == [["ops@example.ma"]]


# Figures ---------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_figures_exist_for_those_who_are_configured_only(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404

    settings.METRICS_TOKEN = "0123456789-0123456789"
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    assert (
        client.get("/metrics", headers={"authorization": "Bearer 0123456789-0123456789"}).status_code == 200
    )

    settings.METRICS_TOKEN, settings.METRICS_ADDRESSES = "", ["10.0.0.0/8"]
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.1").status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="10.1.2.3").status_code == 200


@pytest.mark.django_db
def test_figures_count_routes_not_addresses(client: Client, settings: Any) -> None:
    settings.METRICS_ADDRESSES = ["127.0.0.1"]
    client.get("/ar/about/")
    client.get("/no-such-page/")
    client.generic("BREW", "/ar/about/")

    told = client.get("/metrics").content.decode()

    assert 'hakama_requests_total{method="GET",route="about",status="200"}' in told
    assert 'hakama_requests_total{method="other",route="about",status="405"}' in told
    assert 'route="unmatched",status="404"' in told
    assert "no-such-page" not in told
    assert "hakama_database_up 1.0" in told


# Readiness -------------------------------------------------------------------------------------------
def asked(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/readyz")
    return response.status_code, response.json()


@pytest.mark.django_db
def test_ready_when_everything_answers(client: Client) -> None:
    status, told = asked(client)

    assert (status, told["status"]) == (200, "ready")
    assert default_storage.listdir("readyz")[1] == []


@pytest.mark.django_db
def test_migration_that_was_not_applied_takes_the_process_out(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("search", "0003_positions")

    status, told = asked(client)

    assert status == 503
    assert "search.0003_positions" in told["checks"]["migrations"]["detail"]


@pytest.mark.django_db
def test_work_that_nobody_does_is_told_but_visitors_are_served(client: Client) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x.y", run_after=long_ago, backend_name="default"
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=long_ago)

    status, told = asked(client)

    assert (status, told["status"]) == (200, "ready, with less")
    assert "oldest for 60 minutes" in told["checks"]["queue"]["detail"]


@pytest.mark.django_db
def test_store_that_cannot_be_written_takes_the_process_out(client: Client, settings: Any) -> None:
    options = {"location": "/proc/nowhere"}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options},
    }

    status, told = asked(client)

    assert (status, told["checks"]["storage"]["ok"]) == (503, False)
