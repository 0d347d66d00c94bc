"""Stems of Arabic words: forms of one word agree, different words do not.

Snowball takes letters of the root for particles (وسيط becomes سيط, بيان becomes يان) and leaves real ones
(والحكامة), so the rules are our own. Input and output are normal forms (``portal.lib.text.normalize``).
"""

from functools import cache, lru_cache
from pathlib import Path

from portal.lib.text import normalize

LEXICON = Path(__file__).with_name("lexicon_ar.txt")

ARTICLES = ("وبال", "فبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
# Words that begin with ل: «للجنة» is «لـ + لجنة», whereas «للأمن» is «لـ + الأمن».
BEGIN_WITH_LAM = frozenset(
    "لجنه لجان لقا لقاات لغه لغات لغوي لواء لوا ليل لون لحظه لجوء لجو لباس لوحه"  # noqa: SIM905  (reads as words)
    " لوحات لايحه لوايح لاعب لاجي"
    " لبنان ليبيا لندن لسان لطيف لوجستيك لوجستي لاجيين".split()
)
# Beginnings of words whose و is no conjunction: وسيط، وزارة، وطن، ولاية، وجدة…
BEGIN_WITH_WAW = tuple(
    "وسيط وساط وسطاء وسطا وزار وزير وزراء وزرا وطن ولاي ولاه والي وكال"  # noqa: SIM905  (reads as words)
    " وكيل وكلا وحد وقاي وثيق وثاي ورش وضع"
    " وضعي وفد وفود وفا وعي واقع وقايع واجب وسيل وسايل وصل وصول ورق وجد وجه وداد وليد وفق وقف وقت وقع وصف وصي"
    " ولد ولوج ورد وزن وزان وسام وسط وظيف وظاي وقود وبا وادي واحه وارز ورز وداي وهب ولي وسم وتير وعد وفر ويب"
    " واتس وكر وشم وراق وراث واف".split()
)
# Nouns of two letters, which an article may be taken from.
TWO_LETTERS = frozenset(
    "حق اب اخ يد دم فن جو بر حي سد خط سن حد صف حل ظل رد حب رب سر شك ضد نص مد كم عم جد".split()  # noqa: SIM905  (reads as words)
)
# Endings of plural, dual, feminine and possession; the ي of «أمنية» and «مغربي» stays. (ending, instead, rest ≥)
ENDINGS = (
    ("ياتها", "ي", 3), ("ياتهم", "ي", 3), ("يات", "ي", 3), ("يتها", "ي", 3), ("اتها", "", 3), ("اتهم", "", 3),
    ("ات", "", 3), ("يون", "ي", 3), ("يين", "ي", 3), ("ون", "", 4), ("ين", "", 4), ("يه", "ي", 3), ("ها", "", 3),
    ("هم", "", 3), ("تها", "", 3), ("ه", "", 2),
)  # fmt: skip
# Forms that the rules would make one with another word: شرطة is not شرط, جمعة not جمعية, آمنة not أمن.
EXCEPTIONS = {
    normalize(form): normalize(stem)
    for stem, forms in {
        "شرطة": "شرطة شرطي شرطية شرطيات شرطيون شرطيين",
        "جمعة": "جمعة",
        "آمنة": "آمنة",
        "أمين": "أمين أمناء أمانة",
        "آلية": "آلية آليات آلي",
        "آلة": "آلة آلات",
        "حكم": "حكم",
        "فعال": "فعال فعالة",
    }.items()
    for form in forms.split()
}
SHORTENED = ("ويه", "وي", "ان", "ون", "ين", "ي", "ا")
NEVER_SHORTENED = frozenset({"جمعي", "امين"})


def is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def base(word: str) -> str:
    """The word without conjunction, preposition with article, and article."""
    bare = _without_article(word)
    if bare == word and word.startswith("و") and len(word) >= 4 and not word.startswith(BEGIN_WITH_WAW):
        return _without_article(word[1:])
    return bare


def _without_article(word: str) -> str:
    """Repeated, so that التزام and الالتزام agree."""
    while True:
        article = next((a for a in ARTICLES if word.startswith(a)), "")
        rest = word[len(article) :]
        if article.endswith("لل") and f"ل{rest}" in BEGIN_WITH_LAM:
            return f"ل{rest}"
        if not article or (len(rest) < 3 and rest not in TWO_LETTERS):
            return word
        word = rest


def _without_ending(word: str) -> str:
    for ending, instead, rest in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= rest:
            return word[: -len(ending)] + instead
    return word


def _regular(word: str) -> str:
    bare = base(word)
    return _without_ending(bare) if len(bare) > 3 else bare


@cache
def lexicon() -> dict[str, str]:
    """Stems of irregular forms, with the stem of the word that each is found as."""
    found: dict[str, str] = {}
    for line in LEXICON.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, forms = line.split(":")
            for form in forms.split():
                found[_regular(normalize(form))] = _regular(normalize(word))
    return found


@lru_cache(200_000)
def stem(word: str) -> str:
    bare = base(word)
    if bare in EXCEPTIONS:
        return EXCEPTIONS[bare]
    regular = _regular(word)
    return lexicon().get(regular, regular)


@lru_cache(200_000)
def further_stems(word: str) -> tuple[str, ...]:
    """Less certain stems: أمنية as أمن, بفاس as فاس."""
    found = [_shortened(word)]
    if word[0] in "بلك" and len(word) >= 4 and _may_be_glued(word):
        inner = stem(word[1:])
        if len(inner) >= 3 or len(word) >= 5:
            found.append(inner)
    elif word[0] in "وف" and len(word) >= 5 and word[1] in "بل" and base(word) == word[1:]:
        inner = stem(word[2:])
        if len(inner) >= 3:
            found.append(inner)
    return tuple(dict.fromkeys(form for form in found if form != stem(word)))


def _may_be_glued(word: str) -> bool:
    return word not in BEGIN_WITH_LAM and not word.startswith(("بال", "كال", "لل"))


def _shortened(word: str) -> str:
    if base(word) in EXCEPTIONS or stem(word) in NEVER_SHORTENED:
        return stem(word)
    whole = stem(word)
    for ending in SHORTENED:
        if whole.endswith(ending) and len(whole) - len(ending) >= 3:
            return whole[: -len(ending)]
    return whole
