"""The rules of the house that a machine can check. Each failure names the file, the line and the reason."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from portal.management.commands.build_css import built

ROOT = Path(__file__).parents[1]
APPS = (
    "portal",
    "exchange",
    "alerts",
    "partners",
    "webhooks",
    "search",
    "changes",
    "events",
    "institutions",
    "staff",
    "history",
)
LONGEST_MODULE = 300
LONGEST_FUNCTION = 50


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of ours: what git knows and what it would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def ours(*folders: str, suffixes: Iterable[str]) -> list[Path]:
    roots = [ROOT / folder for folder in folders] or [ROOT]
    return [
        path
        for path in tracked()
        if path.suffix in suffixes and any(path.is_relative_to(root) for root in roots)
    ]


def modules(*folders: str) -> list[Path]:
    return [path for path in ours(*folders, suffixes=[".py"]) if "migrations" not in path.parts]


def named(path: Path, line: int | None = None) -> str:
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


def hits(paths: Iterable[Path], pattern: str, flags: int = 0) -> Iterator[str]:
    """`file:line text` for every match; for CSS and HTML, comments are no matches."""
    searched = re.compile(pattern, flags)
    for path in paths:
        text = without_comments(path)
        for match in searched.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{named(path, line)} {match.group().strip()[:80]}"


def without_comments(path: Path) -> str:
    """The text with comments blanked out, lines kept."""
    comments = {
        ".css": r"/\*.*?\*/",
        ".html": r"\{#.*?#\}|\{% comment\b.*?\{% endcomment %\}|<!--.*?-->",
    }
    text = path.read_text(encoding="utf-8")
    if path.suffix not in comments:
        return text
    return re.sub(comments[path.suffix], lambda match: "\n" * match.group().count("\n"), text, flags=re.S)


# Style sheets: direction is never written -----------------------------------------------------------
PHYSICAL = (
    r"(?<![-\w])(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b[-\w]*\s*:"
    r"|(?<![-\w])border-(?:top|bottom)-(?:left|right)-radius\s*:"
    r"|(?<![-\w])(?:left|right|top|bottom)\s*:"
    r"|(?<![-\w])(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b"
)
PHYSICAL_SIZES = r"(?<![-\w(])(?:min-|max-)?(?:width|height)\s*:"


def test_style_sheets_use_logical_properties_only() -> None:
    assert list(hits(ours("static/css", suffixes=[".css"]), PHYSICAL)) == []


def test_style_sheets_measure_inline_and_block_not_width_and_height() -> None:
    assert list(hits(ours("static/css", suffixes=[".css"]), PHYSICAL_SIZES)) == []


def test_built_style_sheet_is_what_its_parts_say() -> None:
    """`manage.py build_css` was run after the last change of a part."""
    for name, content in built().items():
        assert (ROOT / "static" / "css" / name).read_text(encoding="utf-8") == content, name


# Templates -------------------------------------------------------------------------------------------
def templates(folder: str = "templates") -> list[Path]:
    return ours(folder, suffixes=[".html", ".txt", ".xml"])


@pytest.mark.parametrize(
    ("forbidden", "pattern"),
    [
        ("inline style", r"<style\b|\sstyle\s*="),
        ("inline handler", r"\son[a-z]+\s*=\s*[\"']"),
        ("inline script", r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>"),
        ("javascript: address", r"[\"']javascript:"),
    ],
)
def test_templates_leave_style_and_behaviour_to_files(forbidden: str, pattern: str) -> None:
    # Mail programs read no style sheets and run no pages of ours: the look of a mail stands in it.
    mails = ROOT / "templates" / "alerts" / "mail"
    read = [path for path in templates() if forbidden != "inline style" or not path.is_relative_to(mails)]
    found = list(hits(read, pattern, re.I))

    assert found == [], forbidden


def test_templates_write_direction_only_as_data() -> None:
    """`dir` stands on <html> and where text has a direction of its own; never left or right as a word."""
    assert list(hits(templates(), r"\b(?:align|float)=[\"'](?:left|right)", re.I)) == []


def test_components_say_their_parameters_in_a_comment_at_the_head() -> None:
    heads = {path: path.read_text(encoding="utf-8").lstrip() for path in templates("templates/components")}

    assert [named(path) for path, head in heads.items() if not head.startswith(("{#", "{% comment"))] == []


def test_every_template_is_used() -> None:
    """Django itself asks for the error pages and for overrides of its own templates."""
    sources = [*modules(*APPS), *ours("templates", *APPS, suffixes=[".html", ".xml", ".txt"])]
    words = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    known = re.compile(
        r"^(?:[45]\d\d(?:_\w+)?\.html|(?:admin|registration|django|rest_framework|drf_spectacular)/)"
    )

    def is_used(name: str) -> bool:
        return bool(known.match(name)) or f'"{name}"' in words or f"'{name}'" in words

    names = [path.relative_to(ROOT / "templates").as_posix() for path in templates()]
    assert [name for name in names if not is_used(name)] == []


# Python ------------------------------------------------------------------------------------------------
# The rooms in which a condition on what is public may be written down; everybody else asks `public()`.
ROOMS_OF_THE_GATE = {
    "querysets",
    "models",
    "services",
    "admin",
    "enums",
    "permissions",
    "rights",
    "constraints",
    "migrations",
    "management",
    "sample_data",
    "synthetic",
}
PUBLICATION_COLUMNS = "publication_state|published_at|publish_at|publish_from|withdrawn_at"
RAW_CONDITION = rf"\b(?:{PUBLICATION_COLUMNS})(?:__\w+)?\s*(?:=(?!=)|[!=]=|\bin\b)\s*\S+"


def rooms(path: Path) -> set[str]:
    return {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}


def test_publication_is_decided_by_querysets_not_by_conditions_elsewhere() -> None:
    outside = [path for path in modules(*APPS) if not rooms(path) & ROOMS_OF_THE_GATE]

    assert list(hits([*outside, *templates()], RAW_CONDITION)) == []


def test_modules_stay_short_enough_to_read() -> None:
    lengths = {
        named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*APPS, "scripts")
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_functions_stay_short_enough_to_read() -> None:
    lengths = {
        f"{named(path, function.lineno)} {function.name}": length(function)
        for path in modules(*APPS, "scripts")
        for function in functions(path)
    }

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    refused = {"utils", "util", "helpers", "helper", "common", "core", "misc", "manager", "managers"}

    assert [named(path) for path in modules(*APPS) if rooms(path) & refused] == []


def test_suppressions_give_their_reason() -> None:
    """`# noqa: X  (why)` and `# type: ignore[x]  (why)`: a reason follows, or stands in the comment above."""
    bare = r"#\s*(?:noqa(?!:)|type:\s*ignore(?!\[))"

    assert list(hits(modules(*APPS, "scripts", "tests"), bare)) == []


def test_nothing_is_left_for_later() -> None:
    words = "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"))
    kinds = [".py", ".html", ".css", ".js", ".md", ".sh", ".toml"]

    assert list(hits(ours(suffixes=kinds), rf"\b(?:{words})\b")) == []


# The repository ------------------------------------------------------------------------------------------
def variables_read() -> set[str]:
    """Names given to `environment.…(NAME)` and `os.environ`, in settings and where Django starts."""
    read = set()
    for path in [*modules("portal/settings"), ROOT / "manage.py", ROOT / "portal" / "wsgi.py"]:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args:
                owner, name = ast.unparse(call.func.value), call.args[0]
                if owner in {"environment", "os.environ"} and isinstance(name, ast.Constant):
                    read.add(name.value)
    return read - {"PORT"}  # the Makefile's, passed on


def test_example_environment_lists_the_variables_that_are_read() -> None:
    listed = re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M)

    assert sorted(listed) == sorted(variables_read())


def test_readme_table_lists_the_variables_that_are_read() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `([A-Z][A-Z_]+)`", readme, re.M)) == variables_read()


def test_files_name_no_package_registry_and_no_place_of_one_machine() -> None:
    # Written in pieces: this file is among those searched.
    hosts = "|".join(
        ("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(?:org|com)", "deb" + r"\.debian\.org")
    )
    places = "|".join(("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]"))
    textual = [path for path in tracked() if b"\0" not in path.read_bytes()[:4096]]

    assert list(hits(textual, rf"{hosts}|(?<![\w.]){places}")) == []


def test_locks_have_hashes_and_no_addresses() -> None:
    for lock in ours("requirements", suffixes=[".txt"]):
        text = lock.read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.\[\]-]+==", text, re.M)

        assert pins, named(lock)
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text
