"""Readable ASCII slugs, also for titles in Arabic or Tifinagh script.

The transliteration follows Moroccan habit (ch, ou, gh) and guesses short vowels: it is for reading an
address, not a scholarly system, and cannot be reversed.
"""

import re
import unicodedata
from collections.abc import Callable

from portal.lib.text import clean_input, normalize


def _table(pairs: str) -> dict[str, str]:
    """{'ب': 'b', …} from 'ب=b …'; several letters may share a sound: 'حه=h'."""
    return {
        letter: sound for pair in pairs.split() for letters, sound in [pair.split("=")] for letter in letters
    }


_ARABIC_CONSONANTS = _table(
    "ب=b تثط=t ج=j حهھ=h خ=kh دذضظ=d ر=r ز=z سص=s ش=ch غ=gh ف=f ق=q كک=k ل=l م=m ن=n پ=p ڤڥ=v گڭݣ=g چ=tch ژ=j"
)
_ARABIC_VOWELS = _table("اأآٱىةع=a إئ=i ؤ=ou یې=i")
_TIFINAGH = _table(
    "ⴰⵄ=a ⴱ=b ⴳ=g ⴷⴹ=d ⴻ=e ⴼ=f ⴽ=k ⵀⵃ=h ⵅ=kh ⵇ=q ⵉ=i ⵊ=j ⵍ=l ⵎ=m ⵏ=n"
    " ⵓ=ou ⵔⵕ=r ⵖ=gh ⵙⵚ=s ⵛ=ch ⵜⵟ=t ⵡⵯ=w ⵢ=y ⵣⵥ=z"
)
_LONG_A = "اأآىة"

# Article with a glued conjunction or preposition; only before a word of three letters or more.
_ARTICLES = {"وال": "wal", "بال": "bil", "لل": "lil", "ال": "al"}

_LATIN = re.compile("[a-z]")
_OTHER_SCRIPT = re.compile("[\u0620-\u064a\u066e-\u06d3\u2d30-\u2d6f]")
_SCRIPT_RUN = re.compile("[\u0620-\u064a\u066e-\u06d3]+|[\u2d30-\u2d6f]+|[a-z0-9]+")
_ARABIC_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")


def ascii_slug(*candidates: str | None, max_length: int = 80) -> str:
    """A slug of a-z, 0-9 and hyphens from the best candidate, cut at a word; '' when none is usable.

    The first candidate mostly in Latin script wins, then the first with Arabic or Tifinagh letters
    (transliterated), then the first with anything usable, such as a number.
    """
    texts = [clean_input(text) for text in candidates if text]
    preferences: tuple[Callable[[str], bool], ...] = (_is_latin, _has_other_script, bool)
    for preferred in preferences:
        for text in filter(preferred, texts):
            if slug := _cut(_slug_words(text), max_length):
                return slug
    return ""


def _is_latin(text: str) -> bool:
    return len(_LATIN.findall(normalize(text))) > len(_OTHER_SCRIPT.findall(text))


def _has_other_script(text: str) -> bool:
    return bool(_OTHER_SCRIPT.search(text))


def _slug_words(text: str) -> list[str]:
    return [word for run in _SCRIPT_RUN.findall(_fold_latin(text)) if (word := _ascii_word(run))]


def _fold_latin(text: str) -> str:
    """Accents off Latin letters; Arabic letters keep their hamzas, which decide the vowel."""
    text = _ARABIC_MARKS.sub("", unicodedata.normalize("NFC", text))
    return "".join(c if _OTHER_SCRIPT.match(c) else normalize(c) for c in text)


def _ascii_word(run: str) -> str:
    if run.isascii():
        return run
    if run[0] in _TIFINAGH:
        return "".join(_TIFINAGH.get(letter, "") for letter in run)
    for article, latin in _ARTICLES.items():
        if run.startswith(article) and len(run) - len(article) >= 3:
            return f"{latin}-{_arabic_word(run.removeprefix(article))}"
    return _arabic_word(run)


def _arabic_word(word: str) -> str:
    """Letters by table, و and ي by their place, a short a where consonants would pile up."""
    sounds = [_arabic_sound(word, index) for index in range(len(word))]
    return _voiced([sound for sound in sounds if sound])


def _arabic_sound(word: str, index: int) -> str:
    letter = word[index]
    if letter in "وي":
        return _semivowel(letter, before=word[max(index - 1, 0) : index], after=word[index + 1 : index + 2])
    return _ARABIC_CONSONANTS.get(letter) or _ARABIC_VOWELS.get(letter, "")


def _semivowel(letter: str, *, before: str, after: str) -> str:
    if letter == "ي" and after == "ة" and (before in _ARABIC_CONSONANTS or before == "ع"):
        return "iy"
    consonant, vowel = ("w", "ou") if letter == "و" else ("y", "i")
    at_head_or_before_a = not before or (after != "" and after in _LONG_A)
    return consonant if at_head_or_before_a else vowel


def _voiced(sounds: list[str]) -> str:
    """Join the sounds with an «a» between two first consonants and inside a run of three."""
    spoken = ""
    run = 1  # the head of a word counts as a consonant: «hk» there becomes «hak»
    for sound in sounds:
        is_vowel = sound[0] in "aiou"
        if is_vowel:
            run = 0
        elif run == 2:
            spoken, run = spoken + "a", 1
        else:
            run += 1
        spoken += "" if is_vowel and spoken.endswith(sound) else sound
    return spoken


def _cut(words: list[str], max_length: int) -> str:
    kept = words[:1]
    for word in words[1:]:
        if len("-".join([*kept, word])) > max_length:
            break
        kept.append(word)
    return "-".join(kept)[:max_length].strip("-")
