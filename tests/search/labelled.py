"""The labelled queries of ``queries.yaml``, and what is found by them, under names that do not change with keys."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from events.models import Event
from portal.lib.text import normalize
from search.engine import understood
from search.kinds import KINDS
from search.models import SearchDocument
from search.searches import Search
from tests import factories as make

PARTICLES = r"(?<![^\W_])(?:[وف]?(?:لل|[بكل]?(?:ال)?))(?:"


@cache
def labels() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("queries.yaml").read_text(encoding="utf-8")
    )
    return loaded


def queries() -> list[tuple[str, list[str]]]:
    return [(q, entry["says"]) for entry in labels()["queries"] for q in entry["q"]]


def write_documents() -> None:
    """Beside the sample, in one order, so that ties are broken alike."""
    written = labels()["written"]
    for columns in written["events"]:
        make.event(**{"territory": None, "place_kind": "unknown", "kind": "lecture", **columns})
    for columns in written["people"]:
        named = {name: value for name, value in columns.items() if name != "speaks_at"}
        held = Event.objects.get(slug=columns["speaks_at"])
        make.speaker(event=held, person=make.person(**named), title_ar="ضيف", title_fr="Invité")


def everything() -> dict[tuple[str, int], tuple[str, str]]:
    """Each public thing: its name here, and all it may be found by in normal form."""
    told = {}
    for kind in KINDS.values():
        keys = list(
            SearchDocument.objects.public().filter(kind=kind.name).values_list("object_id", flat=True)
        )
        for place, row in enumerate(kind.load(keys), start=1):
            content = kind.content(row)
            texts = [*content.title, *content.people, *content.body]
            name = f"{kind.name}:{getattr(row, 'slug', place)}"
            told[kind.name, row.pk] = (name, normalize(" | ".join(text.value for text in texts)))
    return told


def relevant(says: list[str], told: dict[tuple[str, int], tuple[str, str]]) -> set[str]:
    patterns = [re.compile(_pattern(said)) for said in says]
    return {name for name, text in told.values() if all(pattern.search(text) for pattern in patterns)}


def _pattern(said: str) -> str:
    if not said.startswith("~"):
        return said
    return f"{PARTICLES}{said.removeprefix('~')})(?![^\\W_])"


def found(text: str, told: dict[tuple[str, int], tuple[str, str]]) -> list[str]:
    return [told[hit.kind, hit.object_id][0] for hit in Search(understood(text)).everything]
