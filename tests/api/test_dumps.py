"""The nightly dumps: what the API says, whole, put in force at once, with nothing from behind the gate."""

import csv
import json
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from icalendar import Calendar

from events.models import Event
from portal.api.dumps import making
from portal.api.dumps.shelf import CURRENT, Night
from portal.lib.text import normalize
from tests import factories as make
from tests.test_leak import SECRET, SECRET_LATIN, planted

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(settings, tmp_path) -> Path:
    settings.DUMPS_DIR = str(tmp_path / "dumps")
    return tmp_path / "dumps"


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_resource_is_there_as_the_api_gives_it(shelf, client, monkeypatch):
    monkeypatch.setattr(making, "CHUNK", 2)  # three chunks
    full = make.full_event(series=make.series())
    make.event(starts_precision="unknown", starts_on=None, when_words="قريبا")
    for _ in range(3):
        make.event()

    call_command("dump_open_data", verbosity=0)
    folder = shelf / CURRENT
    for name in making.resources():
        told = client.get(f"/api/v1/{name}/", {"page_size": 100}).json()["results"]
        assert lines(folder / f"{name}.jsonl") == sorted(told, key=lambda row: row["id"]), name
    with_a_day = [row for row in Event.objects.public() if row.start.is_exact_day]
    for language in ("ar", "fr", "en"):
        with (folder / f"events.{language}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == Event.objects.public().count()
        entries = Calendar.from_ical((folder / f"events.{language}.ics").read_bytes()).walk("VEVENT")
        assert len({entry["UID"] for entry in entries}) == len(with_a_day)
    assert full.pk == lines(folder / "events.jsonl")[0]["id"]
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_nothing_from_behind_the_gate_is_in_any_file(shelf):
    planted()

    call_command("dump_open_data", verbosity=0)
    for path in (shelf / CURRENT).resolve().iterdir():
        text = path.read_text(encoding="utf-8").replace("\n ", "")
        assert SECRET not in normalize(text), path.name
        assert SECRET_LATIN not in text.lower(), path.name
    Event.objects.filter(slug=f"{SECRET_LATIN}-event").update(publication_state="published")
    call_command("dump_open_data", verbosity=0)
    assert SECRET_LATIN in (shelf / CURRENT / "events.jsonl").read_text(encoding="utf-8").lower()


def test_a_failed_night_changes_nothing_and_old_nights_go(shelf, monkeypatch):
    make.event()
    for _ in range(3):
        call_command("dump_open_data", verbosity=0)
    before = Night.read()
    assert len(list(shelf.glob("night-*"))) == 2

    monkeypatch.setattr(
        making, "_calendar", lambda language: iter([(b"half", 1), 1 / 0]) if language else None
    )
    with pytest.raises(ZeroDivisionError):
        call_command("dump_open_data", verbosity=0)
    assert Night.read() == before
    assert len(list(shelf.iterdir())) == 3  # two nights and the link


def test_files_are_sent_with_their_digest_as_etag(shelf, client):
    assert client.get("/ar/dumps/").status_code == 200  # before the first night
    assert client.get("/dumps/events.jsonl").status_code == 404
    make.event()
    call_command("dump_open_data", verbosity=0)

    answer = client.get("/dumps/events.jsonl")
    assert b"".join(answer) == (shelf / CURRENT / "events.jsonl").read_bytes()
    assert answer.headers["Content-Type"] == "application/jsonl"
    known = {"if-none-match": answer.headers["ETag"]}
    assert client.get("/dumps/events.jsonl", headers=known).status_code == 304
    dated = {"if-modified-since": answer.headers["Last-Modified"]}
    assert client.get("/dumps/events.jsonl", headers=dated).status_code == 304
    for name in ("SHA256SUMS", "manifest.json", "events.fr.ics", "events.ar.csv"):
        answer = client.get(f"/dumps/{name}")
        assert (answer.status_code, len(b"".join(answer)) > 0) == (200, True)
    for name in ("..", "%2e%2e%2fdb.sqlite3", "nothing.jsonl", "current"):
        assert client.get(f"/dumps/{name}").status_code == 404
    for language in ("ar", "fr", "en", "zgh"):
        page = client.get(f"/{language}/dumps/")
        assert page.status_code == 200
        assert "/dumps/recommendations.fr.csv" in page.content.decode()
    assert client.get("/dumps/").headers["Location"] == "/ar/dumps/"
