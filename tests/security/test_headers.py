"""What every answer tells the browser, on pages, at the desk, in the API and with files."""

import json
import logging
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from tests import factories as make
from tests.events import hostile

pytestmark = pytest.mark.django_db
PAGES = (
    "/ar/",
    "/fr/events/",
    "/en/search/?q=x",
    "/api/v1/events/",
    "/admin/login/",
    "/ar/nowhere/",
    "/healthz",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_closed_to_scripts_frames_and_guesses(client: Client, path: str) -> None:
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "report-uri /csp-report" in policy
    assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "*"} & set(policy.replace(";", " ").split())
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if "/api/" in path else "same-origin")
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_desk_has_the_same_policy_and_is_kept_nowhere(admin_client: Client) -> None:
    event = make.event()
    for path in ("/admin/", "/admin/events/event/", f"/admin/events/event/{event.pk}/change/"):
        headers = admin_client.get(path).headers
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "no-store" in headers["Cache-Control"]


def test_uploads_come_as_files_that_cannot_run(client: Client) -> None:
    event = make.event()
    pdf = make.document(event=event, url="", file=ContentFile(hostile.pdf(), "x.pdf"))
    word = make.document(event=event, url="", file=ContentFile(hostile.docx(), "x.docx"))
    photo = make.photo(event=event)

    def headers(path: str) -> Any:
        response = client.get(path)
        b"".join(
            response.streaming_content
        )  # read to its end, the client closes the file and leaves the database
        return response.headers

    for path, disposition in ((f"/documents/{pdf.pk}", "inline"), (f"/documents/{word.pk}", "attachment")):
        assert headers(path)["X-Content-Type-Options"] == "nosniff"
        assert headers(path)["Content-Disposition"].startswith(disposition)
    # Chromium shows a PDF in a page of its own making, which a sandbox would leave blank.
    assert "frame-ancestors 'none'" in headers(f"/documents/{pdf.pk}")["Content-Security-Policy"]
    assert "sandbox" in headers(f"/documents/{word.pk}")["Content-Security-Policy"]
    assert "sandbox" in headers(f"/photos/{photo.pk}")["Content-Security-Policy"]


# Reports of browsers -----------------------------------------------------------------------------------
REPORT = {
    "document-uri": "https://portal.example.ma/ar/preview/secret-token/",
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://tracker.example/x.js?who=amina",
}


def reported(client: Client, body: Any) -> int:
    return client.post("/csp-report", body, content_type="application/csp-report").status_code


@pytest.mark.parametrize("body", [{"csp-report": REPORT}, [{"type": "csp-violation", "body": REPORT}]])
def test_report_names_rule_and_site_but_neither_page_nor_visitor(
    body: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert reported(Client(enforce_csrf_checks=True), json.dumps(body)) == 204

    (line,) = [record.getMessage() for record in caplog.records if record.name == "portal.csp"]
    assert "script-src-elem from tracker.example" in line
    assert "secret" not in line
    assert "amina" not in line


@pytest.mark.parametrize("body", ["", "no json", "[[[[", "[1]", '{"csp-report": "x"}', "[" * 15_000])
def test_report_that_is_none_is_thrown_away(
    client: Client, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert reported(client, body) == 204
    assert [record for record in caplog.records if record.name == "portal.csp"] == []


def test_reports_cannot_fill_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "portal.csp")
    body = json.dumps({"csp-report": {**REPORT, "effective-directive": "x\nforged line"}})
    for _ in range(60):
        reported(client, body)

    lines = [record.getMessage() for record in caplog.records if record.name == "portal.csp"]
    assert len(lines) <= 30
    assert not any("\n" in line for line in lines)
    assert reported(client, "x" * 20_000) == 413


def test_bill_of_materials_lists_every_locked_package_with_its_digests() -> None:
    from scripts.sbom import ROOT, bill

    lock = ROOT / "requirements" / "production.txt"
    made = bill(lock)

    assert len(made["components"]) == sum("==" in line for line in lock.read_text().splitlines())
    assert all(component["hashes"] for component in made["components"])
    assert made == bill(lock)
    assert "pkg:pypi/django@" in " ".join(component["purl"] for component in made["components"])
