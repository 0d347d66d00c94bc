"""The file itself: parts one after another, each with its digest, and a manifest that vouches for them all."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from portal.backup import BackupError
from portal.backup.age import AgeReader, AgeWriter, is_encrypted

MANIFEST = "manifest.jsonl"
COMPRESSION = 5
IN_MEMORY = 1024 * 1024  # of the manifest; the rest waits on disk


class Digested(io.RawIOBase):
    """Counts and digests what is read through it, up to ``size`` bytes."""

    def __init__(self, source: IO[bytes], size: int) -> None:
        self.source, self.left, self.digest = source, size, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        self.digest.update(data)
        return data

    def exhaust(self) -> None:
        while self.read(1 << 20):
            pass


def _line(name: str, size: int, digest: str) -> bytes:
    return json.dumps({"part": name, "bytes": size, "sha256": digest}, ensure_ascii=False).encode() + b"\n"


class Writer:
    """Adds parts; ``finish`` adds the manifest. Keeps nothing in memory but the part at hand."""

    def __init__(self, archive: tarfile.TarFile, manifest: Any) -> None:
        self._archive, self._manifest = archive, manifest

    def add(self, name: str, content: IO[bytes], size: int) -> None:
        digested = Digested(content, size)
        self._put(name, digested, size)
        self._manifest.write(_line(name, size, digested.digest.hexdigest()))

    def add_bytes(self, name: str, content: bytes) -> None:
        self.add(name, io.BytesIO(content), len(content))

    def finish(self, **totals: Any) -> None:
        self._manifest.write(json.dumps({"totals": totals}).encode() + b"\n")
        size = self._manifest.tell()
        self._manifest.seek(0)
        self._put(MANIFEST, self._manifest, size)

    def _put(self, name: str, content: Any, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        try:
            self._archive.addfile(entry, content)
        except OSError as error:
            raise BackupError(f"{name} could not be written: {error}") from error
        self._archive.members.clear()  # type: ignore[attr-defined]  # tarfile remembers every entry otherwise


@contextmanager
def writing(path: Path, password: str = "") -> Iterator[Writer]:
    """A new file at ``path``, readable by its owner only; it appears under its name when it is complete."""
    if path.exists():
        raise BackupError(f"{path} exists already; a backup never overwrites a file.")
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        with unfinished.open("wb") as file:
            with ExitStack() as layers:
                sink: Any = file
                if password:
                    sink = layers.enter_context(AgeWriter(file, password))
                sink = layers.enter_context(
                    gzip.GzipFile(filename="", fileobj=sink, mode="wb", compresslevel=COMPRESSION, mtime=0)
                )
                archive = layers.enter_context(
                    tarfile.open(fileobj=sink, mode="w|", format=tarfile.PAX_FORMAT)
                )
                yield Writer(archive, layers.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY)))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    except OSError as error:
        raise BackupError(f"{path} could not be written: {error.strerror or error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)


class Part:
    """One part while it is being read."""

    def __init__(self, name: str, stream: Digested, size: int) -> None:
        self.name, self.stream, self.size = name, stream, size

    def bytes(self) -> bytes:
        return self.stream.read()


def parts(path: Path, password: str = "") -> Generator[Part]:
    """Every part in order. Whoever reads to the end knows that all of them are what was written."""
    try:
        with path.open("rb") as file, SpooledTemporaryFile(max_size=IN_MEMORY) as seen:
            yield from _parts(_opened(file, password), seen)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError) as error:
        raise BackupError("The file is damaged or cut short.") from error
    except FileNotFoundError as error:
        raise BackupError(f"There is no file {path}.") from error


def _opened(file: IO[bytes], password: str) -> Any:
    if not is_encrypted(file):
        return file
    if not password:
        raise BackupError("The file is encrypted: give its password (BACKUP_PASSWORD or --password-file).")
    return io.BufferedReader(AgeReader(file, password), 1 << 16)


def _parts(source: Any, seen: Any) -> Iterator[Part]:
    with (
        gzip.GzipFile(fileobj=source, mode="rb") as stream,
        tarfile.open(fileobj=stream, mode="r|") as archive,
    ):
        complete = False
        for entry in archive:
            archive.members.clear()  # type: ignore[attr-defined]  # tarfile remembers every entry otherwise
            content = archive.extractfile(entry)
            if complete or content is None:
                raise BackupError("The file is damaged: it has parts that a backup does not have.")
            if entry.name == MANIFEST:
                _compare(content, seen)
                complete = True
                continue
            part = Part(entry.name, Digested(content, entry.size), entry.size)
            yield part
            part.stream.exhaust()
            seen.write(_line(part.name, part.size, part.stream.digest.hexdigest()))
        if not complete:
            raise BackupError("The file is cut short: its manifest is missing.")
        while stream.read(1 << 20):  # to the checksum of gzip and the last chunk of age
            pass


def _compare(manifest: Any, seen: Any) -> None:
    seen.write(b"")
    seen.seek(0)
    for line in manifest:
        mine = seen.readline()
        if not mine and b'"totals"' in line:
            return
        if line != mine:
            name = _named(mine) or _named(line)
            raise BackupError(f"The file is damaged: {name} is not what was written.")
    raise BackupError("The file is damaged: its manifest is cut short.")


def _named(line: bytes) -> str:
    try:
        return str(json.loads(line)["part"])
    except (ValueError, KeyError):
        return ""
