"""The portal starts with what `make run` installs (requirements/runtime.txt), though the suite runs with more."""

import ast
import re
import subprocess
import sys
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest

from tests.test_architecture import APPS, ROOT, modules, named

# Read only where the administrator asks for what they do: Redis, files in an object storage, an encrypted copy.
OF_PRODUCTION = {"redis", "botocore", "cryptography"}
START = """
import portal.wsgi
from django.core.management import call_command
from django.urls import get_resolver

get_resolver().url_patterns
call_command("check")
"""


def installed_by(lock: str) -> set[str]:
    """The distributions of a lock, as it writes them."""
    return set(re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", (ROOT / "requirements" / lock).read_text(), re.M))


def normal(name: str) -> str:
    """As PEP 503 compares names of distributions."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.once
def test_every_module_imports_what_the_lock_of_make_run_brings() -> None:
    brought = {normal(name) for name in installed_by("runtime.txt")}
    brings = packages_distributions()

    missing = [
        f"{named(path, node.lineno)} {name}"
        for path in modules(*APPS)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported(node)
        if name in brings and name not in OF_PRODUCTION and brought.isdisjoint(map(normal, brings[name]))
    ]

    assert missing == []


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return {node.module.partition(".")[0]}
    return set()


@pytest.mark.once
def test_the_portal_starts_where_nothing_else_is_installed(tmp_path: Path) -> None:
    alone = tmp_path / "packages"
    alone.mkdir()
    for name in installed_by("runtime.txt"):
        link_files_of(name, alone)

    # -S: without the packages of this environment.
    started = subprocess.run(
        [sys.executable, "-S", "-c", START],
        cwd=ROOT,
        env={"PYTHONPATH": str(alone), "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 0, started.stderr


def link_files_of(name: str, folder: Path) -> None:
    """Put what a distribution has installed into ``folder``, by links to its top-level files and folders."""
    found = distribution(name)
    for top in {file.parts[0] for file in found.files or () if file.parts[0] not in ("..", "__pycache__")}:
        link = folder / top
        if not link.exists():
            link.symlink_to(Path(str(found.locate_file(top))))
