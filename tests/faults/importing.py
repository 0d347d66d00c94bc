"""An import that is killed (SIGKILL) again and again, and taken up by the next process where it stopped."""

import json
import random
import signal
import threading
from typing import Any

from tests.scratch_site import ScratchSite

# Sends the file if nobody has, then works on it as the progress page does; says «ready» and, at the end, «done».
IMPORTER = """
import sys
import django; django.setup()
from django.contrib.auth import get_user_model
from exchange.enums import BatchState
from exchange.models import ImportBatch
from exchange.services import advance, receive_file, start_import
from tests import factories as make
from tests.exchange.tables import xlsx

rows = int(sys.argv[1])
user, is_new = get_user_model().objects.get_or_create(username="importer", is_superuser=True, is_staff=True)
if is_new:
    make.fes()
batch = ImportBatch.objects.first()
print("ready", flush=True)
if batch is None:
    day = "{}-03-{:02}".format
    same = {"kind": "ندوة", "territory": "فاس"}
    typed = [
        {"name_ar": f"موعد مولد رقم {n}", "starts_on": day(2000 + n % 20, n % 28 + 1), **same} for n in range(rows)
    ]
    batch = receive_file(content=xlsx(*typed), name="generated.xlsx", by=user)
ImportBatch.objects.update(claimed_until=None)  # as if the minute of the one who died had gone by
while batch.state != BatchState.DONE:
    if batch.state == BatchState.CHECKED:
        start_import(batch=batch, by=user)
    batch = advance(batch, user, seconds=0.01)
print("done", flush=True)
"""
RESULT = """
import json
from collections import Counter
import django; django.setup()
from events.models import Event
from exchange.models import ImportRow
titles = Counter(Event.objects.values_list("name_ar", flat=True))
written = ImportRow.objects.filter(progress="written").values_list("event_id", flat=True)
print(json.dumps({
    "events": sum(titles.values()),
    "twice": [title for title, count in titles.items() if count > 1],
    "rows written": len(written),
    "rows of no event": sorted(set(written) - set(Event.objects.values_list("pk", flat=True))),
    "without place": Event.objects.filter(territory=None).count(),
}))
"""


def kill_importers(site: ScratchSite, *, rows: int, kills: int, longest: float, seed: int) -> dict[str, Any]:
    """What the import wrote, after as many kills as asked for (or fewer: an import that is done is not killed)."""
    chance, killed = random.Random(seed), 0  # noqa: S311  (moments, not secrets)
    while True:
        importer = site.start(IMPORTER, rows)
        assert importer.stdout is not None
        assert importer.stdout.readline() == "ready\n", importer.stderr and importer.stderr.read()
        timer = threading.Timer(chance.uniform(0.1, longest), importer.send_signal, [signal.SIGKILL])
        if killed < kills:
            timer.start()
        out, err = importer.communicate()
        timer.cancel()
        if "done" in out:
            return {**json.loads(site.run(RESULT)), "kills": killed}
        assert importer.returncode == -signal.SIGKILL, err[-3000:]
        killed += 1
