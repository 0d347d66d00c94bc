"""Files encrypted with a password in the format of age (age-encryption.org/v1, recipient «scrypt»).

A known format, so that a backup can be opened without us: ``age -d backup > backup.tar.gz``. The payload is sealed in
chunks of 64 KiB (ChaCha20-Poly1305, STREAM): nothing unverified is handed on, a cut end is noticed, memory is constant.
"""

import hmac
import io
import secrets
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable
from typing import IO, Any

from portal.backup import BackupError

MAGIC = b"age-encryption.org/v1\n"
CHUNK = 64 * 1024
TAG = 16
WORK = 17  # log2 of scrypt's N: 128 MiB and half a second for each guess
WORK_ACCEPTED = 20
ZERO_NONCE = bytes(12)


def _cipher(key: bytes) -> Any:
    return _primitives()[0](key)


def _derived(file_key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA-256 (RFC 5869) to 32 bytes, which is one round of expansion."""
    extracted = hmac.digest(salt or bytes(32), file_key, "sha256")
    return hmac.digest(extracted, purpose + b"\x01", "sha256")


def _primitives() -> tuple[Any, type[Exception]]:
    try:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    except ImportError as error:
        raise BackupError(
            "Encrypted backups need the packages of requirements/production.txt, which are not installed here."
        ) from error
    return ChaCha20Poly1305, InvalidTag


def _wrapping_key(password: str, salt: bytes, work: int) -> bytes:
    _primitives()
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # hashlib's stops at 2 GiB of work

    stretched = Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=2**work, r=8, p=1)
    return stretched.derive(password.encode())


def _b64(value: bytes) -> bytes:
    return b64encode(value).rstrip(b"=")


def _unb64(value: bytes) -> bytes:
    return b64decode(value + b"=" * (-len(value) % 4), validate=True)


class AgeWriter(io.RawIOBase):
    """Seals what is written into ``sink``. Only ``close()`` writes the end: without it the file counts as cut."""

    def __init__(self, sink: IO[bytes], password: str, *, work: int = WORK) -> None:
        file_key, salt, nonce = (secrets.token_bytes(16) for _ in range(3))
        wrapped = _cipher(_wrapping_key(password, salt, work)).encrypt(ZERO_NONCE, file_key, None)
        head = MAGIC + b"-> scrypt %s %d\n%s\n---" % (_b64(salt), work, _b64(wrapped))
        mac = hmac.digest(_derived(file_key, b"", b"header"), head, "sha256")
        sink.write(head + b" " + _b64(mac) + b"\n" + nonce)
        self._sink, self._count, self._held = sink, 0, bytearray()
        self._seal: Callable[..., bytes] = _cipher(_derived(file_key, nonce, b"payload")).encrypt

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        while len(self._held) > CHUNK:  # the last chunk is known by its flag, so one is always held back
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._put(bytes(self._held), last=True)
        super().close()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        self._sink.write(self._seal(_nonce(self._count, last=last), chunk, None))
        self._count += 1


class AgeReader(io.RawIOBase):
    """What was sealed, chunk by verified chunk."""

    def __init__(self, source: IO[bytes], password: str) -> None:
        self._source, self._count, self._held, self._ended = source, 0, b"", False
        self._invalid = _primitives()[1]
        file_key = self._file_key(password)
        nonce = source.read(16)
        self._open: Callable[..., bytes] = _cipher(_derived(file_key, nonce, b"payload")).decrypt
        self._next = source.read(CHUNK + TAG)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._held and not self._ended:
            self._held = self._chunk()
        part, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def _chunk(self) -> bytes:
        sealed, self._next = self._next, self._source.read(CHUNK + TAG)
        self._ended = not self._next
        try:
            opened = self._open(_nonce(self._count, last=self._ended), sealed, None)
        except self._invalid as error:
            raise BackupError("The file is damaged: a part of it is not what was encrypted.") from error
        self._count += 1
        return opened

    def _file_key(self, password: str) -> bytes:
        lines = [self._source.readline(200) for _ in range(4)]
        try:
            _arrow, kind, salt, work = lines[1].split()
            dashes, mac = lines[3].split()
            if lines[0] != MAGIC or kind != b"scrypt" or dashes != b"---" or int(work) > WORK_ACCEPTED:
                raise ValueError
            wrapped, salt, mac = (_unb64(part.strip()) for part in (lines[2], salt, mac))
        except (ValueError, Base64Error) as error:
            raise BackupError("The file is not one that was encrypted with a password.") from error
        try:
            key = _cipher(_wrapping_key(password, salt, int(work))).decrypt(ZERO_NONCE, wrapped, None)
        except self._invalid as error:
            raise BackupError("The password is wrong, or the beginning of the file is damaged.") from error
        head = b"".join(lines[:3]) + b"---"
        if not hmac.compare_digest(mac, hmac.digest(_derived(key, b"", b"header"), head, "sha256")):
            raise BackupError("The file is damaged: its beginning is not what was written.")
        return bytes(key)


def _nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])


def is_encrypted(source: IO[bytes]) -> bool:
    """Whether the file begins as age's do; the position is kept."""
    start = source.tell()
    begins = source.read(len(MAGIC)) == MAGIC
    source.seek(start)
    return begins
