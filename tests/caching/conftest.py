"""A portal that keeps its answers, and one beside it that makes each anew."""

import pytest
from django.test import Client

from search.keeping import catch_up
from tests import factories as make


@pytest.fixture
def keeping(settings) -> Client:
    """A visitor of a process that keeps answers."""
    settings.PAGE_CACHE_BYTES = 8 * 1024 * 1024
    return Client()


@pytest.fixture
def event():
    made = make.full_event(series=make.series(), occasion=make.occasion())
    catch_up()  # the index is of the record too
    return made
