"""How long whatever somebody types takes to answer: some five hundred inputs to the page of results, nothing kept.

The labelled queries, words of the record and of nobody at random, and what is typed by accident or to do harm; each
once to bring in what it reads, and once by the clock.
"""

import random
import runpy
import statistics
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench_addresses import HOST

ROOT = Path(__file__).resolve().parents[1]
SERVER = ROOT / "deploy" / "gunicorn.conf.py"
GOAL = 100  # milliseconds
SINGLE, TOGETHER, DEAREST = 80, 120, 5
HOSTILE = (
    *("* \" ' \\", "((( - AND OR NOT", "NEAR(a b)", "a:b", "%00", "<script>alert(1)</script>", "'; DROP TABLE"),
    *("\u200f\u200e", "ـــ", "😀😀", "1" * 200, "a" * 4000, "شرطة " * 2000, "ء " * 500, "zqxv " * 60, "و ا ل ب ك ف"),
    *("2023 2024 2025", "٢٠٢٣", "1", "0", "ⵜⴰⵎⵓⵔⵜ", "7ay l7assani 3la ch3b", " ".join("abcdefghij")),
    " ".join("ابتثجحخدذر"),
    " ".join(f"zqx{first}{last}" for first in "abc" for last in "defg"),
)  # fmt: skip
KINDS = ("kind=event", "kind=event&kind=person&kind=document", "kind=agreement")
YEARS = ("year=2015", "year=1905&year=2024")
WRONG = "شصقغظمحرسط", "qwxzkj"


def searches(seed: int = 1) -> list[str]:
    """Addresses of the page of results; the same for the same record."""
    from institutions.models import Institution, Territory
    from search.models import SearchTerm
    from tests.search import labelled

    drawn = random.Random(seed)  # noqa: S311  (nothing is secret)
    words = dict(SearchTerm.objects.order_by("word").values_list("word", "document_count"))
    by_use = sorted(words, key=lambda word: (-words[word], word))
    singles = [*by_use[: SINGLE // 2], *drawn.sample(by_use, min(SINGLE // 2, len(by_use)))]
    together = [" ".join(drawn.choices(by_use[:400], k=2 + n % 9)) for n in range(TOGETHER // 2)]
    together += [" ".join(drawn.choices(by_use, k=2 + n % 9)) for n in range(TOGETHER // 2)]
    bodies = Institution.objects.public().order_by("-pk").values_list("name_ar", "name_fr")[:10]
    places = Territory.objects.order_by("-pk").values_list("name_ar", flat=True)[:10]
    named = [name for names in bodies for name in names if name] + list(places)
    misspelt = [_misspelt(word, drawn) for word in drawn.sample(by_use, min(30, len(by_use)))]
    typed = [
        *(query for query, _says in labelled.queries()),
        *singles,
        *together,
        *named,
        *misspelt,
        *HOSTILE,
    ]
    slug = Territory.objects.order_by("pk").values_list("slug", flat=True).first()
    narrowed = [
        f"{urlencode({'q': text})}&{choice}"
        for text in [*singles[:4], *singles[-2:]]
        for choice in (*KINDS, *YEARS, f"territory={slug}")
    ]
    return [f"/ar/search/?{asked}" for asked in [*(urlencode({"q": text}) for text in typed), *narrowed]]


def _misspelt(word: str, drawn: random.Random) -> str:
    place = drawn.randrange(len(word))
    return word[:place] + drawn.choice(WRONG[word[0].isascii()]) + word[place + 1 :]


def measured() -> dict[str, Any]:
    """``took``: milliseconds by the clock for each address, in a process made ready as a server's is; ``failed``."""
    from django.conf import settings
    from django.test import Client

    runpy.run_path(str(SERVER))["when_ready"](None)
    settings.PAGE_CACHE_BYTES = settings.RECORD_CACHE_BYTES = 0
    client = Client(SERVER_NAME=HOST, headers={"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"})
    took, failed = {}, []
    for address in searches():
        client.get(address)
        begun = time.perf_counter()
        if client.get(address).status_code != 200:
            failed.append(address)
        took[address] = 1000 * (time.perf_counter() - begun)
    return {"took": took, "failed": failed}


def show(report: dict[str, Any], line: Any = print) -> None:
    took, failed = report["took"], report["failed"]
    ordered = sorted(took.values())
    above = sum(ms >= GOAL for ms in ordered)
    line(
        f"Search, {len(ordered)} inputs, milliseconds by the clock: median {statistics.median(ordered):.0f}, "
        f"95 in 100 under {ordered[int(len(ordered) * 0.95)]:.0f}, dearest {ordered[-1]:.0f}; "
        f"{above} of {GOAL} or more; {len(failed)} failed."
    )
    for address in sorted(took, key=lambda address: -took[address])[:DEAREST]:
        line(f"  {took[address]:.0f}\t{address[:100]}")
    for address in failed:
        line(f"  failed\t{address[:100]}")
