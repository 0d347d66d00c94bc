"""Documents: told by their content, and kept only when opening them can do nothing but show them."""

from dataclasses import dataclass
from hashlib import file_digest
from typing import IO

from portal.lib.uploads import signatures
from portal.lib.uploads.office import verify_office
from portal.lib.uploads.pdf import pages_of_pdf
from portal.lib.uploads.plain import verify_text
from portal.lib.uploads.refusal import Reason, Refused

MAX_BYTES = 30 * 1024 * 1024


@dataclass(frozen=True)
class Verified:
    """What a document is; ``pages`` where it says so."""

    ending: str
    size: int
    sha256: str
    pages: int | None = None


def verify(stream: IO[bytes], size: int, name: str = "") -> Verified:
    """What the document in ``stream`` is, or ``Refused``. ``name`` tells a table from other text, nothing else."""
    if size > MAX_BYTES:
        raise Refused(Reason.TOO_BIG, limit=MAX_BYTES)
    stream.seek(0)
    head = stream.read(signatures.HEAD)
    _refuse_by(head)
    stream.seek(0)
    ending, pages = _read(stream, head, name)
    stream.seek(0)
    checksum = file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]  # any binary stream does
    stream.seek(0)
    return Verified(ending, size, checksum, pages)


def _refuse_by(head: bytes) -> None:
    if not head:
        raise Refused(Reason.EMPTY)
    if reason := signatures.web_reason(head):
        raise Refused(reason)
    if head.startswith(signatures.OLE):
        raise Refused(Reason.OLD_OFFICE)
    if head.startswith(signatures.PROGRAMS):
        raise Refused(Reason.PROGRAM)
    if signatures.is_picture(head):
        raise Refused(Reason.PICTURE)


def _read(stream: IO[bytes], head: bytes, name: str) -> tuple[str, int | None]:
    if head.startswith(signatures.PDF):
        return "pdf", pages_of_pdf(stream)
    if head.startswith(signatures.ZIP):
        return verify_office(stream)
    if b"\0" in head or head.startswith(b"{\\rtf"):
        raise Refused(Reason.UNKNOWN_TYPE)
    verify_text(stream.read())
    return "csv" if name.lower().endswith(".csv") else "txt", None
