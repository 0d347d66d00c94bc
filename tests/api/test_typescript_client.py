"""A TypeScript client, typed from the committed description by a public generator, works against the running server."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from portal.api.description import PATH
from tests import factories as make

SOURCES = Path(__file__).with_name("typescript")
STRICT = (
    "--strict --noUncheckedIndexedAccess --target es2022 --lib es2022,dom --module esnext "
    "--moduleResolution bundler --skipLibCheck"
)


def run(folder: Path, *command: str | Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def partner(tmp_path) -> Path:
    """The compiled partner. Packages, of the versions named in package.json, are fetched once and kept in var/."""
    assert shutil.which("npm"), "the suite needs Node.js: apt-get install npm (scripts/run_suite.py does)"
    kept = settings.VAR_DIR / "typescript"
    wanted = (SOURCES / "package.json").read_text(encoding="utf-8")
    stamp = kept / "installed.json"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir(parents=True)
        shutil.copy(SOURCES / "package.json", kept)
        run(kept, "npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
        stamp.write_text(wanted, encoding="utf-8")
    for name in ("package.json", "partner.ts"):
        shutil.copy(SOURCES / name, tmp_path)
    (tmp_path / "node_modules").symlink_to(kept / "node_modules")
    tools = kept / "node_modules" / ".bin"
    run(tmp_path, tools / "openapi-typescript", PATH, "-o", "hakama.d.ts")
    run(tmp_path, tools / "tsc", *STRICT.split(), "partner.ts")
    return tmp_path / "partner.js"


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_typescript_client_lists_filters_reads_and_is_refused(live_server, partner):
    seminar = make.event(kind="seminar", name_fr="Le séminaire")
    make.event(kind="training")

    told = run(partner.parent, "node", partner.name, live_server.url, str(seminar.pk))
    assert told.splitlines() == [
        f"1 [ {seminar.pk} ]",
        "0",
        "Le séminaire",
        "404 Not Found",
        "400 [ 'territory' ]",
    ]
