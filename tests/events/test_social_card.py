"""Pictures for sharing: the words of the page, whole and in order, and nothing the public may not read."""

import re
from io import BytesIO

import pytest
from PIL import Image

from events.social_card import card_address, card_of
from portal.lib.card import SIZES, balanced, broken, fitted
from portal.lib.translated import Text
from portal.lib.typefaces import HEADLINE, face_for
from tests import factories as make

pytestmark = pytest.mark.django_db


def pictured(response):
    assert response["Content-Type"] == "image/png"
    return Image.open(BytesIO(response.content))


def test_page_names_a_card_that_is_drawn_and_may_be_kept(client):
    event = make.event(kind_wording_fr="Séminaire national")
    page = client.get(f"/fr/events/{event.slug}/").content.decode()
    address = re.search(r'property="og:image" content="https?://[^/]+(/cards/[^"]+)"', page)[1]

    response = client.get(address)

    assert pictured(response).size == (1200, 630)
    assert len(response.content) < 120_000
    assert response["Cache-Control"] == "public, max-age=86400, immutable"
    assert f'property="og:title" content="{event.name_fr}"' in page
    assert '"twitter:card" content="summary_large_image"' in page


def test_other_pages_have_the_card_of_the_site(client):
    page = client.get("/ar/about/").content.decode()
    address = re.search(r'property="og:image" content="https?://[^/]+(/cards/ar/[^"]+)"', page)[1]

    assert pictured(client.get(address)).size == (1200, 630)


def test_address_follows_the_words_and_an_old_one_leads_to_the_new(client):
    event = make.event(name_fr="Avant")
    old = card_address(make.as_public(event), "fr")
    event.name_fr = "Après"
    event.save()

    response = client.get(old)

    assert response.status_code == 302
    assert response["Location"] == card_address(make.as_public(event), "fr") != old


def test_draft_unknown_language_and_unknown_event_have_no_card(client):
    draft = make.draft()
    address = card_address(draft, "ar")

    assert [client.get(one).status_code for one in (address, "/cards/999/ar/x.png", "/cards/xx/x.png")] == [
        404
    ] * 3


def test_card_says_what_the_page_says(client):
    event = make.event(status="cancelled", name_fr="", kind="stand")

    card = card_of(make.as_public(event), "fr")

    assert (card.kind, card.when, card.place) == ("Stand · Annulé", "17 mai 2023", "Fès")
    assert card.title == Text(event.name_ar, "ar")


def test_long_titles_take_four_even_lines_and_no_more():
    long = Text("الشراكة بين المديرية العامة للأمن الوطني ومؤسسات الحكامة " * 2, "ar")
    size, lines = fitted(long, 822)

    assert len(lines) <= 4
    assert " ".join(lines) == " ".join(long.value.split())
    assert fitted(Text("Fès", "fr"), 822) == (SIZES[0], ["Fès"])
    size, cut = fitted(Text("mot " * 200, "fr"), 822)
    assert (size, len(cut), cut[-1][-1]) == (SIZES[-1], 4, "…")


def test_lines_are_balanced():
    words = ["aaaa", "bbbb", "cccc", "dddd", "eeee"]

    assert broken(words, 19, len) == ["aaaa bbbb cccc dddd", "eeee"]
    assert balanced(words, 2, 19, len) == ["aaaa bbbb cccc", "dddd eeee"]


def test_a_face_is_chosen_that_has_every_letter():
    assert face_for("الأمن 2023 (CNDH)", HEADLINE) == "el-messiri-600"
    assert face_for("بڭلميم", HEADLINE) == "hakama-sans-600"
    assert face_for("17 ⵎⴰⵢⵢⵓ 2023", HEADLINE) == "tifinagh-400"
