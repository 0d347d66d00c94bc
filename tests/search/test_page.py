"""The page of results and the suggestions: what a visitor sees, and what nobody may."""

from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.pages import search as search_page
from search import engine, searches
from search.index import rebuild
from search.searches import Search
from tests import factories as make

pytestmark = pytest.mark.django_db

HOSTILE = (
    "'", '"', "''", "\\", "%", "_", "*", "NEAR(", "NEAR(a b, 2)", "{title}: x", "a AND", "OR", "NOT x", "(", ")", "a:*",
    "&", "|", "!", "<->", "x" * 5000, "ش" * 5000, "\x00", "a\x00b", "😀", "،؛؟", "؟", " ", "\u200f", "\u0640",
    "ⵜⴰⵎⴰⵣⵉⵖⵜ", "漢字", "'; DROP TABLE search_searchdocument; --", "<script>alert(1)</script>", "2023" * 60,
    "7" * 200, "e" + "\u0301" * 300,
)  # fmt: skip


def page(client, query, status=200, language="ar"):
    response = client.get(f"/{language}/search/?{query if isinstance(query, str) else urlencode(query)}")
    assert response.status_code == status
    return response.content.decode()


def titles(client, query):
    return [str(result.title) for result in client.get(f"/fr/search/?{query}").context["results"]]


def test_results_mark_the_words_found_in_the_original_text(client):
    make.event(name_ar="الحَكامة والشُّرطة", name_fr="Gouvernance <b>", abstract_fr="La <i> gouvernance, à Fès.")

    assert "<mark>الحَكامة</mark> والشُّرطة" in page(client, f"q={quote('حكامه')}")
    french = page(client, "q=gouvernances", language="fr")
    assert "<mark>Gouvernance</mark> &lt;b&gt;" in french
    assert "La &lt;i&gt; <mark>gouvernance</mark>, à Fès." in french


def test_the_address_holds_the_filters_and_facets_count_what_each_would_leave(client):
    fes, rabat = make.fes(), make.territory(name_fr="Rabat", name_ar="الرباط", slug="rabat")
    body = make.institution(name_fr="Observatoire")
    make.involvement(event=make.event(name_fr="Colloque un", territory=fes), institution=body)
    make.event(name_fr="Colloque deux", territory=rabat, starts_on="2020-01-02")

    everything = client.get("/fr/search/?q=colloque").context
    counts = {facet.parameter: {c.value: c.count for c in facet.choices} for facet in everything["facets"]}
    assert counts == {
        "kind": {"event": 2},
        "year": {"2023": 1, "2020": 1},
        "territory": {"fes": 1, "rabat": 1},
        "institution": {body.slug: 1},
    }
    one = ["<mark>Colloque</mark> un"]
    for query in ("year=2023", "territory=fes", f"institution={body.slug}", "kind=event&year=2023"):
        assert titles(client, f"q=colloque&{query}") == one
    assert titles(client, "q=colloque&kind=person") == []
    assert len(titles(client, "q=colloque&kind=nonsense&year=99999&territory=%00&institution=x")) == 2


def test_filters_reach_beyond_what_is_counted(client, monkeypatch):
    monkeypatch.setattr(searches, "LIMIT", 1)
    monkeypatch.setattr(search_page, "LIMIT", 1)
    make.event(name_fr="Colloque un", starts_on="2020-01-02")
    make.event(name_fr="Colloque deux")
    make.event(name_fr="Colloque trois")

    assert titles(client, "q=colloque&year=2020") == ["<mark>Colloque</mark> un"]
    assert "Plus de" in page(client, "q=colloque", language="fr")


@pytest.mark.parametrize("typed", ["dgsn", "الأمن الوطني", "SURETE"])
def test_the_exact_name_of_an_institution_is_answered_directly(typed, client):
    body = make.police(acronym="DGSN")
    body.other_names.create(text="الأمن الوطني", language="ar", kind="alias")
    body.other_names.create(text="Sûreté", language="fr", kind="alias")

    answers = client.get(f"/fr/search/?q={quote(typed)}").context["answers"]

    assert [answer["row"] for answer in answers] == [body]


def test_the_exact_name_of_a_place_or_of_a_person_is_answered_directly(client):
    speaker = make.speaker(person=make.person(name_fr="Najoua Achergui"))

    assert [a["row"] for a in client.get("/ar/search/?q=Fes").context["answers"]] == [make.fes()]
    assert [a["row"] for a in client.get("/ar/search/?q=achergui+najoua").context["answers"]] == []
    assert [a["row"] for a in client.get("/ar/search/?q=najoua+achergui").context["answers"]] == [
        speaker.person
    ]


def test_a_misspelling_proposes_the_word_as_the_record_spells_it(client):
    make.event(name_ar="الشراكة المحلية")

    html = page(client, f"q={quote('شاركة')}")

    assert f'<a href="?q={quote("شراكة")}"><b><bdi>شراكة</bdi></b></a>' in html


def test_no_misspelling_is_answered_with_a_word_that_only_a_draft_has(client):
    make.draft(name_fr="Ornithorynque")

    assert client.get("/fr/search/?q=ornithorinque").context["better"] == ""


