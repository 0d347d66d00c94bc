"""The page of an institution: with whom it works, in which roles, what was asked of it."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.enums import FollowUpStatus, InstitutionRole
from institutions.models import InstitutionName, Position
from portal.pages.together import figure_of, partners_of, shared_events
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def section(html: str, name: str) -> str:
    """The words of one section, without its marks."""
    found = re.search(rf'<section id="{name}">.*?</section>', html, re.DOTALL)
    assert found, name
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def meeting(*institutions, role=InstitutionRole.PARTNER, **columns):
    event = make.event(**columns)
    for institution in institutions:
        make.involvement(event=event, institution=institution, role=role)
    return event


def test_whom_it_works_with_is_drawn_and_told_as_a_table(client: Client) -> None:
    police, council = make.police(), make.institution(acronym="CNDH")
    city = make.institution(name_ar="جماعة الرباط", name_fr="Commune de Rabat")
    meeting(police, council)
    meeting(police, council, city)
    make.agreement(first_party=council, second_party=police)
    make.agreement(
        first_party=police, second_party=make.institution(name_ar="جامعة", publication_state="draft")
    )

    html = page(client, "/fr/institutions/dgsn/")

    assert "CNDH Conseil national des droits de l&#x27;Homme 2 1" in section(html, "partners")
    assert "2 Commune de Rabat 1 0" in section(html, "partners")
    assert "جامعة" not in html
    assert re.search(r'<svg viewBox="0 0 340 \d+" role="img" aria-labelledby="fig-title fig-desc">', html)
    assert "Commune de Rabat : 1 rencontre." in section(html, "partners").replace("\xa0", " ")
    assert html.count('class="edge"') == 2


def test_figure_has_a_thread_for_each_event_and_a_dashed_one_for_each_agreement() -> None:
    police, council = make.police(), make.institution()
    for _number in range(7):
        meeting(police, council)
    pact = make.agreement(first_party=council, second_party=police)

    (node,) = figure_of(partners_of(police, [pact], shared_events(police))).nodes

    assert (node.partner.events, node.threads.count("M"), node.pacts.count("M")) == (7, 5, 1)
    assert node.sign == "1"


def test_events_are_counted_by_role_and_year_with_links_to_the_list(client: Client) -> None:
    police = make.police()
    meeting(police, role=InstitutionRole.ORGANIZER)
    meeting(police, role=InstitutionRole.ORGANIZER)
    meeting(police, role=InstitutionRole.PARTNER, starts_on=date(2019, 1, 1))
    meeting(police, role=InstitutionRole.PARTNER, publication_state="draft")

    html = page(client, "/fr/institutions/dgsn/")

    assert "2023 2 0 2019 0 1" in section(html, "events")
    link = "/fr/events/?institution=dgsn&amp;role=organizer&amp;year=2023"
    assert f'<a href="{link}">2</a>' in html
    assert "2 rencontres" in page(client, link.replace("&amp;", "&"))


def test_requests_addressed_to_it_are_counted_by_state_without_any_percentage(client: Client) -> None:
    police, event = make.police(), make.event()
    for status in (FollowUpStatus.DONE, None, None):
        request = make.recommendation(event=event)
        request.addressees.add(police)
        if status:
            make.follow_up(recommendation=request, status=status)
    make.recommendation(event=event)  # to nobody

    html = page(client, "/fr/institutions/dgsn/")

    assert "2 Enregistrée" in section(html, "recommendations")
    assert "1 Réalisée" in section(html, "recommendations")
    assert "/fr/recommendations/?status=done&amp;institution=dgsn" in html
    assert "%" not in section(html, "recommendations")


def test_posts_over_time_name_only_people_on_record_and_give_their_source(client: Client) -> None:
    police = make.police()
    known, unknown = make.person(), make.person(name_ar="شخص مجهول", name_fr="")
    event = make.event()
    make.speaker(event=event, person=known)
    post = make.saved(
        Position(
            person=known,
            institution=police,
            title_ar="مدير",
            title_fr="Directeur",
            starts_on=date(2015, 5, 15),
        )
    )
    make.saved(Position(person=unknown, institution=police, title_ar="نائب"))
    make.citation(post, source=make.press_item(event, outlet="Journal d'essai"))

    html = page(client, "/fr/institutions/dgsn/")

    told = section(html, "posts")
    assert "Najoua Achergui Directeur" in told
    assert "15 mai 2015" in told
    assert "Journal d&#x27;essai" in told
    assert "شخص مجهول" not in html


@pytest.mark.parametrize("most", [-1, 10_000], ids=["of many events", "of few events"])
def test_the_last_of_everything_are_shown_however_they_are_found(
    client: Client, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("portal.pages.institution.ROWS", 2)
    monkeypatch.setattr("portal.pages.institution.MOST_COUNTED", most)
    police = make.police()
    for year in (2021, 2024, 2022, 2023):
        event = meeting(police, name_fr=f"Rencontre {year}", starts_on=date(year, 5, 17))
        speaker = make.person(name_fr=f"Orateur {year}")
        make.speaker(event=event, person=speaker, institution=police)
        make.recommendation(event=event, text_fr=f"Demande {year}").addressees.add(police)

    html = page(client, "/fr/institutions/dgsn/")

    for name, words in (("events", "Rencontre"), ("recommendations", "Demande"), ("speakers", "Orateur")):
        assert re.findall(rf"{words} (\d+)", section(html, name)) == ["2024", "2023"]


def test_earlier_names_units_and_ways_to_follow_it_are_there(client: Client) -> None:
    police = make.police()
    make.institution(name_ar="الشرطة القضائية", name_fr="Police judiciaire", parent=police)
    make.saved(InstitutionName(institution=police, text="إدارة سابقة", language="ar", kind="former"))
    make.saved(InstitutionName(institution=police, text="غلط", language="ar", kind="misnomer"))

    html = page(client, "/fr/institutions/dgsn/")

    assert "Police judiciaire" in section(html, "units")
    assert '<span lang="ar" dir="rtl">إدارة سابقة</span>' in html
    assert "غلط" not in html
    assert 'href="webcal://portal.example.ma/fr/events.ics?institution=dgsn"' in html
    assert 'href="/fr/events.atom?institution=dgsn"' in html


def test_it_costs_the_same_with_one_of_each_and_with_three(client: Client) -> None:
    police = make.police()

    def add() -> None:
        other = make.institution()
        event = meeting(police, other)
        person = make.person()
        make.speaker(event=event, person=person, institution=police)
        post = make.saved(Position(person=person, institution=police, title_ar="مدير"))
        make.citation(post, source=make.press_item(event))
        make.follow_up(recommendation=(request := make.recommendation(event=event)))
        request.addressees.add(police)
        make.agreement(first_party=other, second_party=police)
        make.institution(parent=police)

    def queries() -> int:
        client.get("/ar/institutions/dgsn/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/ar/institutions/dgsn/")
        return len(captured)

    add()
    first = queries()
    add()
    add()
    assert (first, queries()) == (25, 25)
