"""Writes the index: some documents, or all of them anew."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from portal.lib.chunks import chunks
from portal.lib.search import highlighting
from portal.lib.search.analysis import ANALYZER, Tokens
from portal.lib.search.queries import name_key
from portal.lib.translated import Text
from search import filter_tokens
from search.contents import Content
from search.kinds import KINDS, Found
from search.models import ANSWERED, SearchDocument, SearchTerm
from search.positions import position_of

CHUNK = 200
LONGEST_TEXT = highlighting.MAX_TEXT  # what is kept of a text: no passage is cut from further on
KEYS = ("position", "kind", "object_id")


def renew(kind: str, numbers: Iterable[int]) -> None:
    """Make the documents of these things say what the things say now; of things that are gone, none is left."""
    for chunk in chunks(sorted(set(numbers)), CHUNK):
        _renew(KINDS[kind], chunk)


def rebuild(*, only_stale: bool = False) -> int:
    """Index everything, or what is missing, too much or made by another analyser; how many documents were written."""
    written = 0
    for kind in KINDS.values():
        there = set(kind.model._default_manager.values_list("pk", flat=True))
        known = SearchDocument.objects.filter(kind=kind.name)
        good = known.filter(analyzer=ANALYZER) if only_stale else known.none()
        wanted = there.symmetric_difference(good.values_list("object_id", flat=True))
        if not only_stale:
            wanted |= set(known.values_list("object_id", flat=True))
        renew(kind.name, wanted)
        written += len(wanted)
    return written


def renew_engine() -> None:
    """After rows were written behind the triggers' back: SQLite's lists of words anew. PostgreSQL computes its own."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("search_words", "search_names"):
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608  (two names)


@contextmanager
def filled_at_once() -> Iterator[None]:
    """The block writes or removes documents by the million: what the databases search by is made once, at its end."""
    indexes: dict[str, str] = {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
                " AND tablename = %s AND indexdef LIKE %s",
                [SearchDocument._meta.db_table, "% USING gin %"],
            )
            indexes = dict(cursor.fetchall())
        for name in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for statement in indexes.values():
            cursor.execute(statement)
    renew_engine()


def recount() -> None:
    """The words of all documents counted anew, after documents came or went by other ways than ``renew``."""
    counts: Counter[str] = Counter()
    alike = SearchDocument.objects.order_by().values_list("terms").annotate(alike=Count("pk"))
    for terms, number in alike.iterator():
        counts.update(dict.fromkeys(terms.split(), number))
    SearchTerm.objects.all().delete()
    SearchTerm.objects.bulk_create(
        (SearchTerm(word=word, document_count=count) for word, count in sorted(counts.items())),
        batch_size=500,
    )


def document_of(kind: Found, row: Any) -> SearchDocument:
    """The document that ``row`` ought to have."""
    content = kind.content(row)
    title, people, body = (_tokens(part) for part in (content.title, content.people, content.body))
    further = [token for tokens in (title, people, body) for token in tokens.extra]
    return SearchDocument(
        position=position_of(content.on, kind.order, row.pk),
        kind=kind.name,
        object_id=row.pk,
        title=_column(title.main),
        people=_column(people.main),
        filters=_column(_filters(kind, content)),
        body=_column(body.main),
        extra=_column(further),
        terms=_column(title.terms | people.terms | body.terms),
        texts=_texts(content),
        place=content.place,
        institutions=f" {''.join(f'{number} ' for number in sorted(content.institutions))}",
        analyzer=ANALYZER,
    )


def _column(tokens: Iterable[str]) -> str:
    """Each token once, in one order: rows that come in another order from the database make the same document."""
    return " ".join(sorted(set(tokens)))


def _filters(kind: Found, content: Content) -> Iterator[str]:
    yield filter_tokens.of_kind(kind.name)
    yield from map(filter_tokens.of_place, filter_tokens.above(content.place))
    yield from map(filter_tokens.of_institution, content.institutions)
    if kind.name in ANSWERED:
        yield from (filter_tokens.of_name(key) for name in content.title if (key := name_key(name.value)))


def _texts(content: Content) -> str:
    """Each text once, cut, as passages are made of it."""
    parts = (
        dict.fromkeys((text.language, text.value[:LONGEST_TEXT]) for text in texts if text.value)
        for texts in (content.title, content.people, content.body)
    )
    return json.dumps([list(part) for part in parts], ensure_ascii=False, separators=(",", ":"))


def _tokens(texts: list[Text]) -> Tokens:
    tokens = Tokens()
    for text in texts:
        tokens.add(text.value, text.language)
    return tokens


@transaction.atomic
def _renew(kind: Found, numbers: list[int]) -> None:
    rows = SearchDocument.objects.filter(kind=kind.name, object_id__in=numbers).order_by("object_id")
    known = {row.object_id: row for row in rows.only(*KEYS, "terms").select_for_update()}
    wanted = {row.pk: document_of(kind, row) for row in kind.load(numbers)}
    terms: Counter[str] = Counter()
    for document in wanted.values():
        terms.update(document.terms.split())
    for document in known.values():
        terms.subtract(document.terms.split())
    stay = {document.position for document in wanted.values()}
    SearchDocument.objects.filter(
        position__in=[d.position for d in known.values() if d.position not in stay]
    ).delete()
    SearchDocument.objects.bulk_create(
        [document for _number, document in sorted(wanted.items())],
        update_conflicts=True,
        unique_fields=["position"],
        update_fields=[f.name for f in SearchDocument._meta.concrete_fields if f.name not in KEYS],
    )
    _count(terms)


def _count(changes: Counter[str]) -> None:
    """Words that documents won and lost. In one order, so that two writers never wait for each other."""
    differing = {word: step for word, step in changes.items() if step}
    for words in chunks(sorted(differing), CHUNK):
        rows = SearchTerm.objects.filter(word__in=words).order_by("word").select_for_update()
        known = {term.word: term.document_count for term in rows}
        counts = {word: known.get(word, 0) + differing[word] for word in words}
        SearchTerm.objects.filter(word__in=[word for word in words if counts[word] <= 0]).delete()
        SearchTerm.objects.bulk_create(
            [SearchTerm(word=word, document_count=counts[word]) for word in words if counts[word] > 0],
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=["document_count"],
        )
