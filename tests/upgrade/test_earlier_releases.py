"""The data of each earlier release, brought to this one by `migrate` as docs/operations.md says.

Each file of `releases/` holds every row of a site of that release (scripts/keep_release.py): the sample, a member of
staff and a draft. The release named «record» knew no rights, no search and no ledger; «desk» had rights and search.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.scratch_site import ScratchSite

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.jsonl.gz"))
OLDEST = (
    "2026-11-22-record.jsonl.gz"  # its way passes through all later states: on PostgreSQL it stands for them
)
DRAFT = "حدث لم ينشر بعد"

# The tables of the earlier release, then its rows as they were.
FILL = """
import gzip, json, sys
import django; django.setup()
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
    last, *tables = map(json.loads, file)
def stored(field, value):
    if field.get_internal_type() == "JSONField" and isinstance(value, str):  # as SQLite keeps it
        value = json.loads(value)
    return field.get_db_prep_save(field.to_python(value), connection)

executor = MigrationExecutor(connection)
targets = [key for key in last.items() if key[0] in executor.loader.migrated_apps]
state = executor.migrate(targets)
models = {model._meta.db_table: model for model in state.apps.get_models(include_auto_created=True)}
quote = connection.ops.quote_name
with transaction.atomic(), connection.cursor() as cursor:
    for table, columns, rows in tables:
        fields = {field.column: field for field in models[table]._meta.concrete_fields}
        cursor.execute(f"DELETE FROM {quote(table)}")  # what the migrations themselves made
        names, places = ", ".join(map(quote, columns)), ", ".join("%s" for _ in columns)
        sent = []
        for row in rows:
            sent.append([stored(fields[column], value) for column, value in zip(columns, row)])
        cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", sent)
    for statement in connection.ops.sequence_reset_sql(no_style(), [models[table] for table, _c, _r in tables]):
        cursor.execute(statement)
print(json.dumps({table: len(rows) for table, _columns, rows in tables}))
"""
UPGRADE_AND_ASK = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("reindex_search", stale=True, verbosity=0)
call_command("check", databases=["default"], fail_level="ERROR")

import json
from django.db import connection
from django.test import Client
from django.contrib.auth import authenticate, get_user_model
from events.models import Event

client, found = Client(raise_request_exception=False), {"pages": {}, "count": {}}
addresses = ["/ar/", "/fr/events/", "/ar/institutions/", "/api/v1/events/"]
addresses += ["/api/v1/changes/?page_size=100", "/ar/search/?q=الحكامة"]
addresses += [event.get_absolute_url() for event in Event.objects.public()]
addresses += [f"/api/v1/events/{event.pk}/" for event in Event.objects.all()]
for address in addresses:
    answer = client.get(address, follow=True)
    found["pages"][address] = [answer.status_code, answer.content.decode()]
with connection.cursor() as cursor:
    for table in connection.introspection.table_names():
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
        found["count"][table] = cursor.fetchone()[0]
found["public"] = Event.objects.public().count()
found["draft"] = Event.objects.get(name_ar="حدث لم ينشر بعد").pk
found["new"] = Event.objects.create(name_ar="بعد الترقية").pk
client.force_login(get_user_model().objects.get(username="amina"))
found["signed in"] = get_user_model().objects.get(username="amina").check_password("a long enough word")
print(json.dumps(found, ensure_ascii=False))
"""


@pytest.fixture
def address(django_db_blocker: Any) -> Iterator[str]:
    """An empty database of its own, beside the one of the tests."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"hakama_upgrade_{uuid4().hex}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.long
@pytest.mark.parametrize(
    "release",
    [
        pytest.param(
            path, marks=[] if path.name == OLDEST else pytest.mark.once, id=path.name.partition(".")[0]
        )
        for path in RELEASES
    ],
)
def test_rows_of_an_earlier_release_become_pages_of_this_one(
    release: Path, address: str, tmp_path: Path
) -> None:
    site = ScratchSite(tmp_path, address, tables=False)
    before: dict[str, int] = json.loads(site.run(FILL, release))

    found = json.loads(site.run(UPGRADE_AND_ASK).splitlines()[-1])

    lost = {table: count for table, count in before.items() if found["count"].get(table, 0) < count}
    assert lost == {}
    statuses = {path: status for path, (status, _text) in found["pages"].items()}
    hidden = f"/api/v1/events/{found['draft']}/"
    assert statuses.pop(hidden) == 404
    assert set(statuses.values()) == {200}
    assert found["public"] == 8
    changes = json.loads(found["pages"]["/api/v1/changes/?page_size=100"][1])
    told = [entry for entry in changes["results"] if entry["resource"] == "events"]
    assert len(told) == found["public"]
    assert "partnership-dgsn-governance-fes-2023" in found["pages"]["/ar/search/?q=الحكامة"][1]
    assert not any(DRAFT in text for _status, text in found["pages"].values())
    assert found["signed in"]
    assert found["new"] > found["draft"]
