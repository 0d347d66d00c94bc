from types import SimpleNamespace

import pytest

from portal.lib.translated import DIRECTION, FALLBACK, LANGUAGES, Text, all_languages, answer


def named(**names: str | None) -> SimpleNamespace:
    return SimpleNamespace(**{f"name_{code}": names.get(code, "") for code in LANGUAGES})


@pytest.mark.parametrize("language", LANGUAGES)
def test_answer_is_in_the_language_asked_when_it_exists(language: str) -> None:
    everything = named(**{code: f"in {code}" for code in LANGUAGES})
    assert answer(everything, "name", language) == Text(f"in {language}", language)


@pytest.mark.parametrize(("language", "second"), [("ar", "fr"), ("fr", "ar"), ("en", "fr"), ("zgh", "ar")])
def test_answer_falls_back_and_says_which_language_answered(language: str, second: str) -> None:
    others = named(**{code: f"in {code}" for code in LANGUAGES if code != language})
    assert answer(others, "name", language) == Text(f"in {second}", second)


@pytest.mark.parametrize("empty", ["", None, "  "])
def test_answer_passes_over_empty_values(empty: str | None) -> None:
    assert answer(named(ar=empty, en="Police"), "name", "ar") == Text("Police", "en")


def test_answer_without_any_value_is_empty_in_the_language_asked() -> None:
    nothing = answer(named(), "name", "fr")
    assert (nothing, bool(nothing), str(nothing)) == (Text("", "fr"), False, "")


def test_answer_refuses_a_field_that_is_not_translated() -> None:
    with pytest.raises(AttributeError):
        answer(named(), "city", "ar")


def test_text_knows_its_direction_and_prints_itself() -> None:
    arabic, amazigh = Text("أمن", "ar"), Text("ⴰ", "zgh")
    assert [arabic.direction, amazigh.direction, f"{arabic}", bool(arabic)] == ["rtl", "ltr", "أمن", True]


def test_all_languages_leaves_out_the_empty_ones() -> None:
    assert all_languages(named(en="Police", ar="شرطة", fr=None), "name") == {"ar": "شرطة", "en": "Police"}


def test_every_language_has_a_direction_and_falls_back_to_all_others() -> None:
    assert set(DIRECTION) == set(FALLBACK) == set(LANGUAGES)
    assert all(order[0] == code and sorted(order) == sorted(LANGUAGES) for code, order in FALLBACK.items())
