"""The matrix of rights: every role × state × verb, and every page about an event that the site has.

What is expected stands in the tables of this file, not in the code. A page that no table names is closed to who
may not see the event, and to whoever posts without the right to edit it.
"""

from typing import Any

import pytest
from django.contrib import admin

from events import rights
from events.models import Consent, Event, PreviewLink
from history.snapshots import snapshot
from institutions.models import Institution
from tests import factories as make
from tests.desk import Editor
from tests.rights_cast import (
    STATES,
    Actor,
    answer_to,
    cast,
    event_of,
    filled,
    houses,
    keep_about,
    member,
    patterns,
)

pytestmark = pytest.mark.django_db

# s: see, e: edit and submit, d: what is edited takes effect at once, r: review, p: publish, withdraw, change plans,
# x: purge. «own» works for A or B, or for A's parent with its units; «maker» began the event and works elsewhere.
MATRIX = """
                draft   in_review published withdrawn scheduled
author own      sed     sed       se        sed       se
reviewer own    sedr    sedr      ser       sedr      ser
publisher own   sedrp   sedrp     sedrp     sedrp     sedrp
author other    -       -         s         -         -
reviewer other  -       -         s         -         -
publisher other -       -         s         -         -
author maker    sed     s         s         s         s
no role         -       -         -         -         -
administrator   sedrpx  sedrpx    sedrpx    sedrpx    sedrpx
"""
VERBS = {
    "s": (rights.may_see,),
    "e": (rights.may_edit, rights.may_submit),
    "d": (rights.may_change_directly,),
    "r": (rights.may_review,),
    "p": (rights.may_publish, rights.may_withdraw),
    "x": (rights.may_purge,),
}
# The letter that opens each page of an event; «-» is closed to everybody.
PAGES = {
    "change": "s",
    "history": "e",
    "delete": "-",
    "reconcile": "e",
    "restore": "d",
    "refused": "r",
    "withdrawn": "p",
    "postponed": "d",
    "rescheduled": "d",
    "moved": "d",
    "cancelled": "d",
    "previews/new": "e",
    "revoke": "e",
    "copy": "e",
    "repeat": "e",
    "translations": "e",
    "lookalikes": "e",
}
REFUSED = (302, 400, 403, 404, 405)
EVENT_PAGE = "admin/events/event/<path:object_id>/"


def lines() -> dict[str, dict[str, str]]:
    heads, *rest = [line for line in MATRIX.splitlines() if line.strip()]
    states = heads.split()
    found = {}
    for line in rest:
        *name, one, two, three, four, five = line.split()
        letters = [word.strip("-") for word in (one, two, three, four, five)]
        found[" ".join(name)] = dict(zip(states, letters, strict=True))
    return found


@pytest.fixture
def found() -> dict[str, Institution]:
    return houses()


@pytest.fixture
def actors(found: dict[str, Institution]) -> list[Actor]:
    return [*cast(found), Actor("maker", "author maker", member("author", found["C"]))]


def event_in(found: dict[str, Institution], state: str, actors: list[Actor]) -> Event:
    event = event_of(found, state)
    Event.objects.filter(pk=event.pk).update(created_by=actors[-1].user)
    return event


@pytest.mark.parametrize("state", STATES)
def test_verb_is_allowed_where_the_matrix_says_so(
    found: dict[str, Institution], actors: list[Actor], state: str
) -> None:
    event = event_in(found, state, actors)

    allowed = {
        actor.name: "".join(
            letter
            for letter, predicates in VERBS.items()
            if {predicate(actor.user, event) for predicate in predicates} == {True}
        )
        for actor in actors
    }

    assert allowed == {actor.name: lines()[actor.row][state] for actor in actors}


@pytest.mark.parametrize("state", STATES)
def test_lists_hold_what_the_matrix_says(
    found: dict[str, Institution], actors: list[Actor], state: str
) -> None:
    event_in(found, state, actors)

    listed = {
        actor.name: "s" * Event.objects.visible_to(actor.user).exists()
        + "e" * Event.objects.editable_by(actor.user).exists()
        for actor in actors
    }

    assert listed == {
        actor.name: "".join(letter for letter in "se" if letter in lines()[actor.row][state])
        for actor in actors
    }


@pytest.mark.parametrize("state", STATES)
def test_page_of_an_event_opens_where_the_matrix_says_so(
    found: dict[str, Institution], actors: list[Actor], state: str
) -> None:
    event = event_in(found, state, actors)
    keep_about(event, found["B"])
    wrong = []
    for number, pattern in enumerate(pages_of_an_event()):
        letter = next((need for page, need in PAGES.items() if f"/{page}/" in pattern), "s")
        for actor in one_of_each_row(actors, number):
            may = lines()[actor.row][state]
            status, _response = answer_to(actor.user, address_of(event, pattern))
            is_open = status not in REFUSED
            if (is_open and letter not in may) or (status == 403 and letter in may and is_named(pattern)):
                wrong.append(f"{actor.name}: {pattern} {status}")

    assert wrong == []


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_changed_by_who_may_not_edit(
    found: dict[str, Institution], actors: list[Actor], state: str
) -> None:
    """Whatever is posted, to whatever page of the event."""
    event = event_in(found, state, actors)
    keep_about(event, found["B"])
    strangers = [actor for actor in actors if "e" not in lines()[actor.row][state]]
    typed = {
        "post": "yes",
        "reason": "x",
        "reason_ar": "سبب",
        "name_ar": "تغيير",
        "agree": "1",
        "_publish": "1",
    }
    before = everything_about(event)
    wrong = []
    for number, pattern in enumerate(pages_of_an_event()):
        for actor in one_of_each_row(strangers, number):
            status, _response = answer_to(actor.user, address_of(event, pattern), typed)
            after = everything_about(event)
            if status not in REFUSED or after != before:
                wrong.append(f"{actor.name}: {pattern} {status}")
            before = after

    assert wrong == []


