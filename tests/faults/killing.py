"""Kills editors at random moments, again and again, and looks at what they leave behind."""

import json
import random
import signal
import subprocess
import threading
from dataclasses import dataclass, field
from typing import Any

from tests.faults.editing import EDITOR, INSPECTION
from tests.scratch_site import ScratchSite


@dataclass
class Accepted:
    """What the killed processes had been told was saved."""

    titles: list[str] = field(default_factory=list)
    photos: list[int] = field(default_factory=list)

    def note(self, line: str) -> None:
        word, *rest = line.split()
        if word == "saved":
            self.titles.append(rest[1])
        elif word == "photo":
            self.photos.append(int(rest[0]))


def kill_editors(site: ScratchSite, *, kills: int, longest: float, seed: int) -> Accepted:
    """One editor after another, each killed (SIGKILL) at a random moment of its work."""
    accepted, chance = Accepted(), random.Random(seed)  # noqa: S311  (moments, not secrets)
    for number in range(kills):
        editor = site.start(EDITOR, f"editor{seed}x{number}", 10_000, 0)
        assert editor.stdout is not None
        assert editor.stdout.readline() == "ready\n", editor.stderr and editor.stderr.read()
        spared = chance.randrange(5)  # lines it may still say; then the clock runs
        timer = threading.Timer(chance.uniform(0, longest), _kill, [editor])
        if not spared:
            timer.start()
        for said, line in enumerate(editor.stdout, 1):
            if line.endswith("\n"):
                accepted.note(line)
            if said == spared:
                timer.start()
        editor.wait()
        assert editor.returncode == -signal.SIGKILL, editor.stderr and editor.stderr.read()[-2000:]
        editor.stdout.close()
        editor.stderr.close()  # type: ignore[union-attr]
        timer.join()
    return accepted


def _kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)


def inspect(site: ScratchSite) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(site.run(INSPECTION))
    return found


def assert_whole(site: ScratchSite, accepted: Accepted) -> dict[str, Any]:
    """No half event, no lost save, no orphan file, an index that says what the rows say."""
    found = inspect(site)
    assert found["events without history"] == 0
    assert found["photos without file"] == []
    assert found["files without row"] == []
    assert found["index"] == []
    assert set(accepted.titles) <= set(found["titles"])
    assert set(accepted.photos) <= set(found["photo keys"])
    return found
