"""What every public page costs a reader who comes for the first time, into docs/quality.md (`make weigh`).

The sample in a database of its own, served to a real browser: bytes as they cross the line (text in gzip, typefaces as
they are), requests, queries, and what axe-core finds in light and wide. Needs requirements/dev.txt and Chromium.
"""

import gzip
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
LANGUAGE = "ar"
PACKED = (".woff2", ".webp", ".avif", ".png", ".jpg")
KINDS = {"CSS": ".css", "JS": ".js", "fonts": ".woff2"}
HEAD = f"""# What each page weighs

Made by `make weigh`: the sample, Arabic, a first visit at 1280 px with nothing kept. kB of 1000 bytes; text in gzip, as
servers send it at worst (Brotli is smaller), typefaces as they are. Requests count everything a browser fetches, its
icon too. Queries are those of a second answer of one process, no page kept. axe: violations in this reading;
`tests/browser/test_barriers.py` reads every page also narrow, in dark, in French, at 320 px and with wider text.

Budgets, held by `tests/browser/test_weight.py` on the page of an event: 110 kB in 10 requests on the first visit,
15 kB for the next page, CSS 25 kB, JavaScript 10 kB, layout shift 0.02.

| page | HTML | {" | ".join(KINDS)} | all | requests | queries | axe |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/weigh.sqlite3"
        os.environ["MEDIA_STORAGE_URL"] = f"{folder}/media"
        import django

        django.setup()
        rows = weighed_pages()
    (ROOT / "docs" / "quality.md").write_text(HEAD + "".join(rows), encoding="utf-8")


def weighed_pages() -> list[str]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.test.testcases import LiveServerThread
    from playwright.sync_api import sync_playwright

    from tests.public_pages import public_pages

    call_command("migrate", verbosity=0)
    call_command("loadsample", verbosity=0)
    pages = public_pages(LANGUAGE)
    queries = {name: queries_of(address) for name, address in pages.items()}
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"))
        site = f"http://127.0.0.1:{server.port}"
        rows = [row(name, *visit(browser, site + pages[name]), queries[name]) for name in pages]
        browser.close()
    server.terminate()
    return rows


def queries_of(address: str) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    visitor = Client(SERVER_NAME="127.0.0.1")
    visitor.get(address)  # what is read once a process is read
    with CaptureQueriesContext(connection) as captured:
        visitor.get(address)
    return len(captured)


def visit(browser: Any, address: str) -> tuple[dict[str, int], int]:
    from tests.browser import axe

    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    fetched: list[str] = []

    def note(response: Any) -> None:
        fetched.append(response.url)

    page.on("response", note)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    sizes = {url: weight(context.request.get(url)) for url in fetched}
    axe.get_ready(page)
    found = len(axe.violations(page))
    context.close()
    return sizes, found


def weight(response: Any) -> int:
    """Of an answer asked for again: a browser forgets the bodies of what a frame has left."""
    body = response.body()
    return len(body) if response.url.endswith(PACKED) else len(gzip.compress(body, 9))


def row(name: str, sizes: dict[str, int], found: int, queries: int) -> str:
    page = sum(size for url, size in sizes.items() if "/static/" not in url)
    kinds = [sum(size for url, size in sizes.items() if url.endswith(ending)) for ending in KINDS.values()]
    weights = " | ".join(f"{size / 1000:.1f}" for size in (page, *kinds, sum(sizes.values())))
    return f"| {name} | {weights} | {len(sizes)} | {queries} | {found} |\n"


if __name__ == "__main__":
    main()