def test_nothing_public_is_changed_by_an_author_of_the_organiser(found: dict[str, Institution]) -> None:
    """Whatever page is posted to: it becomes a proposal, or is refused."""
    event = event_of(found, "published")
    keep_about(event, found["B"])
    make.document(event=event)
    author = member("author", found["A"])
    typed = {
        "post": "yes",
        "reason": "x",
        "reason_ar": "سبب",
        "name_ar": "تغيير",
        "name_fr": "Autre",
        "on": "2030-01-01",
    }
    before = snapshot(event)

    for pattern in pages_of_an_event():
        answer_to(author, address_of(event, pattern), typed)

    assert snapshot(Event.objects.get(pk=event.pk)) == before


@pytest.mark.parametrize("state", STATES)
def test_action_does_what_the_matrix_says(
    found: dict[str, Institution], actors: list[Actor], state: str
) -> None:
    """Publishing and withdrawing by the list, and any further action: none changes what is not to be published."""
    event = event_in(found, state, actors)
    make.involvement(event=event, institution=found["C"], role="partner")
    names = set(desk().get_actions(request_of(actors, "superuser")))
    before = everything_about(event)
    wrong = []
    refused = [actor for actor in actors if "p" not in lines()[actor.row][state]]
    for number, name in enumerate(sorted(names)):
        for actor in one_of_each_row(refused, number):
            data = {"action": name, "_selected_action": str(event.pk), "reason": "x", "post": "yes"}
            status, _response = answer_to(actor.user, "/admin/events/event/", data)
            after = everything_about(event)
            if after != before:
                wrong.append(f"{actor.name}: {name} {status}")
            before = after

    assert names >= {"publish", "withdraw"}
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "state", "outcome"), [("publish", "draft", "published"), ("withdraw", "published", "withdrawn")]
)
def test_action_of_a_publisher_is_done(
    found: dict[str, Institution], name: str, state: str, outcome: str
) -> None:
    """The proof that the actions tried above would have done something."""
    event = event_of(found, state)
    publisher = member("publisher", found["B"])

    data = {"action": name, "_selected_action": str(event.pk), "reason": "سبب"}
    answer_to(publisher, "/admin/events/event/", data)

    event.refresh_from_db()
    assert event.publication_state == outcome


def test_part_of_a_published_event_waits_for_approval_when_an_author_changes_it(
    found: dict[str, Institution],
) -> None:
    event = event_of(found, "published")
    speaker = make.speaker(event=event)
    author, publisher = editor(member("author", found["A"])), editor(member("publisher", found["B"]))

    author.send(speaker, title_fr="Proposée")

    speaker.refresh_from_db()
    assert speaker.title_fr != "Proposée"
    publisher.send(speaker, title_fr="Publiée", _is_typo="on")
    speaker.refresh_from_db()
    assert speaker.title_fr == "Publiée"


def test_co_organiser_is_asked_by_its_own_publishers(found: dict[str, Institution]) -> None:
    event = event_of(found, "draft")
    answers = {actor.name for actor in cast(found) if rights.may_consent(actor.user, event, found["B"])}

    assert answers == {"publisher of B", "administrator", "superuser"}
    assert not rights.may_consent(member("publisher", found["C"]), event, found["C"])  # not its event


def editor(user: Any) -> Editor:
    made = Editor.__new__(Editor)
    made.user = user
    return made


# Small things -----------------------------------------------------------------------------------------
def pages_of_an_event() -> list[str]:
    return [pattern for pattern in patterns() if pattern.startswith(EVENT_PAGE)]


def is_named(pattern: str) -> bool:
    return any(f"/{page}/" in pattern for page in PAGES)


def one_of_each_row(actors: list[Actor], number: int) -> list[Actor]:
    """Drawing every form for everybody takes minutes: each page takes the next actor of each line of the matrix."""
    by_row: dict[str, list[Actor]] = {}
    for actor in actors:
        by_row.setdefault(actor.row, []).append(actor)
    return [of_row[number % len(of_row)] for of_row in by_row.values()]


def address_of(event: Event, pattern: str) -> str:
    link = PreviewLink.objects.filter(event=event).values_list("pk", flat=True).first()
    consent = Consent.objects.filter(event=event).values_list("pk", flat=True).first()
    return filled(pattern, event.pk, link_id=link, consent_id=consent)


def everything_about(event: Event) -> Any:
    """What is stored of the event and about it."""
    row = Event.objects.filter(pk=event.pk).values().get()
    kept = ("decisions", "consents", "preview_links", "involvements", "speakers", "links_from", "sub_events")
    return row, [list(getattr(event, name).values()) for name in kept], Event.objects.count()


def desk() -> Any:
    return admin.site.get_model_admin(Event)


def request_of(actors: list[Actor], name: str) -> Any:
    from tests.rights_cast import asked_by

    user = next(actor.user for actor in actors if actor.name == name)
    return asked_by(user, "/admin/events/event/")
