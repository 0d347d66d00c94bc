"""The zip file that an office document is: bounded before and while it is unpacked, and whole."""

import zipfile
from collections.abc import Iterator
from typing import IO

from portal.lib.uploads.refusal import Reason, Refused
from portal.lib.uploads.signatures import OLE, PROGRAMS, ZIP

MAX_ENTRIES = 4_000
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 150  # text of tables shrinks to a fiftieth; a bomb to a thousandth
RATIO_MATTERS_FROM = 4 * 1024 * 1024
PIECE = 64 * 1024
ENCRYPTED = 0x1


def opened(stream: IO[bytes]) -> zipfile.ZipFile:
    """The archive, when its own directory promises bearable sizes."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise Refused(Reason.DAMAGED) from None
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise Refused(Reason.ARCHIVE_BOMB)
    if len({name.lower() for name in names}) < len(names) or any(_leaves(name) for name in names):
        raise Refused(Reason.DAMAGED)  # two readers could see two documents
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Refused(Reason.PROTECTED)
    _refuse_bomb(sum(e.file_size for e in entries), sum(e.compress_size for e in entries))
    return archive


def contents(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each entry; the directory may lie, so that what really comes out is counted too."""
    total = 0
    for entry in archive.infolist():
        pieces = []
        try:
            with archive.open(entry) as unpacked:
                while piece := unpacked.read(PIECE):
                    total += len(piece)
                    if total > MAX_UNPACKED:
                        raise Refused(Reason.ARCHIVE_BOMB)
                    pieces.append(piece)
        except Refused:
            raise
        except Exception:  # noqa: BLE001  (a hostile file may make a decoder fail in any way)
            raise Refused(Reason.DAMAGED) from None
        content = b"".join(pieces)
        _refuse_foreign(content)
        yield entry.filename, content


def _leaves(name: str) -> bool:
    """Whether the name points out of the archive."""
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def _refuse_bomb(unpacked: int, packed: int) -> None:
    ratio = unpacked / max(packed, 1)
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_MATTERS_FROM and ratio > MAX_RATIO):
        raise Refused(Reason.ARCHIVE_BOMB)


def _refuse_foreign(content: bytes) -> None:
    if content.startswith(OLE):
        raise Refused(Reason.ATTACHED_FILE)
    if content.startswith(PROGRAMS[:-1]) and not content.startswith(ZIP):
        raise Refused(Reason.PROGRAM)
