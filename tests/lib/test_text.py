import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.text import clean_input, isolate, normalize, sort_key, words

# Any character, with those that cleaning cares about far more often than chance.
SENSITIVE = (
    "اأإآىئؤةءل\u0640\u064e\u0651\u0653\u0654"
    "\ufe70\ufe71\ufefb\ufdf2\ufdfa\u200f\u2067\u200b\ufeff\u00ad٤۴\u0301eé \u00a0\n\t\r"
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(SENSITIVE))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ﺍﻟﺤﻜﺎﻣﺔ", "الحكامة"),  # presentation forms, as copied from a PDF
        ("ﻻ", "لا"),
        ("ﷲ", "الله"),
        ("مـــؤتمر", "مؤتمر"),
        ("\u200fندوة\u200b\u202e 17\u2067", "ندوة 17"),
        ("\ufeffabc\u00addef", "abcdef"),
        ("١٧ و۲۱", "17 و21"),
        ("  a   b  ", "a b"),
        ("a\r\nb\x0cc\x00\x07", "a\nb\nc"),
        ("a\tb", "a\tb"),
        ("الشُّرطة إدارة أمن سؤال شيء", "الشُّرطة إدارة أمن سؤال شيء"),
        ("ب\ufe77ت", "ب\u064eت"),  # a lone vowel mark brings no tatweel
        ("ب\ufe70ت", "ب\u064bت"),  # nor a space
        ("e\u0301cole ½ ﬁ", "école ½ ﬁ"),  # NFC, no compatibility folding outside Arabic
        ("9\u00a0h", "9\u00a0h"),
    ],
)
def test_clean_input_removes_only_what_cannot_be_read(typed: str, expected: str) -> None:
    assert clean_input(typed) == expected


def letters(text: str) -> str:
    """The letters and vowel marks of a text, whatever their encoding. To Unicode, tatweel is a letter."""
    folded = unicodedata.normalize("NFKD", text).replace("\u0640", "")
    return "".join(c for c in folded if unicodedata.category(c)[0] == "L" or "\u064b" <= c <= "\u0655")


@given(TEXTS)
def test_clean_input_never_loses_a_letter(text: str) -> None:
    assert sorted(letters(clean_input(text))) == sorted(letters(text))


@given(TEXTS)
def test_clean_input_is_idempotent(text: str) -> None:
    once = clean_input(text)
    assert clean_input(once) == once


@given(TEXTS)
def test_normalize_is_idempotent(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once


@given(TEXTS)
def test_cleaning_does_not_change_the_words_found(text: str) -> None:
    assert words(clean_input(text.replace("\u200b", ""))) == words(clean_input(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("الشُّرطة", "الشرطه"),
        ("إدارة", "ادارة"),
        ("مصطفى", "مصطفي"),
        ("مسئول", "مسيول"),
        ("شؤون", "شوون"),
        ("لقاء", "لقا"),
        ("أڭادير", "اكادير"),
        ("گلميم", "كلميم"),
        ("ڤاس", "فاس"),
        ("٢٠٢٣", "2023"),
        ("۲۰۲۳", "2023"),
        ("FÈS", "fes"),
        ("Œuvre", "oeuvre"),
        ("ﻻ", "لا"),
        ("حـــكامة", "حكامه"),
    ],
)
def test_spellings_of_one_word_normalize_alike(one: str, other: str) -> None:
    assert normalize(one) == normalize(other) == other.replace("ة", "ه")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الـ67", ["ال", "67"]),
        ("L'État", ["l", "etat"]),
        ("DGSNرواق", ["dgsn", "رواق"]),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ، 17–21", ["ⵜⴰⵎⴰⵣⵉⵖⵜ", "17", "21"]),
        ("« … »", []),
        ("a" * 5000, ["a" * 40]),
    ],
)
def test_words_are_cut_where_the_script_changes(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_sort_key_gives_the_readers_order() -> None:
    titles = ["الندوة 10", "«الأبواب المفتوحة»", "إدارة", "الندوة 9", "آفاق", "ألعاب"]
    expected = ["«الأبواب المفتوحة»", "إدارة", "آفاق", "ألعاب", "الندوة 9", "الندوة 10"]
    assert sorted(titles, key=sort_key) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("« الحكامة »", "حكامه"),
        ("اَلْأمن الوطني", "امن الوطني"),  # vowelled article
        ("ألعاب", "العاب"),  # no article: its alif carries a hamza
        ("التزام", "التزام"),
        ("الله", "الله"),
        ("Édition 4", "edition 000004"),
        ("!?", ""),
    ],
)
def test_sort_key_ignores_quotes_and_article_only(text: str, key: str) -> None:
    assert sort_key(text) == key


def test_sort_key_fits_its_column() -> None:
    assert len(sort_key("كلمة " * 200)) == 120


def test_isolate_wraps_text_and_cannot_be_escaped_from() -> None:
    assert isolate("DGSN") == "\u2068DGSN\u2069"
    assert isolate("a\u2069\u202eb") == "\u2068ab\u2069"
    assert isolate(isolate("a")) == isolate("a")
    assert isolate("") == ""
