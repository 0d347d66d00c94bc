"""Every word of ours is translated into Arabic and French, and printed as each of them is printed."""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[1]
CATALOGUES = sorted(
    path
    for directory in (
        "locale",
        "portal/locale",
        "exchange/locale",
        "alerts/locale",
        "changes/locale",
        "webhooks/locale",
        "events/locale",
        "institutions/locale",
        "staff/locale",
        "history/locale",
    )
    for language in ("ar", "fr")
    for path in (ROOT / directory / language).glob("LC_MESSAGES/*.po")
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_every_word_of_templates_and_code_has_its_translation() -> None:
    scan = subprocess.run(
        [sys.executable, ROOT / "scripts" / "untranslated.py"], capture_output=True, check=False
    )

    said, of_amazigh = scan.stdout.decode().strip().splitlines()[-2:]
    assert (said, scan.returncode) == ("Nothing is missing.", 0)
    assert re.fullmatch(r"zgh: \d+ of \d+; the rest is shown in Arabic\.", of_amazigh)


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_catalogue_has_no_empty_and_no_fuzzy_entry(path: Path) -> None:
    catalogue = polib.pofile(str(path), check_for_duplicates=True)

    assert [
        entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete or not all(texts(entry))
    ] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=named)
def test_translation_keeps_the_placeholders(path: Path) -> None:
    def kept(entry: polib.POEntry) -> bool:
        allowed = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        return all(set(PLACEHOLDER.findall(text)) <= allowed for text in texts(entry))

    assert [entry.msgid for entry in polib.pofile(str(path)) if not kept(entry)] == []


@pytest.mark.parametrize("path", [path for path in CATALOGUES if "/fr/" in path.as_posix()], ids=named)
def test_french_punctuation_has_its_non_breaking_space_and_its_apostrophe(path: Path) -> None:
    loose = re.compile(
        r"(?<![\u00a0\u202f%])[:;?!»](?=\s|$)|[«](?![\u00a0\u202f])| [:;?!»]|(?<=[^\W\d_])'(?=[^\W\d_])"
    )

    found = [text for entry in polib.pofile(str(path)) for text in texts(entry) if loose.search(text)]
    assert found == []


@pytest.mark.parametrize("path", [path for path in CATALOGUES if "/ar/" in path.as_posix()], ids=named)
def test_arabic_has_arabic_punctuation_and_western_digits(path: Path) -> None:
    latin = re.compile(r"[\u0600-\u06ff]\s*[,;?]|[\u0660-\u0669\u06f0-\u06f9\u0640]")

    found = [text for entry in polib.pofile(str(path)) for text in texts(entry) if latin.search(text)]
    assert found == []


def test_apps_say_the_same_word_alike() -> None:
    """One catalogue silently wins over another where both know a word: they must agree."""
    said: dict[tuple[str, str, str], dict[str, str]] = {}
    for path in CATALOGUES:
        if path.stem == "django" and path.is_relative_to(ROOT / "locale") is False:
            language = path.parts[-3]
            for entry in polib.pofile(str(path)):
                said.setdefault((language, entry.msgctxt or "", entry.msgid), {})[named(path)] = "|".join(
                    texts(entry)
                )

    assert {key: words for key, words in said.items() if len(set(words.values())) > 1} == {}
