"""What these tests share: the sample and the written documents, indexed; and a comparison with a fresh index."""

from collections.abc import Callable
from typing import Any

import pytest

from search.index import rebuild
from search.keeping import catch_up
from search.models import SearchDocument, SearchTerm
from tests.search import labelled


@pytest.fixture(scope="module")
def world(sample: None) -> dict[tuple[str, int], tuple[str, str]]:
    """Everything public of the sample and of the written documents, by kind and key."""
    labelled.write_documents()
    catch_up()
    return labelled.everything()


def state() -> tuple[list[Any], list[Any]]:
    columns = [f.name for f in SearchDocument._meta.concrete_fields]
    documents = SearchDocument.objects.order_by("kind", "object_id").values_list(*columns)
    return list(documents), list(SearchTerm.objects.order_by("word").values_list("word", "document_count"))


@pytest.fixture
def same_as_fresh() -> Callable[[], bool]:
    """Settle what was written as a commit does; whether the index is what a rebuild makes of the record."""

    def compare() -> bool:
        catch_up()
        kept = state()
        SearchDocument.objects.all().delete()
        SearchTerm.objects.all().delete()
        rebuild()
        return kept == state()

    return compare
