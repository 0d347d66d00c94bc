"""What partners run on their side: the examples in Python and JavaScript, and a host page that attacks the frame."""

import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from events.models import Event
from portal.pages import examples
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOST = Path(__file__).parents[1] / "embed" / "hostile_host.html"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Nothing of it belongs into the report."""


@pytest.fixture
def portal(live_server: Any, settings: Any) -> str:
    settings.SITE_URL = live_server.url
    make.follow_up(recommendation=make.recommendation(event=make.event(name_fr="Le partenariat")))
    return live_server.url


def test_examples_in_python_and_javascript_run_as_they_are_shown(portal: str, page: Any) -> None:
    told, printed = [], ""
    page.on("console", lambda message: told.append(message.text))
    page.goto(f"{portal}/fr/developers/")

    for example in examples.ALL:
        if example.tool == "Python":
            ran = subprocess.run(
                [sys.executable, "-c", example.shown], capture_output=True, text=True, timeout=60, check=False
            )
            assert (ran.returncode, ran.stderr) == (0, ""), example.title
            printed += ran.stdout
        elif example.tool == "JavaScript":
            page.evaluate(f"(async () => {{ {example.shown} }})()")

    assert any("Le partenariat" in line for line in told)
    event = Event.objects.get()
    assert f"{event.pk} {event.name_ar}" in printed
    assert "'Accepted': 1" in printed


@pytest.mark.parametrize("width", [320, 1200])
def test_frame_stands_unharmed_in_a_hostile_page(portal: str, page: Any, tmp_path: Path, width: int) -> None:
    """Its own font and colours, no wider than the page, and as tall as its content, in ar and fr."""
    queries = ("lang=ar", "lang=fr&amp;theme=dark&amp;accent=e05500", "lang=ar&amp;view=calendar")
    frames = "".join(
        f'<iframe src="{portal}/embed/events/?{query}" title="t" width="100%" height="90" style="border:0"></iframe>'
        for query in queries
    )
    script = f'<script src="{portal}/static/js/embed.js" async></script>'
    (tmp_path / "host.html").write_text(
        HOST.read_text(encoding="utf-8").replace("FRAMES", frames + script), encoding="utf-8"
    )
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    page.set_viewport_size({"width": width, "height": 900})
    try:
        page.goto(f"http://127.0.0.1:{host.server_port}/host.html")
        for frame in page.frames[1:]:
            frame.wait_for_load_state("load")
            frame.wait_for_function("innerHeight === Math.ceil(document.body.getBoundingClientRect().height)")
            seen = frame.evaluate(
                """() => {
                    const style = getComputedStyle(document.querySelector(".widget h1"));
                    const root = document.documentElement;
                    return [root.scrollWidth <= innerWidth, style.color === "rgb(255, 0, 255)", style.fontStyle];
                }"""
            )
            assert seen == [True, False, "normal"], frame.url
    finally:
        host.shutdown()
        host.server_close()
