"""What a page shows of what was found: names and passages in the words of the record, with what was found marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from portal.lib.search import highlighting
from portal.lib.search.analysis import stem
from portal.lib.search.queries import Query, read
from portal.lib.text import normalize, words
from portal.lib.translated import FALLBACK, Text, answer
from search.contents import Content
from search.engine import Hit
from search.kinds import KINDS
from search.models import Kind

_WORD = re.compile(r"[^\W_]+")
SENTENCE = 30  # letters; shorter texts are labels, which say little where nothing is marked


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

    @property
    def place(self) -> Any:
        """Where it was held; None where that is not known."""
        return getattr(getattr(self.row, "event", None) or self.row, "territory", None)


def results(hits: Iterable[Hit], query: Query, language: str) -> list[Result]:
    """The hits in their order, with their texts; a constant number of queries for each kind among them."""
    hits = list(hits)
    rows = {
        (kind, row.pk): row
        for kind in sorted({hit.kind for hit in hits})
        for row in KINDS[kind].load([hit.object_id for hit in hits if hit.kind == kind])
    }
    there = [(hit.kind, rows[hit.kind, hit.object_id]) for hit in hits if (hit.kind, hit.object_id) in rows]
    return [_result(kind, row, query, language) for kind, row in there]


def _result(kind: str, row: Any, query: Query, language: str) -> Result:
    name = name_of(kind, row, language)
    shown = _passage(KINDS[kind].content(row), name, query, language)
    return Result(
        kind,
        row,
        capfirst(str(row.get_kind_display() if kind == Kind.EVENT and row.kind else Kind(kind).label)),
        address_of(kind, row),
        _safe(highlighting.whole(name.value, query)),
        name.language,
        _safe(highlighting.passage(shown.value, query)),
        shown.language,
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


def _passage(content: Content, name: Text, query: Query, language: str) -> Text:
    """The text that says most of what was asked, in the language of the page if it can be."""
    order = FALLBACK[language]
    texts = [text for text in (*content.body, *content.people) if text.value and text.value != name.value]
    texts.sort(key=lambda text: order.index(text.language))
    counted = [(highlighting.passage(text.value, query).count, text) for text in texts]
    most = max((min(count, len(query.words)) for count, _text in counted), default=0)
    best = [text for count, text in counted if count >= most]
    return next(
        (text for text in best if len(text.value) >= SENTENCE), best[0] if most else Text("", language)
    )


def as_written(better: str, found: list[Result]) -> str:
    """A correction in the spelling of the record: «شراكه» is how the index writes «شراكة»."""
    spelled: dict[str, str] = {}
    for text in (text for result in found for text in _texts_of(result)):
        for written in _WORD.findall(text.value):
            bare, article = written.removeprefix("ال"), written.startswith("ال")
            for spelling in (written, bare) if article else (written,):
                spelled.setdefault(normalize(spelling), spelling)
    return " ".join(spelled.get(word, word) for word in words(better))


def _texts_of(result: Result) -> list[Text]:
    content = KINDS[result.kind].content(result.row)
    return [*content.title, *content.people, *content.body]


def is_called(text: str, names: Iterable[Text]) -> bool:
    """Whether the text is exactly one of the names, article and spelling aside."""
    asked = _key(text)
    return bool(asked) and any(_key(name.value) == asked for name in names)


def _key(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in read(text).words)
