"""Tables of what things cost are about all of them: `make weigh` for pages, `make weigh-api` for machines."""

import re
from pathlib import Path

import pytest

from events.sample_data import load_sample
from scripts.weigh_api import shown
from tests.machine_addresses import addresses
from tests.public_pages import page_names

TABLE = Path(__file__).parents[1] / "docs" / "quality.md"
UNKEPT = {"/api/v1/changes/", "/api/v1/catalog.jsonld"}  # told anew to everybody
OF_MACHINES = TABLE.with_name("api.md")


def test_every_public_page_has_been_weighed_and_has_no_barrier() -> None:
    rows = dict(re.findall(r"^\| ([^|]+?) \|.*\| (\d+) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE))

    assert set(page_names()) - rows.keys() == set()
    assert {name for name, violations in rows.items() if violations != "0"} == set()


@pytest.mark.django_db
def test_every_answer_for_machines_has_been_weighed_and_costs_one_query_to_who_has_it() -> None:
    load_sample()
    text = OF_MACHINES.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(/[^`]*)` \| \d+ \| \d+ \| (\d+) \|", text, re.MULTILINE)

    assert {address for address, _told in rows} == {shown(address) for address in addresses("ar").values()}
    assert {told for address, told in rows if address not in UNKEPT} <= {"0", "1"}
