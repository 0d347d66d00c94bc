"""How well the labelled queries are answered, and that both databases give the same lists in the same order."""

import json
import os
import sys
from pathlib import Path

import pytest

from portal.lib.text import normalize
from search.engine import did_you_mean
from tests.search import labelled

LISTS = Path(__file__).with_name(
    "lists.json"
)  # written on SQLite by `WRITE_LISTS=1 pytest tests/search/test_queries.py`

pytestmark = pytest.mark.django_db  # so that this file can be run alone


def test_labelled_queries_are_answered_with_f1_of_97_percent(world, capsys):
    figures = [_precision_and_recall(q, says, world) for q, says in labelled.queries()]
    precision, recall = (sum(column) / len(figures) for column in zip(*figures, strict=True))
    f1 = 2 * precision * recall / (precision + recall)
    with capsys.disabled():
        sys.stdout.write(
            f"\nsearch: {len(figures)} queries, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}\n"
        )
    assert len(figures) >= 120
    assert f1 >= 0.97


def _precision_and_recall(q, says, world):
    wanted, found = labelled.relevant(says, world), set(labelled.found(q, world))
    both = len(wanted & found)
    return (both / len(found) if found else float(not wanted)), (
        both / len(wanted) if wanted else float(not found)
    )


def test_every_query_gives_the_same_list_in_the_same_order_on_both_databases(world):
    lists = {q: labelled.found(q, world) for q, _says in labelled.queries()}
    if os.environ.get("WRITE_LISTS"):
        LISTS.write_text(json.dumps(lists, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")

    assert lists == json.loads(LISTS.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("typed", "better"),
    [("الانسن", "إنسان"), ("وصيط", "وسيط"), ("بلكوس", "بلكوش"), ("securitere", "sécurité"), ("zzzzqqq", "")],
)
def test_a_misspelling_is_answered_with_the_nearest_word_of_the_record(typed, better, world):
    assert labelled.found(typed, world) == []
    assert did_you_mean(typed) == normalize(better)
