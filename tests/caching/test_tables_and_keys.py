"""Tables that stream and answers to keys have validators too; changes, which nobody keeps, are compressed too."""

import gzip
from datetime import UTC, datetime, timedelta

import brotli
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changes import settling
from events.models import Event
from partners import keys
from partners.models import ApiKey
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 12, 5, 10, tzinfo=UTC)
TABLES = [
    "/fr/events.csv",
    "/fr/events.xlsx",
    "/ar/recommendations.csv",
    "/ar/recommendations.xlsx?year=2023",
]


@pytest.fixture
def settled():
    """A record that was written some seconds ago."""
    with time_machine.travel(NOW, tick=False) as clock:
        make.follow_up(recommendation=make.recommendation(event=make.event()))
        settling.settle()
        clock.shift(timedelta(seconds=5))
        yield clock


@pytest.mark.parametrize("address", TABLES)
def test_who_has_a_table_is_told_so_after_one_row(keeping, settled, address):
    first = keeping.get(address)
    known = (
        {"HTTP_IF_NONE_MATCH": first.headers["ETag"]},
        {"HTTP_IF_MODIFIED_SINCE": first.headers["Last-Modified"]},
    )

    assert (first.status_code, first.streaming, first.headers["ETag"][0]) == (200, True, '"')
    for validator in known:
        with CaptureQueriesContext(connection) as queries:
            answer = Client().get(address, **validator)
        assert (answer.status_code, answer.content, len(queries)) == (304, b"", 1)
    assert keeping.get("/ar/events.csv", **known[0]).status_code == 200  # of another address


@pytest.mark.parametrize("address", TABLES)
def test_the_same_etag_means_the_same_bytes(keeping, settled, address):
    first = keeping.get(address)
    settled.shift(timedelta(minutes=9))
    second = keeping.get(address)

    assert first.headers["ETag"] == second.headers["ETag"]
    assert b"".join(first) == b"".join(second)


@pytest.mark.parametrize("address", TABLES)
def test_a_write_or_another_day_makes_a_table_anew(keeping, settled, address):
    tags = [keeping.get(address).headers["ETag"]]

    Event.objects.update(abstract_fr="Tout autre chose")
    settled.shift(timedelta(seconds=5))
    written = keeping.get(address, HTTP_IF_NONE_MATCH=tags[0])
    tags.append(written.headers["ETag"])
    settled.shift(timedelta(days=1))  # the file bears the day in its name
    tomorrow = keeping.get(address, HTTP_IF_NONE_MATCH=tags[1])
    tags.append(tomorrow.headers["ETag"])

    assert (written.status_code, tomorrow.status_code, len(set(tags))) == (200, 200, 3)


def test_the_head_of_a_table_says_the_same_and_reads_no_rows(keeping, settled):
    with CaptureQueriesContext(connection) as queries:
        head = keeping.head("/fr/events.csv")
        body = b"".join(head)

    assert (body, head.headers["ETag"]) == (b"", keeping.get("/fr/events.csv").headers["ETag"])
    assert not any("events_event" in query["sql"] for query in queries)


def test_a_refused_table_has_no_validator_of_the_record(keeping, settled):
    refused = keeping.get("/fr/events.csv?separator=x")

    assert (refused.status_code, "Last-Modified" in refused.headers) == (400, False)


def test_a_caller_with_a_key_is_told_too_after_the_key_and_one_row(keeping, settled):
    key = keys.make_key(ApiKey(institution=make.institution(), name="Journal", per_minute=600), by=None)
    first = keeping.get("/api/v1/events/", HTTP_AUTHORIZATION=f"Bearer {key}")

    with CaptureQueriesContext(connection) as queries:
        again = keeping.get("/api/v1/events/", HTTP_X_API_KEY=key, HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (first.status_code, again.status_code, len(queries)) == (200, 304, 2)
    assert again.headers["RateLimit-Policy"] == '"keyed";q=600;w=60'
    assert keeping.get("/api/v1/events/").content == first.content
    assert keeping.get("/api/v1/events/").headers["RateLimit-Policy"].startswith('"anonymous"')
    wrong = keeping.get("/api/v1/events/", HTTP_X_API_KEY="no", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert wrong.status_code == 401


@pytest.mark.parametrize(("takes", "read"), [("gzip", gzip.decompress), ("gzip, br", brotli.decompress)])
def test_changes_are_compressed_and_told_once(keeping, settled, takes, read):
    plain = keeping.get("/api/v1/changes/?include=record")
    packed = keeping.get("/api/v1/changes/?include=record", HTTP_ACCEPT_ENCODING=takes)
    again = keeping.get(
        "/api/v1/changes/?include=record",
        HTTP_ACCEPT_ENCODING=takes,
        HTTP_IF_NONE_MATCH=packed.headers["ETag"],
    )

    assert read(packed.content) == plain.content
    assert packed.headers["Content-Encoding"] == takes.rpartition(" ")[2]
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert (plain.headers["ETag"][0], packed.headers["ETag"]) == ('"', f"W/{plain.headers['ETag']}")
    assert (again.status_code, again.content) == (304, b"")
