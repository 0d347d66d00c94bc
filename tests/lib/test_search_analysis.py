"""Words of four languages as the index keeps them: forms of one word agree, different words do not."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.search import arabizi, queries, spelling
from portal.lib.search.analysis import Tokens, stem, stems_asked
from portal.lib.search.highlighting import passage, whole
from portal.lib.text import words


def stem_of(text: str, language: str = "fr") -> str:
    [word] = words(text)
    return stem(word, language)


@pytest.mark.parametrize(
    "forms",
    [
        "أمن الأمن والأمن بالأمن للأمن",
        "جمعية الجمعيات وجمعياتها جمعيتها",
        "حكامة الحكامة والحكامه حوكمة",
        "وسيط الوسيط والوسيط وسطاء",
        "وزارة الوزارة والوزارة",
        "شراكة الشراكات شراكاتها",
        "لجنة للجنة اللجان",
        "معيار معايير المعايير",
        "ندوة ندوات الندوات",
        "هيئة هيأة الهيآت هيئات",
        "شرطة الشرطي شرطيات",
        "حق الحقوق بالحق",
        "policier policière policières",
        "détenu detenus détenus",
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem_of(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("جمعية", "جمعة"),
        ("شرطة", "شرط"),
        ("آمنة", "أمن"),
        ("سلطة", "سلطان"),
        ("آلية", "آلة"),
        ("بركان", "ركن"),
        ("policier", "police"),
    ],
)
def test_different_words_have_different_stems(one, other):
    assert stem_of(one) != stem_of(other)


@pytest.mark.parametrize(("glued", "word"), [("بفاس", "فاس"), ("أمنية", "أمن"), ("وبلجنة", "لجنة")])
def test_a_less_certain_stem_is_asked_as_well(glued, word):
    [asked] = words(glued)

    assert stem_of(word) in stems_asked(asked)


def test_marks_letters_and_digits_of_the_same_reading_give_the_same_tokens():
    one, other = Tokens(), Tokens()
    one.add("الحَوْكَمَة الـ67 سنة ١٩٥٦", "ar")
    other.add("الحوكمه 67 سنه 1956", "ar")

    assert [token for token in one.main if token != "ال"] == other.main
    assert {"67", "1956"} < set(other.main)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("ماي", "أيار"),
        ("غشت", "août"),
        ("كانون الثاني", "janvier"),
        ("casablanca", "الدار البيضاء"),
        ("casa", "casablanca"),
        ("حكامة أمنية", "security governance"),
    ],
)
def test_names_that_mean_the_same_meet_the_same(typed, same):
    [asked], [other] = queries.read(typed).groups, queries.read(same).groups

    assert set(asked) & set(other)


def test_particles_are_dropped_unless_there_is_nothing_else():
    assert queries.read("الأمن في المدينة").words == ("الامن", "المدينه")
    assert queries.read("من").words == ("من",)


@pytest.mark.parametrize(
    ("typed", "written"),
    [("7ay", "حي"), ("l7assani", "حسني"), ("hamouchi", "حموشي"), ("maftouha", "مفتوحه"), ("abwab", "ابواب")],
)
def test_romanised_arabic_is_read_with_the_words_of_the_record(typed, written):
    counts = {"حي": 3, "حسني": 2, "حموشي": 1, "مفتوحه": 1, "ابواب": 1, "سكر": 9}

    assert arabizi.arabic_words(typed, "\n".join(counts), counts) == [written]


def test_one_consonant_alone_is_not_read_as_arabic():
    assert arabizi.arabic_words("hi", "هو\nحي", {"هو": 1, "حي": 1}) == []


def nearest(word: str, known: dict[str, int]) -> str:
    by_length = {length: [name for name in known if len(name) == length] for length in map(len, known)}
    return spelling.nearest(word, known, by_length)


@pytest.mark.parametrize(("typed", "meant"), [("حكمة", "حكامة"), ("securté", "securite"), ("xyzzy", "")])
def test_the_nearest_word_is_proposed(typed, meant):
    known = {"حكامه": 5, "securite": 3, "حكيم": 1}
    [word], [*wanted] = words(typed), words(meant)

    assert nearest(word, known) == (wanted[0] if wanted else "")


def test_of_equally_near_words_the_most_frequent_is_proposed():
    assert nearest("فاز", {"فاس": 9, "فار": 1}) == "فاس"


def test_a_passage_is_cut_where_most_is_found_and_escaped():
    text = "مقدمة " * 60 + "عن <الحكامة> والشرطة بفاس" + " خاتمة" * 60

    cut = passage(text, queries.read("شرطة حكامة"), width=60)

    assert "عن &lt;<mark>الحكامة</mark>&gt; <mark>والشرطة</mark>" in cut.html
    assert (cut.html.startswith("… "), cut.html.endswith(" …"), cut.count) == (True, True, 2)


@given(st.text(max_size=200), st.text(max_size=40))
def test_marking_changes_nothing_but_adds_marks(text, asked):

    assert whole(text, queries.read(asked)).html.replace("<mark>", "").replace("</mark>", "") == escape(text)


@given(st.text(max_size=300))
def test_tokens_are_letters_and_digits_whatever_is_typed(text):
    for group in queries.read(text).groups:
        assert all(token.isalnum() for way in group for token in way)
