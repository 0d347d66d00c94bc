"""What a page shows of what was found: names and passages in the words of the record, with what was found marked."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from portal.lib.search import highlighting
from portal.lib.search.queries import Query
from portal.lib.text import normalize, words
from portal.lib.translated import FALLBACK, Text, answer
from search.finding import Hit
from search.kinds import KINDS
from search.models import Kind, SearchDocument

_WORD = re.compile(r"[^\W_]+")
SENTENCE = 30  # letters; shorter texts are labels, which say little where nothing is marked


class Texts(NamedTuple):
    """What the index keeps of a thing for its passages: texts with their languages."""

    title: list[tuple[str, str]]
    people: list[tuple[str, str]]
    body: list[tuple[str, str]]


@dataclass(frozen=True)
class Result:
    kind: str
    row: Any
    label: str
    url: str
    title: SafeString
    title_language: str
    passage: SafeString
    passage_language: str
    texts: Texts

    @property
    def place(self) -> Any:
        """Where it was held; None where that is not known."""
        return getattr(getattr(self.row, "event", None) or self.row, "territory", None)


def results(hits: Iterable[Hit], query: Query, language: str) -> list[Result]:
    """The hits in their order, with their texts: a query for those, and one for each kind among the hits."""
    hits = list(hits)
    rows = {
        (kind, row.pk): row
        for kind in sorted({hit.kind for hit in hits})
        for row in KINDS[kind].shown([hit.object_id for hit in hits if hit.kind == kind])
    }
    texts = _texts_of(hits)
    return [
        _result(hit.kind, row, texts[hit.position], query, language)
        for hit in hits
        if hit.position in texts and (row := rows.get((hit.kind, hit.object_id)))
    ]


def _texts_of(hits: list[Hit]) -> dict[int, Texts]:
    rows = SearchDocument.objects.filter(position__in=[hit.position for hit in hits])
    return {position: Texts(*json.loads(texts)) for position, texts in rows.values_list("position", "texts")}


def _result(kind: str, row: Any, texts: Texts, query: Query, language: str) -> Result:
    name = name_of(kind, row, language)
    shown = _passage([*texts.body, *texts.people], name, query, language)
    return Result(
        kind,
        row,
        capfirst(str(row.get_kind_display() if kind == Kind.EVENT and row.kind else Kind(kind).label)),
        address_of(kind, row),
        _safe(highlighting.whole(name.value, query)),
        name.language,
        _safe(highlighting.passage(shown.value, query)),
        shown.language,
        texts,
    )


def _safe(passage: highlighting.Passage) -> SafeString:
    return mark_safe(passage.html)  # noqa: S308  (escaped where it was cut)


def name_of(kind: str, row: Any, language: str) -> Text:
    """What a thing is called in the language of the page, or in the one that answers."""
    if kind == Kind.RECOMMENDATION:
        return answer(row, "text", language)
    if kind == Kind.DOCUMENT:
        return answer(row, "title", language)
    if kind == Kind.PRESS_ITEM:
        return Text(row.title or row.outlet or row.url, row.language if row.language in FALLBACK else "fr")
    named: Text = row.name_in(language)
    return named


def address_of(kind: str, row: Any) -> str:
    """Where it is read; empty for a press item that is not online."""
    if kind == Kind.DOCUMENT:
        return str(row.file.url if row.file else row.url)
    return str(row.url if kind == Kind.PRESS_ITEM else row.get_absolute_url())


def _passage(texts: list[tuple[str, str]], name: Text, query: Query, language: str) -> Text:
    """The text that says most of what was asked, in the language of the page if it can be."""
    order = FALLBACK[language]
    texts = sorted((text for text in texts if text[1] != name.value), key=lambda text: order.index(text[0]))
    most = 0
    best: list[Text] = []
    for spoken, value in texts:
        count = min(highlighting.count(value, query), len(query.words))
        if count > most:
            most, best = count, []
        if count == most:
            best.append(Text(value, spoken))
            if most and most == len(query.words) and len(value) >= SENTENCE:
                return best[-1]  # no other says more
    return next(
        (text for text in best if len(text.value) >= SENTENCE), best[0] if most else Text("", language)
    )


def as_written(better: str, found: list[Result]) -> str:
    """A correction in the spelling of the record: «شراكه» is how the index writes «شراكة»."""
    spelled: dict[str, str] = {}
    for text in (text for result in found for part in result.texts for _language, text in part):
        for written in _WORD.findall(text):
            bare, article = written.removeprefix("ال"), written.startswith("ال")
            for spelling in (written, bare) if article else (written,):
                spelled.setdefault(normalize(spelling), spelling)
    return " ".join(spelled.get(word, word) for word in words(better))
