"""What was asked and what came of it; editions of a series side by side."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.enums import FollowUpStatus
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def section(html: str, name: str) -> str:
    found = re.search(rf'<(section|fieldset)[^>]* id="{name}">.*?</\1>', html, re.DOTALL)
    assert found, name
    return words(found[0])


def queries(client: Client, address: str) -> int:
    client.get(address)  # what a process learns once (content types) is not counted
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def asked(*addressees, status: str = "", **columns):
    columns["event"] = columns.get("event") or make.event()
    request = make.recommendation(**columns)
    request.addressees.set(addressees)
    if status:
        make.follow_up(recommendation=request, status=status)
    return request


# The list ----------------------------------------------------------------------------------------------
def test_totals_of_each_institution_are_numbers_with_links_in_the_order_of_the_alphabet(
    client: Client,
) -> None:
    police = make.police()
    city = make.institution(name_ar="ا مدينة", name_fr="Commune")
    for _number in range(2):
        asked(police, city, status=FollowUpStatus.DONE)
    asked(police)
    asked(police, event=make.event(publication_state="draft"))

    html = page(client, "/fr/recommendations/")

    told = section(html, "institutions")
    assert "Commune 0 0 0 2 0 2" in told
    assert "Direction générale de la Sûreté nationale 1 0 0 2 0 3" in told
    assert told.index("Commune") < told.index("Direction")
    assert "%" not in told
    link = "/fr/recommendations/?institution=dgsn&amp;status=done"
    assert f'<a href="{link}">2</a>' in html
    assert "2 résultats" in words(page(client, link.replace("&amp;", "&")))


def test_a_filter_tells_how_many_each_choice_leaves_under_the_others(client: Client) -> None:
    police, city = make.police(), make.institution(name_fr="Commune")
    asked(police, status=FollowUpStatus.DONE)
    asked(police)
    asked(city, event=make.event(starts_on=date(2014, 8, 7)))

    html = page(client, "/fr/recommendations/?status=recorded")

    assert section(html, "facet-status") == "Suivi Enregistrée 2 Réalisée 1"
    assert "Commune 1 Direction générale de la Sûreté nationale 1" in section(html, "facet-institution")
    assert section(html, "facet-year") == "Année 2023 1 2014 1"
    assert re.search(r'class="chip chip--on" href="[^"=]*" rel="nofollow">.*?Enregistrée', html, re.DOTALL)
    assert 'href="/fr/recommendations.atom?status=recorded"' in html


def test_of_more_than_are_counted_the_latest_say_what_can_be_chosen(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("events.asked", "portal.lib.paging"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 1)
    police, city, others = (
        make.police(),
        make.institution(name_fr="Commune"),
        make.institution(name_fr="Région"),
    )
    asked(others, event=make.event(starts_on=date(2014, 8, 7)))
    asked(city, event=make.event(starts_on=date(2015, 8, 7)))
    asked(police)

    html = page(client, "/fr/recommendations/")

    assert "Plus de 1 résultats" in words(html)
    assert section(html, "facet-institution").endswith("Commune Direction générale de la Sûreté nationale")
    assert section(html, "facet-year") == "Année 2023 2015 2014"
    assert section(html, "facet-status").startswith("Suivi Enregistrée Acceptée En cours")
    chosen = page(client, "/fr/recommendations/?year=2014")
    assert section(chosen, "facet-institution").endswith("Région 1")
    assert section(chosen, "facet-year") == "Année 2023 2015 2014"


@pytest.mark.parametrize("most", [0, 10_000], ids=["many have been there", "few have been there"])
def test_a_step_is_the_latest_of_a_request(
    client: Client, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.reaching.MOST_COUNTED", most)
    done, recorded = asked(text_fr="Un arrêt", status=FollowUpStatus.ACCEPTED), asked(text_fr="Un banc")
    make.follow_up(recommendation=done, status=FollowUpStatus.DONE, on=date(2099, 1, 1))

    def shown(steps: str) -> list[bool]:
        html = page(client, f"/fr/recommendations/?{steps}")
        return ["Un arrêt" in html, "Un banc" in html]

    assert shown("status=done") == [True, False]
    assert shown("status=accepted") == [False, False]
    assert shown("status=recorded") == [False, True]
    assert shown("status=recorded&status=done") == [True, True]
    assert recorded.pk != done.pk


def test_words_are_found_as_by_the_search(client: Client) -> None:
    make.police()
    asked(text_ar="تكثيف دوريات الشرطة أمام المدارس", text_fr="Davantage de patrouilles devant les écoles")
    asked(text_ar="إصلاح الإنارة", text_fr="Réparer l’éclairage")

    for found in ("q=école", "q=مدرسة", "q=الدورية"):
        html = page(client, f"/fr/recommendations/?{found}")
        assert "1 résultat" in words(html)
        assert "patrouilles" in html


def test_an_unknown_value_of_a_filter_is_told(client: Client) -> None:
    make.recommendation(event=make.event())
    assert "nonsense" in page(client, "/ar/recommendations/?status=nonsense", status=400)


# The page of a request ---------------------------------------------------------------------------------
def test_each_step_has_its_day_its_words_and_its_proof(client: Client) -> None:
    event = make.event()
    speaker = make.speaker(event=event, person=make.person(), title_fr="Présidente d'association")
    request = asked(event=event, raised_by=speaker)
    report = make.press_item(event, outlet="Journal d'essai", published_on=date(2023, 7, 2))
    make.follow_up(
        recommendation=request,
        status="accepted",
        on=date(2023, 6, 12),
        source=None,
        evidence_url="https://example.ma/p",
    )
    make.follow_up(recommendation=request, status="done", on=date(2023, 7, 1), source=report, note_fr="Fait.")
    other = asked(event=event, text_fr="Une autre demande")
    make.answer(event=event, speaker=speaker, text_fr="C'est noté.").covers.add(request)

    html = page(client, f"/fr/recommendations/{request.pk}/")

    steps = section(html, "follow-up").replace("\xa0", " ")
    assert re.search(r"Enregistrée 17 mai 2023 .* Acceptée 12 juin 2023 Preuve : https://example.ma/p", steps)
    assert "Réalisée 1er juillet 2023 Fait. Preuve : Journal d&#x27;essai (2 juillet 2023)" in steps
    assert "Najoua Achergui Présidente d&#x27;association" in words(html)
    assert "C&#x27;est noté." in section(html, "answers")
    assert f'href="/fr/recommendations/{other.pk}/"' in html


def test_a_request_of_somebody_who_may_not_be_named_gives_the_function_only(client: Client) -> None:
    event = make.event()
    hidden = make.person(name_ar="ضابط مجهول", name_fr="", name_is_public=False)
    request = asked(event=event, raised_by=make.speaker(event=event, person=hidden, title_ar="رئيس المنطقة"))
    html = page(client, f"/ar/recommendations/{request.pk}/")
    assert "رئيس المنطقة" in html
    assert "ضابط مجهول" not in html


def test_list_and_page_cost_the_same_with_one_of_each_and_with_three(client: Client) -> None:
    event, police = make.event(), make.police()
    first = asked(police, event=event)

    def add() -> None:
        report = make.press_item(event)
        make.follow_up(recommendation=first, source=report)
        answer = make.answer(
            event=event, speaker=make.speaker(event=event, person=make.person()), source=report
        )
        answer.covers.add(first)
        make.citation(first, source=report)
        asked(police, make.institution(), event=make.event(), status="done")
        asked(make.institution(), event=event, status="done")

    addresses = ("/ar/recommendations/", first.get_absolute_url())
    add()
    before = [queries(client, address) for address in addresses]
    add()
    add()
    assert before == [queries(client, address) for address in addresses] == [16, 13]


# A series ----------------------------------------------------------------------------------------------
def test_editions_stand_side_by_side_with_state_and_conflicting_figures(client: Client) -> None:
    series = make.series()
    fourth = make.event(series=series, edition_number=4, name_fr="Quatrième édition", status="held")
    report = make.press_item(fourth, outlet="Journal d'essai")
    make.count(event=fourth, value=1_150_000, is_chosen=True)
    make.count(event=fourth, value=970_000, source=report)
    make.event(series=series, name_fr="Édition de mars", status="cancelled", starts_on=date(2020, 3, 1))
    make.event(series=series, name_fr="Secret", publication_state="draft")

    html = page(client, f"/fr/series/{series.slug}/").replace("\u202f", " ")

    told = section(html, "editions").replace("\xa0", " ")
    assert re.search(r"Quatrième édition Édition 4 17 mai 2023 Fès Tenu Visiteurs : 1 150 000", told)
    assert re.search(r"1 autre chiffre publié 970 000 · Journal d&#x27;essai", told)
    assert re.search(r"Édition de mars 1er mars 2020 .*Annulé aucun chiffre publié", told)
    assert told.index("Quatrième") < told.index("mars")
    assert "Secret" not in html


def test_a_series_costs_the_same_with_one_edition_and_with_three(client: Client) -> None:
    series = make.series()

    def add() -> None:
        event = make.event(series=series)
        make.count(event=event, source=make.press_item(event))

    add()
    first = queries(client, series.get_absolute_url())
    add()
    add()
    assert (first, queries(client, series.get_absolute_url())) == (3, 3)
