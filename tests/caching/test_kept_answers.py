"""What is kept is right, for everybody it is given to, and only as long as it is."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count

import brotli
import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from changes import settling
from changes.version import current
from events.models import Event
from portal.caching.answers import Answer
from portal.caching.asked import asked, encoding
from portal.caching.shelf import Shelf
from tests import factories as make
from tests.changes.random_writes import MODELS

pytestmark = pytest.mark.django_db
NOW = datetime(2030, 12, 5, 10, tzinfo=UTC)
LIST, PAGE, FEED, ITEM = "/fr/events/", "/fr/events/{slug}/", "/fr/events.atom", "/api/v1/events/{pk}/"


def addresses(event):
    several = (
        LIST,
        f"{LIST}?page=1",
        PAGE,
        FEED,
        "/fr/events.ics",
        ITEM,
        "/api/v1/events/",
        "/fr/",
        "/ar/search/?q=الأمن",
    )
    return [address.format(slug=event.slug, pk=event.pk) for address in several]


def headers(answer):
    own = ("X-Request-ID", "Last-Modified", "RateLimit")  # of the one who asks, or of the moment
    return {name: value for name, value in answer.items() if name not in own}


def test_a_second_visitor_costs_one_row_and_gets_the_same(keeping, event):
    for address in addresses(event):
        first = keeping.get(address)
        with CaptureQueriesContext(connection) as queries:
            second = keeping.get(address)
        assert (second.status_code, second.content) == (200, first.content), address
        assert headers(second) == headers(first), address
        assert len(queries) == 1, address


def test_an_answer_kept_is_the_answer_made(keeping, client, event):
    for address in addresses(event):
        made = client.get(address)
        keeping.get(address)
        kept = keeping.get(address)
        own = {"ETag", "Last-Modified", "Cache-Control", "Vary", "X-Request-ID", "RateLimit"}
        assert kept.content == made.content
        assert {k: v for k, v in kept.items() if k not in own} == {
            k: v for k, v in made.items() if k not in own
        }


def test_who_has_it_is_told_so_after_one_row_even_by_a_process_that_never_made_it(keeping, settings, event):
    tags = {address: keeping.get(address).headers["ETag"] for address in addresses(event)}
    assert all(tag.startswith('"') for tag in tags.values())
    another = Client()

    for address, tag in tags.items():
        with CaptureQueriesContext(connection) as queries:
            answer = another.get(address, HTTP_IF_NONE_MATCH=tag)
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", tag), address
        assert len(queries) == 1, address
    assert another.get(LIST, HTTP_IF_NONE_MATCH=tags["/fr/"]).status_code == 200  # of another address


def test_a_write_elsewhere_leaves_what_a_client_has_and_one_here_does_not(keeping, event):
    address = ITEM.format(pk=event.pk)
    tag = keeping.get(address).headers["ETag"]
    other = make.event(slug="other")

    elsewhere = keeping.get(address, HTTP_IF_NONE_MATCH=f'"x", W/{tag}')
    assert (elsewhere.status_code, elsewhere.headers["ETag"]) == (304, tag)
    assert keeping.get(LIST).content.count(other.slug.encode()) > 0

    Event.objects.filter(pk=event.pk).update(abstract_fr="Tout autre chose")
    changed = keeping.get(address, HTTP_IF_NONE_MATCH=tag)
    assert (changed.status_code, "Tout autre chose" in changed.content.decode()) == (200, True)


def test_pages_of_one_list_count_for_its_form_once_and_anew_after_a_write(keeping, event):
    def queries(address):
        with CaptureQueriesContext(connection) as asked:
            assert keeping.get(address).status_code == 200
        return len([query for query in asked if "found_events" in query["sql"]])

    assert [queries(f"{LIST}?page={number}") for number in (1, 1, 2)] == [1, 0, 0]
    assert [queries(address) for address in (f"{LIST}?kind=seminar", "/ar/events/")] == [1, 1]
    make.event()
    assert [queries(f"{LIST}?page={number}") for number in (2, 1)] == [1, 0]


def test_last_modified_is_told_when_it_is_sure(keeping, event):
    with time_machine.travel(NOW, tick=False) as clock:
        settling.settle()
        assert "Last-Modified" not in keeping.get(LIST).headers
        clock.shift(timedelta(seconds=3))
        stamp = keeping.get(LIST).headers["Last-Modified"]
        assert keeping.get(LIST, HTTP_IF_MODIFIED_SINCE=stamp).status_code == 304
        make.event(slug="later")
        assert keeping.get(LIST, HTTP_IF_MODIFIED_SINCE=stamp).status_code == 200


def test_pages_change_at_midnight_and_when_publication_turns(keeping):
    with time_machine.travel(NOW, tick=False) as clock:
        make.event(slug="tomorrow", name_fr="Demain", starts_on=NOW.date() + timedelta(days=1))
        planned = NOW + timedelta(hours=2)
        make.event(slug="planned", name_fr="Rendez-vous", starts_on=NOW.date(), publish_from=planned)
        coming, today = "/fr/events/?when=upcoming", "/fr/events/?when=ongoing"
        seen = []
        for moment in (NOW, planned - timedelta(microseconds=1), planned, datetime(2030, 12, 6, tzinfo=UTC)):
            clock.move_to(moment)
            words = [keeping.get(address).content.decode() for address in (coming, today)]
            seen.append(("Demain" in words[0], "Demain" in words[1], "Rendez-vous" in words[1]))

    assert seen == [(True, False, False), (True, False, False), (True, False, True), (False, True, False)]


def test_staff_and_callers_with_a_key_are_answered_by_the_view(keeping, event):
    keeping.get(LIST)
    for headers in ({"HTTP_COOKIE": "sessionid=x"}, {"HTTP_AUTHORIZATION": "Bearer x"}):
        answer = keeping.get(LIST, **headers)
        assert answer.status_code == 200
        assert "s-maxage" not in answer.headers.get("Cache-Control", "")


def test_no_visitor_is_given_what_another_ones_request_made(keeping, event):
    """Cache poisoning: whatever of a request could show in an answer tells answers apart, or is ignored."""
    plain = keeping.get(LIST).content
    odd = {
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_ORIGINAL_URL": "/fr/about/",
        "HTTP_X_REWRITE_URL": "/fr/about/",
        "HTTP_X_FORWARDED_PREFIX": "/evil",
        "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_USER_AGENT": "<script>",
        "HTTP_COOKIE": "django_language=en; other=1",
    }
    for address in (LIST, "/fr/events/?utm=<b>", "/fr/events/?page=1&page=2"):
        strange = keeping.get(address, **odd).content
        assert b"evil" not in strange
        assert keeping.get(address).content == strange
    assert keeping.get(LIST).content == plain
    assert b"utm=" not in plain
    spoken = [
        keeping.get("/api/v1/", HTTP_ACCEPT=accept).headers["Content-Type"]
        for accept in ("*/*", "application/json")
    ]
    assert spoken == ["application/json"] * 2
    hosts = [
        keeping.get("/api/v1/topics/", HTTP_HOST=host).status_code for host in ("testserver", "evil.example")
    ]
    assert hosts == [200, 400]


def test_hosts_schemes_and_languages_have_answers_of_their_own():
    def key(address="/api/v1/events/", **meta):
        return asked(RequestFactory().get(address, **meta)).digest

    several = [
        key(), key(HTTP_HOST="localhost"), key(secure=True), key(HTTP_ACCEPT_LANGUAGE="fr"), key("/api/v1/events/?a=1"),
        key(HTTP_ACCEPT="application/ld+json"), key("/API/v1/events/"),
    ]  # fmt: skip
    assert len(set(several)) == len(several)


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/fr/events/none/", "/fr/events/x.css", "/fr/events/?page=" + "9" * 1000]
)
def test_what_is_private_missing_or_endless_is_not_kept(keeping, address):
    """Cache deception: nothing becomes public by the look of its address."""
    answer = keeping.get(address)
    assert "s-maxage" not in answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    ("takes", "read"), [("gzip", gzip.decompress), ("gzip, br;q=0.9", brotli.decompress)]
)
def test_compressed_forms_are_kept_under_etags_of_their_own(keeping, event, takes, read):
    plain = keeping.get(LIST)
    packed = keeping.get(LIST, HTTP_ACCEPT_ENCODING=takes)
    assert read(packed.content) == plain.content
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    head = keeping.head(LIST, HTTP_ACCEPT_ENCODING=takes)
    assert (head.content, head.headers["ETag"]) == (b"", packed.headers["ETag"])


def test_encodings_that_are_refused_are_not_used():
    taken = [
        encoding(RequestFactory().get("/", HTTP_ACCEPT_ENCODING=text))
        for text in ("br;q=0, gzip", "identity", "")
    ]
    assert taken == ["gzip", "", ""]


def test_a_hundred_visitors_at_once_make_an_answer_once():
    shelf, made = Shelf(1_000_000, is_shared=False), count()

    def make_it():
        next(made)
        return Answer(b"page", {}, "")

    with ThreadPoolExecutor(20) as visitors:
        answers = list(visitors.map(lambda _n: shelf.made_once("name", make_it), range(100)))
    assert {answer.body for answer in answers} == {b"page"}
    assert next(made) == 1


def test_the_memory_is_bounded_and_processes_share_through_the_cache():
    small = Shelf(60_000, is_shared=False)
    for number in range(100):
        small.put(str(number), Answer(b"x" * 1_000, {}, ""))
    assert sum(small.get(str(number)) is not None for number in range(100)) == 30
    assert small.get("99") is not None

    Shelf(60_000, is_shared=True).put("shared", Answer(b"y", {"A": "b"}, "route"))
    assert Shelf(60_000, is_shared=True).get("shared").headers == {"A": "b"}
    cache.clear()


def test_no_edit_of_any_model_leaves_an_old_answer(keeping, client, event):
    """Straight in the database, as no form would: the version alone decides."""
    make.citation(event)
    make.agreement()
    page, item = PAGE.format(slug=event.slug), ITEM.format(pk=event.pk)
    keeping.get(page)
    for model in MODELS:
        texts = [f.name for f in model._meta.local_concrete_fields if f.name.endswith(("_ar", "_fr"))]
        before = current()
        model._base_manager.update(**({texts[0]: "كلام آخر"} if texts else {"id": F("id")}))
        if model._base_manager.exists():
            assert current().number > before.number, model
        assert keeping.get(item).content == client.get(item).content, model
        for address in (LIST, f"{LIST}?page=1"):  # the second is given the form of the first
            assert keeping.get(address).content == client.get(address).content, (model, address)
    assert keeping.get(page).content == client.get(page).content
