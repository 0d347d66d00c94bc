"""What the processes of the fault runs do; each is told by its arguments and says on its output what was accepted."""

# A member of staff at the form of an event: every save through the admin, every second one with a photo.
EDITOR = """
import sys, time
from datetime import date, timedelta
from random import randrange
from uuid import uuid4
import django; django.setup()
from events.models import Event
from history.recording import Verb, recording
from tests import factories as make
from tests.desk import Editor

name, saves, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])  # seconds between two saves
editor = Editor(name)
print("ready", flush=True)
for number in range(saves):
    title = f"{uuid4().hex}-{name}-{number}"  # unlike every other, in words and days, for the desk asks about likes
    day = date(2000, 1, 1) + timedelta(days=randrange(9000))
    answer = editor.send(Event, name_ar=title, name_fr=title, starts_on=day.isoformat())
    assert answer.errors == {}, answer.errors
    event = Event.objects.get(name_ar=title)
    print("saved", event.pk, title, flush=True)
    if number % 2:
        with recording(event, by=editor.user, verb=Verb.CHANGED):
            photo = make.photo(event=event)
        print("photo", photo.pk, photo.image.name, flush=True)
    time.sleep(pause)
"""

# Two rows that always say the same: who sees them differ has seen half of a write.
PAIR = """
import sys, time
import django; django.setup()
from django.db import transaction
from events.models import Event

first, second, until = int(sys.argv[1]), int(sys.argv[2]), time.monotonic() + float(sys.argv[3])
count = 0
print("ready", flush=True)
while time.monotonic() < until:
    count += 1
    with transaction.atomic():
        for number in (first, second):
            Event.objects.filter(pk=number).update(abstract_ar=str(count))
print("done", count, flush=True)
"""

# After the fall: the nightly work is done, then nothing may be half, lost or left over.
INSPECTION = """
import json, os, sys, time
import django; django.setup()
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from events.models import Event, Photo
from events.uploads import names_in_use
from history.models import Version
from portal.backup import media
from search.index import document_of
from search.kinds import KINDS
from search.models import SearchDocument

for name in media.names(default_storage):  # as if a week had gone by
    os.utime(default_storage.path(name), (time.time() - 8 * 86400,) * 2)
call_command("sweep_files", stdout=sys.stderr)
call_command("reindex_search", stale=True, stdout=sys.stderr)

found = {}
versions = Version.objects.filter(content_type__model="event")
found["events"] = Event.objects.count()
found["events without history"] = Event.objects.exclude(pk__in=versions.values("object_id")).count()
found["photos without file"] = [p.pk for p in Photo.objects.all() if not default_storage.exists(p.image.name)]
found["files without row"] = sorted(set(media.names(default_storage)) - names_in_use(Photo.objects.all()))
wrong = []
for kind in KINDS.values():
    rows = {row.pk: row for row in kind.load(list(kind.model._base_manager.values_list("pk", flat=True)))}
    stored = {document.object_id: document for document in SearchDocument.objects.filter(kind=kind.name)}
    wrong += [f"{kind.name} {n}" for n in rows.keys() ^ stored.keys()]
    for number in rows.keys() & stored.keys():
        wanted = document_of(kind, rows[number])
        if (wanted.title, wanted.body, wanted.terms) != (
            stored[number].title, stored[number].body, stored[number].terms
        ):
            wrong.append(f"{kind.name} {number} differs")
found["index"] = wrong
connection.check_constraints()
found["titles"] = list(Event.objects.values_list("name_ar", flat=True))
found["photo keys"] = list(Photo.objects.values_list("pk", flat=True))
print(json.dumps(found))
"""
