"""docs/quality.md is about all pages: a new one is weighed with `make weigh`."""

import re
from pathlib import Path

from tests.public_pages import page_names

TABLE = Path(__file__).parents[1] / "docs" / "quality.md"


def test_every_public_page_has_been_weighed_and_has_no_barrier() -> None:
    rows = dict(re.findall(r"^\| ([^|]+?) \|.*\| (\d+) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE))

    assert set(page_names()) - rows.keys() == set()
    assert {name for name, violations in rows.items() if violations != "0"} == set()
