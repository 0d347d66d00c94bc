"""`python scripts/untranslated.py`: msgids of templates and code without a translation in ar or fr.

Reads every catalogue of the project; a fuzzy or empty translation counts as missing. Also names the
entries of `portal/locale` that nothing uses any more. Exit status 1 when something is missing. How much of Amazigh
exists is told as well: what it lacks falls back to Arabic, marked, until a speaker gives the word.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = (
    "locale",
    "portal/locale",
    "exchange/locale",
    "alerts/locale",
    "search/locale",
    "changes/locale",
    "partners/locale",
    "webhooks/locale",
    "events/locale",
    "institutions/locale",
    "staff/locale",
    "history/locale",
)
PACKAGES = (
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
LANGUAGES = ("ar", "fr")
PARTIAL = "zgh"
WITH_CONTEXT = ("pgettext", "npgettext")
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({STRING}(?:\s*,\s*{STRING})*)")

Key = tuple[str, str]  # context, msgid


def keyed(function: str, arguments: list[str]) -> Key:
    """The catalogue's key of a call: context first where the function takes one."""
    return (arguments[0], arguments[1]) if function in WITH_CONTEXT else ("", arguments[0])


def template_messages(path: Path) -> Iterator[Key]:
    for function, strings in CALL.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        yield keyed(function, list(ast.literal_eval(f"[{strings}]")))


def python_messages(path: Path) -> Iterator[Key]:
    """Literal first arguments of the gettext family, under the names the module imports them by."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {
        alias.asname or alias.name: alias.name.removesuffix("_lazy")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            strings = [str(word.value) for word in node.args if isinstance(word, ast.Constant)]
            if strings:
                yield keyed(names[node.func.id], strings)


def used() -> dict[Key, Path]:
    """Every msgid with one file that uses it."""
    found = {}
    for path in sorted(
        path for ending in ("html", "txt") for path in (ROOT / "templates").rglob(f"*.{ending}")
    ):
        found |= dict.fromkeys(template_messages(path), path)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            found |= dict.fromkeys(python_messages(path), path)
    return found


def translated(language: str, directories: tuple[str, ...] = CATALOGUES) -> set[Key]:
    files = [ROOT / directory / language / "LC_MESSAGES" / "django.po" for directory in directories]
    entries = [entry for path in files if path.exists() for entry in polib.pofile(str(path))]
    return {(entry.msgctxt or "", entry.msgid) for entry in entries if entry.translated()}


def main() -> int:
    messages = used()
    complaints = [
        f"{messages[key].relative_to(ROOT)}: {language} lacks {key[1]!r}"
        for language in LANGUAGES
        for key in messages.keys() - translated(language)
    ]
    unused = translated("ar", ("portal/locale",)) - messages.keys()
    complaints += [f"portal/locale: nothing uses {key[1]!r}" for key in unused]
    print("\n".join(sorted(complaints)) or "Nothing is missing.")
    known = len(messages.keys() & translated(PARTIAL))
    print(f"{PARTIAL}: {known} of {len(messages)}; the rest is shown in Arabic.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
