"""The partner: an anonymous client of the API."""

from typing import Any

import pytest
from django.test import Client

from portal.api.addresses import _around_the_key


@pytest.fixture(autouse=True)
def addresses_follow_the_urlconf():
    _around_the_key.cache_clear()


@pytest.fixture
def api(client: Client) -> Any:
    """Asks `/api/v1/<path>` and gives the answer, read as JSON where that is what came."""

    def get(path: str, **parameters: Any) -> Any:
        return client.get(f"/api/v1/{path}", parameters)

    return get


@pytest.fixture
def ids(api: Any) -> Any:
    """The identifiers of the first page of a list."""

    def listed(path: str, **parameters: Any) -> list[int]:
        answer = api(path, **parameters)
        assert answer.status_code == 200, answer.content
        return [row["id"] for row in answer.json()["results"]]

    return listed
