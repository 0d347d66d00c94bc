"""The cast of the tests of rights: who works where, in which role, and what is kept from whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import get_resolver, resolve
from django.utils import timezone

from events.models import Consent, Decision, Event
from events.previews import create_preview
from history.recording import Verb, recording
from history.revisions import propose
from history.snapshots import snapshot
from history.versions import of
from institutions.models import Institution, Membership
from staff.roles import Role
from staff.second_factor import VERIFIED
from tests import factories as make

STATES = {
    "draft": {"publication_state": "draft"},
    "in_review": {"publication_state": "in_review"},
    "published": {"publication_state": "published"},
    "withdrawn": {"publication_state": "withdrawn"},
    "scheduled": {"publication_state": "published", "publish_from": timezone.now() + timedelta(days=9)},
}
SECRET = "zqxsecret"  # in every text that is kept from those who work elsewhere; no token holds it by chance
KEPT = f"كتمان {SECRET}kept"


# Who ---------------------------------------------------------------------------------------------------
@dataclass
class Actor:
    """``row`` is the line of the matrix that says what they may do."""

    name: str
    row: str
    user: Any


def cast(houses: dict[str, Institution]) -> list[Actor]:
    """Every role in every house, and those who stand outside or above all houses."""
    actors = [
        Actor(
            f"{role} of {house}",
            f"{role} {'own' if house in OWN_HOUSES else 'other'}",
            member(role, houses[house.removesuffix(" and units")], includes_units="units" in house),
        )
        for house in ("A", "B", "parent and units", "parent", "unit", "C")
        for role in (Role.AUTHOR, Role.REVIEWER, Role.PUBLISHER)
    ]
    return [
        *actors,
        Actor("staff without a role", "no role", member("", houses["A"])),
        Actor("role without a house", "publisher other", member(Role.PUBLISHER)),
        Actor("administrator", "administrator", member(Role.ADMINISTRATOR)),
        Actor("superuser", "administrator", get_user_model().objects.create_superuser("root")),
    ]


OWN_HOUSES = ("A", "B", "parent and units")


def houses() -> dict[str, Institution]:
    """A organises, B organises jointly; A is a unit of «parent», and «unit» is one of A's; C is elsewhere."""
    parent = make.institution(name_fr="Parent")
    a = make.police(parent=parent)
    b, c = make.institution(name_fr="B"), make.institution(name_fr="C")
    return {"parent": parent, "A": a, "unit": make.institution(name_fr="Unit", parent=a), "B": b, "C": c}


def member(role: str, house: Institution | None = None, includes_units: bool = False) -> Any:
    user = make.staff_member(f"member-{get_user_model().objects.count()}", role)
    if house:
        Membership.objects.create(user=user, institution=house, includes_units=includes_units)
    return user


# What --------------------------------------------------------------------------------------------------
def event_of(found: dict[str, Institution], state: str, **columns: Any) -> Event:
    event = make.event(**STATES[state], **columns)
    make.involvement(event=event, institution=found["A"])
    make.involvement(event=event, institution=found["B"], role="joint_organizer")
    return event


def secretive(field: str) -> dict[str, str]:
    return {f"{field}_ar": f"{KEPT} {field}", f"{field}_fr": f"{KEPT} {field}"}


def planted(found: dict[str, Institution], state: str) -> Event:
    """An event of A with a secret in each of its parts and in whatever is kept about it."""
    event = event_of(found, state, **secretive("name"), **secretive("abstract"), slug=f"{SECRET}-{state}")
    speaker = make.speaker(event=event, person=make.person(), **secretive("title"))
    make.statement(speaker=speaker, **secretive("text"))
    make.session(event=event, **secretive("name"))
    asked = make.recommendation(event=event, raised_by=speaker, **secretive("text"))
    asked.addressees.add(found["C"])
    make.answer(event=event, **secretive("text"))
    make.count(event=event, value=None, wording=KEPT)
    make.document(event=event, **secretive("title"))
    make.photo(event=event, **secretive("alt"))
    make.recording(event=event, **secretive("title"))
    make.citation(event, wording=KEPT)
    make.press_item(event)
    hidden = make.institution(**secretive("name"), publication_state="draft")
    make.involvement(event=event, institution=hidden, role="partner")
    make.involvement(event=event, institution=found["C"], role="partner")  # a partner has no say
    keep_about(event, found["B"])
    return event


def keep_about(event: Event, asked: Institution) -> None:
    """Versions, a proposed change, decisions, a question to a co-organiser and a preview link, all with secrets."""
    author = member(Role.AUTHOR, asked)
    for slogan in (KEPT, event.slogan_fr):  # said once, and taken back
        with recording(event, by=author, verb=Verb.CHANGED, reason=KEPT):
            event.slogan_fr = slogan
            event.save()
    shot = snapshot(event)
    proposed = {path: dict(fields) for path, fields in shot.items()}
    next(iter(proposed.values()))["slogan_fr"] = KEPT
    propose(row=event, base=of(event).first(), proposed=proposed, by=author, reason=KEPT)
    Decision.objects.create(event=event, verb="refused", reason=KEPT, by_name=KEPT)
    Consent.objects.create(event=event, institution=asked, state="objected", reason=KEPT)
    create_preview(event=event, by=author)


# How ---------------------------------------------------------------------------------------------------
def patterns() -> Iterator[str]:
    """Every address of the staff's site, with its parameters: «admin/events/event/<path:object_id>/change/»."""
    found = (route for route in _routes(get_resolver()) if route.startswith("admin/"))
    return (route for route in dict.fromkeys(found) if "(?P" not in route and "logout" not in route)


def _routes(resolver: Any, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from _routes(entry, route)
        else:
            yield route


def filled(pattern: str, key: Any, **values: Any) -> str:
    """The address with ``key`` as the number of the row, and 1 or what is given for other parameters."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return str(key if name in ("object_id", "id", "pk") else values.get(name, 1))

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, pattern)


def asked_by(user: Any, path: str, data: dict[str, Any] | None = None) -> HttpRequest:
    """A request as the middleware would hand it on, of somebody who has given the second factor."""
    factory = RequestFactory()
    request = factory.get(path) if data is None else factory.post(path, data)
    request.user = get_user_model().objects.get(pk=user.pk)  # what is remembered of a user lasts one request
    request.session = _Session({VERIFIED: True})  # type: ignore[assignment]  # enough for the views
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as the middleware does
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # as the test client does
    return request


class _Session(dict):
    session_key = "key"
    modified = False


def answer_to(user: Any, path: str, data: dict[str, Any] | None = None) -> tuple[int, Any]:
    """Status and response, not drawn: what the view decided without the second that drawing takes."""
    found = resolve(path.partition("?")[0])
    try:
        response = found.func(asked_by(user, path, data), *found.args, **found.kwargs)
    except PermissionDenied:
        return 403, None
    except Http404:
        return 404, None
    except (SuspiciousOperation, BadRequest):
        return 400, None
    return response.status_code, response
