"""A client that a public generator makes from the committed description works against the running server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.api.description import PATH
from tests import factories as make

# Run by a process of its own: what a partner would write. Prints what it was told, one fact a line.
PARTNER = """
import sys
from hakama_client import AuthenticatedClient, Client
from hakama_client.api.events import events_list, events_retrieve
from hakama_client.api.institutions import institutions_list
from hakama_client.models import EventKind, EventsListKindItem, EventsListLang, Problem

base, event = sys.argv[1], int(sys.argv[2])
client = Client(base_url=base)
page = events_list.sync(client=client, kind=[EventsListKindItem.SEMINAR], page_size=1)
print(page.count, [row.id for row in page.results], page.results[0].kind is EventKind.SEMINAR)
print(events_list.sync(client=client, kind=[EventsListKindItem.STAND]).count)
print(events_retrieve.sync(client=client, id=event, lang=EventsListLang.FR).name)
missing = events_retrieve.sync(client=client, id=999_999)
print(type(missing) is Problem, missing.status, missing.title)
refused = institutions_list.sync(client=client, q="x", territory=["atlantis"])
print(refused.status, [error.parameter for error in refused.errors])
stranger = AuthenticatedClient(base_url=base, token="nonsense")
print(events_list.sync(client=stranger).status)
"""


@pytest.fixture(scope="module")
def client_package(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("client")
    config = folder / "config.yaml"
    config.write_text("post_hooks: []\n")
    command = Path(sys.executable).with_name("openapi-python-client")
    made = subprocess.run(
        [command, "generate", "--path", PATH, "--meta", "none", "--config", config, "--fail-on-warning",
         "--output-path", folder / "hakama_client"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


@pytest.mark.django_db(transaction=True)
def test_a_python_client_lists_filters_reads_and_is_refused(live_server, client_package):
    seminar = make.event(kind="seminar", name_fr="Le séminaire")
    make.event(kind="training")

    told = subprocess.run(
        [sys.executable, "-c", PARTNER, live_server.url, str(seminar.pk)],
        cwd=client_package,
        env={**os.environ, "PYTHONPATH": str(client_package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stderr == ""
    assert told.stdout.splitlines() == [
        f"1 [{seminar.pk}] True",
        "0",
        "Le séminaire",
        "True 404 Not Found",
        "400 ['territory']",
        "401",
    ]
