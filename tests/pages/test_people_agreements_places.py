"""Pages of a person, an agreement and a place: what the record says of them, in the words of that day."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import EventAgreement
from institutions.enums import TerritoryKind
from institutions.models import AgreementArea, PersonName, Position, Signatory
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def section(html: str, name: str) -> str:
    found = re.search(rf'<section id="{name}">.*?</section>', html, re.DOTALL)
    assert found, name
    return words(found[0])


def queries(client: Client, address: str) -> int:
    client.get(address)  # what a process learns once (content types) is not counted
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# A person ----------------------------------------------------------------------------------------------
def test_a_person_has_posts_spellings_statements_and_companions(client: Client) -> None:
    person = make.person()
    event = make.event()
    speaker = make.speaker(event=event, person=person, title_fr="Cheffe d'unité")
    report = make.press_item(event, outlet="Journal d'essai")
    make.statement(speaker=speaker, text_fr="La confiance se construit.", medium="hall", source=report)
    make.saved(PersonName(person=person, text="Najwa Achraki", language="fr"))
    post = make.saved(
        Position(person=person, title_ar="باحثة", title_fr="Chercheuse", ends_on=date(2020, 1, 1))
    )
    make.citation(post, source=report)
    make.speaker(event=event, person=make.person(name_ar="زميل", name_fr="Collègue"), title_fr="Juriste")
    hidden = make.person(name_ar="ضابط مجهول", name_fr="", name_is_public=False)
    make.speaker(event=event, person=hidden, title_ar="ضابط")

    html = page(client, person.get_absolute_url().replace("/ar/", "/fr/"))

    assert "Aussi écrit : Najwa Achraki" in words(html).replace("\xa0", " ")
    assert "Chercheuse jusqu" in section(html, "posts")
    assert "Journal d&#x27;essai" in section(html, "posts")
    assert "La confiance se construit." in section(html, "appearances")
    assert "Collègue Juriste" in section(html, "companions")
    assert "ضابط مجهول" not in html
    assert 'href="/fr/privacy/"' in html


def test_the_page_of_a_person_costs_the_same_with_one_of_each_and_with_three(client: Client) -> None:
    person = make.person()

    def add() -> None:
        event = make.event()
        report = make.press_item(event)
        make.statement(
            speaker=make.speaker(event=event, person=person, institution=make.institution()), source=report
        )
        make.speaker(event=event, person=make.person(), institution=make.institution())
        make.citation(
            make.saved(Position(person=person, institution=make.institution(), title_ar="مدير")),
            source=report,
        )
        make.saved(Signatory(agreement=make.agreement(), person=person, institution=make.institution()))

    add()
    first = queries(client, person.get_absolute_url())
    add()
    add()
    assert (first, queries(client, person.get_absolute_url())) == (11, 11)


# An agreement ------------------------------------------------------------------------------------------
def test_an_agreement_tells_signing_term_areas_and_what_was_held_under_it(client: Client) -> None:
    pact = make.agreement(term_fr="trois ans", term_ar="ثلاث سنوات", ends_on=date(2025, 9, 14))
    make.saved(AgreementArea(agreement=pact, text_ar="التكوين", text_fr="Formation"))
    signing = make.event(name_fr="Cérémonie", starts_on=date(2022, 9, 14))
    stand, postponed = make.event(name_fr="Stand commun"), make.event(name_fr="Atelier", status="postponed")
    secret = make.event(name_fr="Secret", publication_state="draft")
    make.saved(EventAgreement(event=signing, agreement=pact, relation="signed_at"))
    for event in (stand, postponed, secret):
        make.saved(EventAgreement(event=event, agreement=pact, relation="held_under"))
    make.recommendation(event=stand)

    html = page(client, pact.get_absolute_url().replace("/ar/", "/fr/"))

    assert "14 septembre 2022 Cérémonie" in words(html)
    assert "trois ans" in html
    assert "14 septembre 2025" in html
    assert "Formation" in section(html, "areas")
    assert "Stand commun" in section(html, "events")
    assert "Reporté" in section(html, "events")
    assert "Cérémonie" not in section(html, "events")
    assert "1 Enregistrée" in section(html, "recommendations")
    assert "Secret" not in html
    assert f'href="/fr/events.atom?agreement={pact.slug}"' in html


def test_the_page_of_an_agreement_costs_the_same_with_one_of_each_and_with_three(client: Client) -> None:
    pact = make.agreement()

    def add() -> None:
        event = make.event()
        make.saved(EventAgreement(event=event, agreement=pact, relation="held_under"))
        make.recommendation(event=event)
        make.saved(AgreementArea(agreement=pact, text_ar="التكوين"))
        make.saved(Signatory(agreement=pact, person=make.person(), institution=make.institution()))
        make.citation(pact, source=make.press_item(event), wording=event.slug)

    add()
    first = queries(client, pact.get_absolute_url())
    add()
    add()
    assert (first, queries(client, pact.get_absolute_url())) == (8, 8)


# A place -----------------------------------------------------------------------------------------------
def test_a_place_counts_what_its_places_list_themselves(client: Client) -> None:
    region = make.territory(name_ar="جهة فاس", name_fr="Région de Fès", kind=TerritoryKind.REGION)
    fes = make.territory(parent=region)
    medina = make.territory(name_ar="المدينة", name_fr="Médina", kind=TerritoryKind.DISTRICT, parent=fes)
    quiet = make.territory(name_ar="إفران", name_fr="Ifrane", kind=TerritoryKind.PROVINCE, parent=region)
    make.event(territory=fes)
    make.event(territory=medina).covered_territories.add(fes)  # counted once
    make.event(territory=region).covered_territories.add(medina)
    make.event(territory=fes, publication_state="draft")

    html = page(client, region.get_absolute_url().replace("/ar/", "/fr/"))
    assert "Fès 3" in section(html, "places")
    assert "Ifrane 0" in section(html, "places")
    for place, number in ((fes, "3 rencontres"), (quiet, "0 rencontre")):
        assert number in section(page(client, place.get_absolute_url().replace("/ar/", "/fr/")), "events")

    trail = words(
        re.search(r'<nav class="crumbs".*?</nav>', page(client, f"/fr/territories/{medina.slug}/"))[0]
    )
    assert trail.endswith("Région de Fès Fès Médina")


def test_a_place_shows_the_follow_up_and_the_institutions_there(client: Client) -> None:
    fes = make.fes()
    make.recommendation(event=make.event(territory=fes))
    make.institution(name_fr="Commune de Fès", territory=fes)
    make.institution(name_fr="Bureau fermé", territory=fes, publication_state="draft")

    html = page(client, "/fr/territories/fes/")

    assert "1 Enregistrée" in section(html, "recommendations")
    assert "/fr/recommendations/?status=recorded&amp;territory=fes" in html
    assert "Commune de Fès" in section(html, "institutions")
    assert "Bureau fermé" not in html


def test_the_page_of_a_place_costs_the_same_with_one_of_each_and_with_three(client: Client) -> None:
    fes = make.fes()

    def add() -> None:
        below = make.territory(name_ar="المدينة", name_fr="Médina", parent=fes)
        event = make.event(territory=below)
        event.covered_territories.add(below)
        make.recommendation(event=event)
        make.institution(territory=below)

    add()
    first = queries(client, "/ar/territories/fes/")
    add()
    add()
    assert (first, queries(client, "/ar/territories/fes/")) == (10, 10)
