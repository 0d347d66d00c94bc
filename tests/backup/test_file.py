"""The file: nothing but what was written is ever restored, and with a password nobody else reads it."""

import gzip
import io
import stat
import tarfile
from pathlib import Path
from typing import Any

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.backup import BackupError, age, container
from portal.backup.age import CHUNK, AgeReader, AgeWriter
from portal.backup.container import MANIFEST
from portal.backup.password import password

PASSWORD = "صقر-1984 correct horse"


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for each password is the point in production, not here."""
    monkeypatch.setattr(AgeWriter.__init__, "__kwdefaults__", {"work": 4})


def sealed(content: bytes) -> bytes:
    sink = io.BytesIO()
    with AgeWriter(sink, PASSWORD) as writer:
        for start in range(0, len(content), 50_000):
            writer.write(content[start : start + 50_000])
    return sink.getvalue()


def opened(content: bytes, secret: str = PASSWORD) -> bytes:
    return io.BufferedReader(AgeReader(io.BytesIO(content), secret)).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 200_000])
def test_what_we_encrypt_age_itself_opens_and_so_do_we(size: int) -> None:
    content = (bytes(range(256)) * (size // 256 + 1))[:size]

    assert pyrage.passphrase.decrypt(sealed(content), PASSWORD) == content
    assert opened(sealed(content)) == content


@given(st.data())
def test_no_cut_and_no_changed_byte_of_an_encrypted_file_goes_unnoticed(data: Any) -> None:
    whole = sealed(b"x" * (CHUNK + 500))
    position = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[position] ^= 1 << data.draw(st.integers(0, 7))

    for damaged in (bytes(changed), whole[:position]):
        with pytest.raises(BackupError):
            opened(damaged)


def test_wrong_password_is_told_apart() -> None:
    with pytest.raises(BackupError, match="password is wrong"):
        opened(sealed(b"x"), "guess")


def test_password_file_gives_its_first_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKUP_PASSWORD", "of-the-environment")
    (tmp_path / "secret").write_text("of-the-file\nnote\n")
    (tmp_path / "blank").write_text("\n")

    assert (password(None), password(tmp_path / "secret")) == ("of-the-environment", "of-the-file")
    for unusable in ("blank", "missing"):
        with pytest.raises(BackupError):
            password(tmp_path / unusable)


# The container ---------------------------------------------------------------------------------------
def written(path: Path, secret: str = "") -> Path:
    with container.writing(path, secret) as writer:
        writer.add_bytes("hakama.json", b'{"format": 1}')
        writer.add_bytes("media/a", b"a" * 3000)
        writer.finish(files=1)
    return path


def parts_of(path: Path, secret: str = "") -> dict[str, bytes]:
    return {part.name: part.bytes() for part in container.parts(path, secret)}


@pytest.mark.parametrize("secret", ["", PASSWORD])
def test_file_is_its_owners_only_and_reads_back(tmp_path: Path, secret: str) -> None:
    path = written(tmp_path / "b", secret)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert parts_of(path, secret) == {"hakama.json": b'{"format": 1}', "media/a": b"a" * 3000}
    assert [found.name for found in tmp_path.iterdir()] == ["b"]
    with pytest.raises(BackupError, match="never overwrites"):
        written(path)


def test_encrypted_file_asks_for_its_password(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="encrypted"):
        parts_of(written(tmp_path / "b", PASSWORD))


def test_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = written(tmp_path / "whole").read_bytes()

    for length in range(0, len(whole), 7):
        (tmp_path / "cut").write_bytes(whole[:length])
        with pytest.raises(BackupError):
            parts_of(tmp_path / "cut")


def repacked(path: Path, change: Any) -> None:
    """The same file with its parts changed by somebody who knows tar and gzip."""
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(path.read_bytes()))) as source:
        contents = change({entry.name: source.extractfile(entry).read() for entry in source})  # type: ignore[union-attr]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as target:
        for name, content in contents.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            target.addfile(entry, io.BytesIO(content))
    path.write_bytes(gzip.compress(packed.getvalue()))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda parts: {**parts, "media/a": b"b" * 3000}, "media/a is not what was written"),
        (lambda parts: {n: c for n, c in parts.items() if n != "media/a"}, "media/a is not what was written"),
        (lambda parts: {"media/b": b"", **parts}, "media/b is not what was written"),
        (lambda parts: {n: c for n, c in parts.items() if n != MANIFEST}, "manifest is missing"),
        (lambda parts: {**parts, "media/late": b""}, "parts that a backup does not have"),
        (
            lambda parts: {**parts, MANIFEST: parts[MANIFEST].splitlines(keepends=True)[0]},
            "not what was written|cut",
        ),
    ],
)
def test_changed_part_is_named_and_refused(tmp_path: Path, change: Any, message: str) -> None:
    path = written(tmp_path / "b")
    repacked(path, change)

    with pytest.raises(BackupError, match=message):
        parts_of(path)


def test_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with (
        pytest.raises(BackupError, match="could not be written"),
        container.writing(tmp_path / "b") as writer,
    ):
        writer.add("media/a", io.BytesIO(b"short"), 4096)

    assert list(tmp_path.iterdir()) == []
    assert age.is_encrypted(io.BytesIO(b"")) is False
