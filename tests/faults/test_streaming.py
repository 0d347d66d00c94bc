"""A real streaming replica behind the portal: read by visitors, lagging, called off, killed, back again, promoted."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.run_suite import address_of, private_cluster, run, server_tools
from tests.scratch_site import ScratchSite

pytestmark = pytest.mark.once
AS_POSTGRES = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

# The process of a site with a replica: it asks as a visitor does, and meddles with the replica meanwhile.
ASK = """
import json, subprocess, sys
from django.conf import settings
settings.PAGE_CACHE_BYTES = settings.RECORD_CACHE_BYTES = 10_000_000
settings.REPLICA_CONTROL = json.loads(sys.argv[1])
import django; django.setup()
from contextlib import ExitStack
from django.db import connections
from django.test import Client
from changes.settling import settle
from events.models import Event
from portal import replica
from tests import factories as make

control = lambda *words: subprocess.run([*settings.REPLICA_CONTROL, *words], cwd="/", capture_output=True, check=True)
handler, found = Client().handler, {}

def meddle(alias, sql):
    other = connections[alias].copy()
    with other.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall()
    other.close()
    return rows[0][0]

def asked(name, path="/fr/events/", **headers):
    seen = {"default": 0, "replica": 0}
    def count(alias):
        def wrapper(execute, sql, params, many, context):
            seen[alias] += sql != replica.FOLLOWS
            return execute(sql, params, many, context)
        return wrapper
    with ExitStack() as stack:
        for alias in seen:
            stack.enter_context(connections[alias].execute_wrapper(count(alias)))
        visitor = Client(raise_request_exception=False)  # no cookies of those before
        visitor.handler = handler  # one process
        response = visitor.get(path, headers=headers)
    title = [word for word in ("Before", "Between", "After", "Last") if word in response.content.decode()]
    found[name] = {"status": response.status_code, "title": title, "tag": response.get("ETag"), **seen}

def write(title):
    Event.objects.filter(pk=event.pk).update(name_fr=title)
    settle()

def caught_up():
    position = meddle("default", "SELECT pg_current_wal_lsn()")
    while not meddle("replica", f"SELECT coalesce(pg_last_wal_replay_lsn() >= '{position}', false)"):
        pass

event = make.event(name_fr="Before")
settle()
caught_up()
while not replica._follows():
    pass
replica.MOST_BEHIND = 3600
asked("visitor")
asked("visitor again")
asked("session", cookie="sessionid=x")

meddle("replica", "SELECT 1 FROM pg_wal_replay_pause()")
while meddle("replica", "SELECT pg_get_wal_replay_pause_state()") != "paused":
    pass
write("Between")
asked("lagging")
asked("writer", cookie="fresh=1")
asked("lagging still")
asked("lagging record", "/api/v1/events/")
replica.MOST_BEHIND = 0
asked("too far behind")
meddle("replica", "SELECT 1 FROM pg_wal_replay_resume()")
caught_up()
replica.MOST_BEHIND = 3600
asked("caught up")
asked("caught up record", "/api/v1/events/")

def called_off(execute, sql, params, many, context):
    if sql != replica.FOLLOWS:
        meddle("default", "SELECT 1")
        meddle("replica", f"SELECT pg_terminate_backend({connections['replica'].connection.info.backend_pid})")
    return execute(sql, params, many, context)
with connections["replica"].execute_wrapper(called_off):
    asked("called off", "/fr/events/?page=1")

asked("well", "/fr/institutions/")
replica.PAUSE = 1.0
control("-m", "immediate", "stop")
asked("killed", "/fr/institutions/?page=1")
asked("left alone", "/fr/institutions/?page=1&x=1")
control("-w", "start")
while not meddle("replica", "SELECT EXISTS (SELECT 1 FROM pg_stat_wal_receiver)"):
    pass
for number in range(100_000):
    asked("back", f"/fr/institutions/?page=1&x={number}")
    if found["back"]["replica"]:
        break
control("-w", "promote")
write("Last")
asked("promoted")
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with private_cluster() as folder:
        copy = Path(folder) / "copy"  # beside the primary: a folder that postgres owns
        source = ["-d", f"host={folder} user=postgres", "-D", str(copy)]
        run(*AS_POSTGRES, f"{server_tools()}/pg_basebackup", *source, "-R", "-c", "fast")
        sockets = f"{folder}/sockets"
        run(*AS_POSTGRES, "mkdir", sockets)
        options = f"-c listen_addresses='' -c unix_socket_directories='{sockets}' -c fsync=off"
        log = ["-l", f"{folder}/copy.log", "-o", options]
        control = [*AS_POSTGRES, f"{server_tools()}/pg_ctl", "-D", str(copy), *log]
        run(*control, "-w", "start")
        try:
            site = ScratchSite(
                tmp_path_factory.mktemp("streaming"), address_of("postgres", host=folder, user="postgres")
            )
            site.environment["DATABASE_REPLICA_URL"] = address_of("postgres", host=sockets, user="postgres")
            yield json.loads(site.run(ASK, json.dumps(control)))
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], cwd="/", capture_output=True, check=False)
            shutil.rmtree(copy, ignore_errors=True)


def test_every_visitor_is_answered_whatever_becomes_of_the_replica(told: dict[str, Any]) -> None:
    assert {name: found["status"] for name, found in told.items()} == dict.fromkeys(told, 200)


def test_visitors_read_from_the_replica_and_a_session_from_the_primary(told: dict[str, Any]) -> None:
    assert told["visitor"]["replica"] > 1
    assert (told["visitor again"]["replica"], told["visitor again"]["default"]) == (
        1,
        0,
    )  # kept: the version alone
    assert told["visitor"]["default"] == told["session"]["replica"] == 0
    assert told["session"]["default"] > 1


def test_page_of_a_replica_that_lags_is_never_kept_under_the_new_version(told: dict[str, Any]) -> None:
    titles = ("visitor", "lagging", "writer", "lagging still", "caught up")

    assert [told[name]["title"] for name in titles] == [
        *(["Before"], ["Before"], ["Between"]),
        *(["Before"], ["Between"]),
    ]
    assert told["lagging"]["tag"] == told["visitor"]["tag"]
    assert told["caught up"]["tag"] == told["writer"]["tag"] != told["lagging"]["tag"]
    assert told["lagging record"]["title"] == ["Before"]
    assert told["caught up record"]["title"] == ["Between"]


@pytest.mark.parametrize(
    ("moment", "title"), [("too far behind", ["Between"]), ("promoted", ["Last"]), ("left alone", [])]
)
def test_replica_that_does_not_follow_is_not_read(
    told: dict[str, Any], moment: str, title: list[str]
) -> None:
    assert (told[moment]["title"], told[moment]["replica"]) == (title, 0)


def test_primary_answers_when_the_replica_goes_in_the_middle_and_the_replica_when_it_is_back(
    told: dict[str, Any],
) -> None:
    assert told["called off"]["default"] > 1
    assert (told["well"]["default"], told["back"]["default"]) == (0, 0)
    assert told["killed"]["default"] > 1
    assert told["back"]["replica"] > 1
