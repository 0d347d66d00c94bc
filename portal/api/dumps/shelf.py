"""Where the dumps lie: a folder for each night, and `current`, a link that is moved in one step.

Whoever reads sees one night's files or the next one's, never some of both; the night before stays for those who are
still fetching it.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings

CURRENT, MANIFEST, SUMS = "current", "manifest.json", "SHA256SUMS"
NIGHT = "night-"
NIGHTS_KEPT = 2
TYPES = {
    ".jsonl": "application/jsonl",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".json": "application/json",
    "": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Dump:
    """A file. ``subject`` is the resource of the API; ``language`` is empty where all are in it."""

    name: str
    subject: str
    language: str
    records: int
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        return TYPES[Path(self.name).suffix]


@dataclass(frozen=True)
class Night:
    """The files that were made together."""

    folder: Path
    made_at: datetime
    dumps: tuple[Dump, ...]

    @classmethod
    def read(cls) -> "Night | None":
        """The last one; None before the first."""
        folder = (Path(settings.DUMPS_DIR) / CURRENT).resolve()
        try:
            told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        dumps = tuple(Dump(**row) for row in told["files"])
        return cls(folder, datetime.fromisoformat(told["made_at"]), dumps)

    def tag_of(self, name: str) -> str | None:
        """What stands for the content of a file; None for what is no file of this night."""
        known = {dump.name: dump.sha256 for dump in self.dumps}
        if name in (MANIFEST, SUMS):
            return digest(self.folder / name)
        return known.get(name)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def new_night(licence: str) -> Iterator[tuple[Path, list[Dump]]]:
    """A folder to write into and a list of what was written: complete and in force at the end, gone after a failure."""
    shelf = Path(settings.DUMPS_DIR)
    shelf.mkdir(parents=True, exist_ok=True)
    began = datetime.now(UTC).replace(microsecond=0)
    folder = Path(tempfile.mkdtemp(prefix=f"{NIGHT}{began:%Y%m%dT%H%M%S}-", dir=shelf))
    dumps: list[Dump] = []
    try:
        yield folder, dumps
        told = {"made_at": began.isoformat(), "licence": licence, "files": [asdict(dump) for dump in dumps]}
        _write(folder / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        sums = [(dump.sha256, dump.name) for dump in dumps] + [(digest(folder / MANIFEST), MANIFEST)]
        _write(folder / SUMS, "".join(f"{sha256}  {name}\n" for sha256, name in sums))
        folder.chmod(0o755)
        _put_in_force(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _clear(shelf, folder)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _put_in_force(folder: Path) -> None:
    """The link is made beside and renamed over the former one, which no reader can catch half done."""
    beside = folder.with_name(f".{folder.name}")
    beside.symlink_to(folder.name)
    beside.replace(folder.with_name(CURRENT))


def _clear(shelf: Path, newest: Path) -> None:
    """Older nights; never the one in force."""
    nights: list[Any] = sorted(path for path in shelf.glob(f"{NIGHT}*") if path != newest)
    for path in nights[: -(NIGHTS_KEPT - 1)]:
        shutil.rmtree(path, ignore_errors=True)
