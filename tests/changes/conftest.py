"""A mirror that follows the changes, and the record that it ought to equal."""

from typing import Any

import pytest
from django.test import Client

from portal.api.changes import VIEWS

START = "/api/v1/changes/?include=record&page_size=100"
Copy = dict[tuple[str, int], Any]


class Follower:
    """Does what docs/how-to/mirror.md says."""

    def __init__(self, client: Client) -> None:
        self.client, self.next, self.copy = client, START, {}

    def follow(self) -> list[tuple[str, int, str]]:
        """Take what changed since; what was told, in order."""
        told, has_more = [], True
        while has_more:
            page = self.client.get(self.next).json()
            for change in page["results"]:
                thing = change["resource"], change["id"]
                told.append((*thing, change["kind"]))
                if change["kind"] == "deleted":
                    self.copy.pop(thing, None)
                else:
                    self.copy[thing] = change["record"]
            self.next, has_more = page["next"], page["has_more"]
        return told


def whole_record(client: Client) -> Copy:
    """Everything the lists of the API answer."""
    record: Copy = {}
    for resource in VIEWS:
        address = f"/api/v1/{resource}/?page_size=100"
        while address:
            page = client.get(address).json()
            record |= {(resource, row["id"]): row for row in page["results"]}
            address = page["next"]
    return record


@pytest.fixture
def follower(client: Client) -> Follower:
    return Follower(client)
