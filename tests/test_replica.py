"""Where a request reads: a visitor from the replica, whoever writes from what was written."""

import os
import runpy
from typing import Any

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from events.models import Event
from portal.replica import Replica, ReplicaMiddleware, ReplicaRouter, may_lag
from tests.test_settings import BASE, SOUND

DEAD = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "HOST": "127.0.0.1", "PORT": 1}
router = ReplicaRouter()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sends a request through the middleware; what the view found out, and the response."""
    monkeypatch.setitem(connections.settings, "replica", DEAD)
    monkeypatch.setattr(Replica, "may_be_asked", lambda self: True)

    def send(
        method: str, path: str = "/ar/", write: bool = False, **cookies: str
    ) -> tuple[list[str], HttpResponse]:
        reads: list[str] = []

        def view(request: HttpRequest) -> HttpResponse:
            reads.append(router.db_for_read(Event))
            if write:
                assert router.db_for_write(Event) == "default"
                reads.append(router.db_for_read(Event))
            return HttpResponse()

        request = RequestFactory().generic(method, path)
        request.COOKIES.update(cookies)
        response = ReplicaMiddleware(view)(request)
        assert may_lag.get() is False
        return reads, response

    return send


def test_visitor_reads_from_the_replica(sent: Any) -> None:
    assert sent("GET")[0] == ["replica"]


@pytest.mark.parametrize(
    "request_of",
    [
        {"method": "POST"},
        {"method": "GET", "sessionid": "x"},
        {"method": "GET", "fresh": "1"},
        {"method": "GET", "path": "/admin/login/"},
        {"method": "GET", "path": "/readyz"},
    ],
)
def test_who_writes_signs_in_or_asks_about_the_primary_reads_there(
    sent: Any, request_of: dict[str, Any]
) -> None:
    assert sent(**request_of)[0] == ["default"]


def test_a_request_reads_its_own_writes_and_so_does_its_author_afterwards(sent: Any) -> None:
    assert sent("GET", write=True)[0] == ["replica", "default"]
    assert sent("POST")[1].cookies["fresh"]["max-age"] == 10
    assert "fresh" not in sent("GET")[1].cookies


def test_replica_is_read_from_the_environment_and_never_migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SOUND, "DATABASE_REPLICA_URL": "postgres://hakama@10.0.0.12/hakama"}.items():
        monkeypatch.setitem(os.environ, name, value)

    replica = runpy.run_path(str(BASE))["DATABASES"]["replica"]
    assert (replica["HOST"], replica["OPTIONS"]["connect_timeout"]) == ("10.0.0.12", 2)
    assert not router.allow_migrate("replica", "events")