# The gate -----------------------------------------------------------------------------------------------


def test_the_gate_is_asked_at_the_moment_of_the_search(client):
    now = timezone.now()
    held = make.event(name_fr="Embargo", publish_from=now + timedelta(hours=1))
    assert titles(client, "q=embargo") == []

    type(held).objects.filter(pk=held.pk).update(publish_from=now - timedelta(hours=1))
    assert len(titles(client, "q=embargo")) == 1
    type(held).objects.filter(pk=held.pk).update(publish_until=now - timedelta(minutes=1))
    assert titles(client, "q=embargo") == []


@pytest.mark.parametrize("hide", ["draft", "person", "speaker"])
def test_what_is_not_public_is_neither_found_nor_suggested(hide, client):
    held = make.draft(name_fr="Zqx rencontre") if hide == "draft" else make.event()
    hidden = make.person(name_fr="Zqxwv", name_ar="زقخ", name_is_public=hide != "person")
    make.speaker(event=held, person=hidden, name_is_public=hide != "speaker")
    make.recommendation(event=held, text_fr="zqx" if hide == "draft" else "rien")

    for typed in ("zqx", "zqxwv", quote("زقخ")):
        assert titles(client, f"q={typed}") == []
        assert client.get(f"/fr/search/suggest/?q={typed}").json() == {"suggestions": []}


# Any input ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_input_is_answered(typed, client):
    make.event()
    for address in ("/ar/search/", "/ar/search/suggest/"):
        assert (
            client.get(address, {"q": typed, "page": typed, "year": typed, "lang": typed}).status_code == 200
        )
    assert client.get("/ar/events/", {"q": typed[:200].replace("\x00", "")}).status_code == 200


def test_links_repeat_no_more_of_a_long_question_than_counts(client):
    make.event(name_fr="Colloque un")
    make.event(name_fr="Colloque deux", starts_on="2020-01-01")

    html = page(client, {"q": "colloque " * 1000}).split("<main", 1)[1].split("</main", 1)[0]
    assert "colloque+" * 20 in html
    assert "colloque+" * 23 not in html


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_no_text_is_an_error(text):
    query = engine.understood(text)
    assert len(Search(query).everything) == 0
    engine.did_you_mean(text)


def test_the_page_is_not_for_search_engines_and_says_when_nothing_is_found(client):
    html = page(client, "q=xyzzyx", language="fr")

    assert '<meta name="robots" content="noindex,follow">' in html
    assert "Rien de ce qui est publié ne répond à cette recherche." in html
    assert "results" not in page(client, "", language="fr").split("<main", 1)[1]


# Cost ---------------------------------------------------------------------------------------------------


def test_the_page_costs_the_same_with_one_result_and_with_three(client, django_assert_num_queries):
    def cost():
        rebuild()
        client.get("/fr/search/?q=seminaire")
        with django_assert_num_queries(11 if connection.vendor == "sqlite" else 14):
            client.get("/fr/search/?q=seminaire")

    make.full_event(name_fr="Séminaire 1")
    cost()
    make.full_event(name_fr="Séminaire 2")
    make.full_event(name_fr="Séminaire 3")
    cost()


# Suggestions, and the list of events ---------------------------------------------------------------------


def test_names_are_suggested_while_somebody_types(client):
    body = make.institution(name_fr="Observatoire des libertés", name_ar="مرصد الحريات")

    answer = client.get("/ar/search/suggest/?q=obs&lang=fr").json()

    assert answer == {
        "suggestions": [
            {
                "text": "Observatoire des libertés",
                "language": "fr",
                "kind": "Institution",
                "url": f"/fr/institutions/{body.slug}/",
            }
        ]
    }
    assert [
        name["text"] for name in client.get(f"/ar/search/suggest/?q={quote('المر')}").json()["suggestions"]
    ] == ["مرصد الحريات"]
    assert client.get("/ar/search/suggest/?q=o").json() == {"suggestions": []}


def test_the_list_of_events_and_the_api_find_by_the_same_engine_best_first(client):
    late = make.event(name_fr="Rencontre", abstract_fr="Sur la médiation", starts_on="2024-01-01")
    early = make.event(name_fr="Médiations", starts_on="2020-01-01")

    page = client.get("/fr/events/?q=mediation&ordering=relevance").context["page"]
    assert [event.pk for event in page] == [early.pk, late.pk]
    answer = client.get("/api/v1/events/?q=mediation&ordering=relevance&page_size=1").json()
    following = client.get(answer["next"]).json()
    assert [row["id"] for row in (*answer["results"], *following["results"])] == [early.pk, late.pk]


def test_where_more_are_found_than_are_counted_the_latest_come_first(client, monkeypatch):
    monkeypatch.setattr("search.lists.MOST_COUNTED", 1)
    late = make.event(name_fr="Rencontre", abstract_fr="Sur la médiation", starts_on="2024-01-01")
    early = make.event(name_fr="Médiations", starts_on="2020-01-01")

    page = client.get("/fr/events/?q=mediation&ordering=relevance").context["page"]
    assert [event.pk for event in page] == [late.pk, early.pk]
