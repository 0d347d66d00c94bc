"""What every answer for machines costs, into docs/api.md (`make weigh-api`).

The sample in a database of its own, asked in this process. Needs requirements/dev.txt.
"""

import gzip
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PAGE = ROOT / "docs" / "api.md"
BEGIN, END = "<!-- made by `make weigh-api` -->\n", "<!-- until here -->\n"
HEAD = """| address | first | again | 304 | bytes | gzip | ETag | Last-Modified | kept for | at most |
|---|--:|--:|--:|--:|--:|---|---|---|---|
"""
NO_BOUND = "all that the filters find"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/weigh.sqlite3"
        os.environ["MEDIA_STORAGE_URL"] = f"{folder}/media"
        os.environ["DUMPS_DIR"] = f"{folder}/dumps"
        import django

        django.setup()
        rows = weighed()
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + HEAD + "".join(rows) + END + rest.partition(END)[2], encoding="utf-8")


def weighed() -> list[str]:
    from datetime import timedelta

    import time_machine
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import override_settings
    from django.utils import timezone

    from search.keeping import catch_up
    from tests.machine_addresses import addresses

    call_command("migrate", verbosity=0)
    call_command("loadsample", verbosity=0)
    catch_up()
    call_command("dump_open_data", verbosity=0)
    for address in addresses("ar").values():
        asked(Client(), address)  # what is read once a process is read
    with (
        override_settings(PAGE_CACHE_BYTES=24 * 1024 * 1024),
        time_machine.travel(timezone.now() + timedelta(seconds=10)),  # Last-Modified is told when it is sure
    ):
        client = Client()
        return [row(client, name, address) for name, address in addresses("ar").items()]


def asked(client: Any, address: str, **headers: str) -> tuple[Any, bytes, int]:
    """An answer, its bytes, and the queries of both."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers=headers)
        body = b"".join(answer) if answer.streaming else answer.content
    return answer, body, len(queries)


def row(client: Any, name: str, address: str) -> str:
    answer, body, first = asked(client, address)
    _same, _body, again = asked(client, address)
    tag, stamp = answer.headers.get("ETag", ""), answer.headers.get("Last-Modified")
    known, _nothing, told = asked(client, address, **{"if-none-match": tag}) if tag else (None, b"", 0)
    cells = [
        f"`{shown(address)}`",
        first,
        again,
        told if known is not None and known.status_code == 304 else "–",
        len(body),
        len(gzip.compress(body, 6)),
        "weak" if tag.startswith("W/") else "strong" if tag else "–",
        "yes" if stamp else "–",
        seconds(answer.headers.get("Cache-Control", "")),
        bound(name),
    ]
    return f"| {' | '.join(map(str, cells))} |\n"


def shown(address: str) -> str:
    """Without what is of the sample only."""
    from urllib.parse import unquote

    return re.sub(
        r"/\d+/$", "/{id}/", unquote(address).replace("partnership-dgsn-governance-fes-2023", "{slug}")
    )


def seconds(said: str) -> str:
    """For how long a cache between us and the reader need not ask again."""
    found = re.search(r"s-maxage=(\d+)", said) or re.search(r"max-age=(\d+)", said)
    return f"{int(found[1]):,} s" if found and "private" not in said else "–"


def bound(name: str) -> str:
    """What an answer holds at most."""
    from events.embed import MOST
    from events.feeds import MOST_IN_A_CALENDAR, MOST_IN_A_FEED
    from portal.api.pagination import RecordPagination
    from portal.pages.sitemaps import ROWS

    if name == "api:changes" or name.endswith("-list"):
        return f"{RecordPagination.largest_size} a page"
    bounds = {
        "embed_events": f"{MOST} events",
        "events:event_calendar": f"{MOST_IN_A_CALENDAR} events",
        "events:event_feed": f"{MOST_IN_A_FEED} entries",
        "events:recommendation_feed": f"{MOST_IN_A_FEED} entries",
        "events:correction_feed": f"{MOST_IN_A_FEED} entries",
        "sitemap_section": f"{ROWS:,} pages",
    }
    return bounds.get(name) or (NO_BOUND if name.endswith(("_csv", "_xlsx")) else "one")


if __name__ == "__main__":
    main()
