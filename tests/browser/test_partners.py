"""What partners run on their side: the examples in Python and JavaScript, and a host page that attacks the frame."""

import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from events.embed import snippet
from events.models import Event
from portal.pages import examples
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOST = Path(__file__).parents[1] / "embed" / "hostile_host.html"
# Asked once and answered when it is so: Playwright's own waiting asks again by eval, which the frame's policy forbids.
AS_TALL_AS_ITS_CONTENT = """() => new Promise((resolve, reject) => {
    let frames = 600;
    const look = () => {
        if (innerHeight === Math.ceil(document.body.getBoundingClientRect().height)) resolve();
        else if (frames--) requestAnimationFrame(look);
        else reject(new Error(`The frame is ${innerHeight} high.`));
    };
    look();
})"""


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1200])
def test_frame_stands_unharmed_in_a_hostile_page(
    portal: str, page: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    """Its own font and colours, as wide as the page and no wider, and as tall as its content, in ar and fr."""
    pages = (
        "?lang=ar",
        "?lang=fr&theme=dark&accent=e05500",
        "?lang=ar&view=calendar",
        "?lang=fr&view=calendar",
        f"{Event.objects.get().pk}/?lang=ar",
        f"{Event.objects.get().pk}/?lang=fr",
    )
    frames = "".join(snippet(f"{portal}/embed/events/{name}", "t", 90) for name in pages)
    frames = frames.replace(' loading="lazy"', "")
    script = f'<script src="{portal}/static/js/embed.js" async></script>'
    (tmp_path / "host.html").write_text(
        HOST.read_text(encoding="utf-8").replace("FRAMES", frames + script), encoding="utf-8"
    )
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    try:
        page.goto(f"http://127.0.0.1:{host.server_port}/host.html")
        assert len(page.frames) == len(pages) + 1
        for frame in page.frames[1:]:
            frame.frame_element().scroll_into_view_if_needed()  # a browser draws nothing that nobody sees
            frame.wait_for_load_state("load")
            frame.evaluate(AS_TALL_AS_ITS_CONTENT)
            seen = frame.evaluate(
                """() => {
                    const style = getComputedStyle(document.querySelector(".widget h1"));
                    const root = document.documentElement;
                    const parts = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
                    const light = (text) => parts(text).reduce((sum, part) => sum + part, 0);
                    const ground = getComputedStyle(document.querySelector(".widget")).backgroundColor;
                    return [
                        innerWidth, root.scrollWidth <= innerWidth, style.color === "rgb(255, 0, 255)", style.fontStyle,
                        light(style.color) > light(ground),
                    ];
                }"""
            )
            is_dark = scheme == "dark" or "theme=dark" in frame.url
            assert seen == [seen[0], True, False, "normal", is_dark], frame.url
            assert width - 60 < seen[0] <= width, frame.url
    finally:
        host.shutdown()
        host.server_close()
