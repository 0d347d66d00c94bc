"""A site with something in every room, and a store of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS

from portal.backup import tables
from search.keeping import settle
from tests import factories as make


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    """The media of this test, in a folder of its own."""
    folder = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder)},
        },
    }
    return folder


@pytest.fixture
def site(db: None, store: Path) -> Any:
    """An event with all its parts and a photo; returns the event."""
    event = make.full_event()
    make.photo(event=event)
    make.staff_member("amina", "publisher")
    settle()  # the index, as a commit would
    return event


def everything(using: str = DEFAULT_DB_ALIAS) -> dict[str, list[Any]]:
    """Every row of every kept table, as its values."""
    return {
        model._meta.label: [json.loads(line) for line in tables.lines(model, using)]
        for model in tables.kept_tables()
    }


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
