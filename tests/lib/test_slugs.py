import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.slugs import ascii_slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("الحكامة الأمنية", "al-hakama-al-amniya"),
        ("الأبواب المفتوحة للأمن الوطني", "al-abwab-al-maftouha-lil-amn-al-watni"),
        ("ندوة دولية", "nadwa-douliya"),
        ("المملكة", "al-mamlaka"),
        ("رواق DGSN", "rawaq-dgsn"),
        ("الشُّرطة، ١٧ ماي", "al-charta-17-mai"),
        ("ﺍﻟﺤﻜﺎﻣﺔ", "al-hakama"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "tamazight"),
        ("Journée d'étude à Fès : l’État", "journee-d-etude-a-fes-l-etat"),
        ("Œuvres sociales", "oeuvres-sociales"),
        ("2023", "2023"),
        ("؟!", ""),
        ("Москва", ""),
    ],
)
def test_slug_is_readable_ascii(text: str, slug: str) -> None:
    assert ascii_slug(text) == slug


def test_slug_prefers_the_first_latin_candidate() -> None:
    assert ascii_slug(None, "", "ندوة", "Séminaire", "Seminar") == "seminaire"


def test_slug_of_an_arabic_title_is_not_reduced_to_its_latin_acronym() -> None:
    assert ascii_slug("رواق DGSN بفاس", None) == "rawaq-dgsn-bafas"
    assert ascii_slug("رواق DGSN بفاس", "Stand de la DGSN") == "stand-de-la-dgsn"


def test_slug_prefers_letters_to_numbers() -> None:
    assert ascii_slug("2023", "ندوة") == "nadwa"


def test_slug_is_empty_without_a_candidate() -> None:
    assert ascii_slug() == ascii_slug(None) == ""


def test_slug_is_cut_at_a_word() -> None:
    assert ascii_slug("portes ouvertes de Fès", max_length=16) == "portes-ouvertes"
    assert ascii_slug("portes ouvertes", max_length=15) == "portes-ouvertes"


def test_slug_of_one_long_word_is_cut_inside_it() -> None:
    assert ascii_slug("a" * 100, max_length=10) == "a" * 10


@given(st.lists(st.none() | st.text()), st.integers(1, 100))
def test_slug_is_always_valid_and_short_enough(candidates: list[str | None], max_length: int) -> None:
    slug = ascii_slug(*candidates, max_length=max_length)

    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= max_length
