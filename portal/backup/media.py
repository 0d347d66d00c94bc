"""The files of the site. A stored name never gets another content, so files may be copied while the site is in use."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

BLOCK = 1 << 20


def names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file of the store, folder by folder."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names(storage, f"{folder}/{name}" if folder else name)


def is_sound(name: str) -> bool:
    """Whether the name stays inside the store."""
    return (
        bool(name)
        and not name.startswith("/")
        and "\\" not in name
        and not {"", ".", ".."} & set(name.split("/"))
    )


def put(storage: Storage, name: str, content: IO[bytes], size: int) -> None:
    """Write the file under exactly this name; what is there is replaced in one step where the store knows how."""
    if isinstance(storage, FileSystemStorage):
        _put_on_disk(Path(storage.path(name)), content)
        return
    with tempfile.TemporaryFile() as whole:
        _copy(content, whole)
        whole.seek(0)
        if storage.exists(name):
            storage.delete(name)
        storage.save(name, File(whole))


def _put_on_disk(path: Path, content: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".restoring-")
    try:
        with os.fdopen(handle, "wb") as file:
            _copy(content, file)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).chmod(0o640)
        Path(unfinished).rename(path)
    finally:
        Path(unfinished).unlink(missing_ok=True)


def _copy(content: Any, target: IO[bytes]) -> None:
    while block := content.read(BLOCK):
        target.write(block)
