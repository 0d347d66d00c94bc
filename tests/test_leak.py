"""Nothing unpublished leaks anywhere: secrets are planted under a draft, and every address is fetched for them."""

import re
from collections import deque

import pytest
from django.urls import get_resolver

from events.models import Consent, Decision, Event
from events.previews import create_preview
from events.social_card import card_of
from history import versions
from history.models import PendingRevision
from history.recording import Verb, recording
from institutions.enums import PublicationState
from portal.lib.text import normalize
from tests import factories as make

pytestmark = pytest.mark.django_db

SECRET = "كتمان"  # in every Arabic text planted
SECRET_LATIN = "zqxsecret"  # in every Latin text, slug and address planted
LINK = re.compile(
    r'(?:href|src|action)="(/[^"#]*)|"(?:next|url|[a-z_]*url|file)": ?"(?:https?://[^/"]+)?(/[^"]*)'
)
MOST_QUESTIONS = 1  # of a link that is followed: two filters show less than either
STAFF_OR_STATIC = ("/static/", "/admin/")


def planted() -> list[str]:
    """A draft with everything secret, hanging on public objects; the addresses its parts would have."""
    city, dgsn, cndh = make.fes(), make.police(), make.institution(acronym="CNDH")
    public = make.event(territory=city)
    make.involvement(event=public, institution=dgsn)
    make.speaker(event=public, person=make.person(name_ar="متحدثة معلومة", name_fr="Connue"))
    secret = make.draft(
        **texts("name"), **texts("abstract"), slug=f"{SECRET_LATIN}-event", super_event=public, territory=city
    )
    make.involvement(event=secret, institution=dgsn)
    hidden = make.institution(**texts("name"), acronym=SECRET_LATIN.upper(), publication_state="draft")
    make.involvement(event=secret, institution=hidden)
    person = make.person(**texts("name"))
    speaker = make.speaker(event=secret, person=person, institution=dgsn, **texts("title"))
    item = make.press_item(secret, title=f"{SECRET} {SECRET_LATIN}", url=f"https://example.ma/{SECRET_LATIN}")
    make.statement(speaker=speaker, source=item, **texts("text"))
    make.session(event=secret, **texts("name"))
    request = make.recommendation(event=secret, **texts("text"))
    request.addressees.add(dgsn)
    make.answer(event=secret, **texts("text"))
    make.count(event=secret, value=None, wording=SECRET)
    document = make.document(event=secret, **texts("title"), url=f"https://example.ma/{SECRET_LATIN}.pdf")
    photo = make.photo(event=secret, **texts("alt"))
    make.recording(event=secret, **texts("title"), url=f"https://example.ma/{SECRET_LATIN}.mp4")
    make.citation(secret, source=item, wording=SECRET)
    series = make.series(**texts("name"), publication_state=PublicationState.WITHDRAWN)
    agreement = make.agreement(
        first_party=dgsn,
        second_party=cndh,
        publication_state="in_review",
        **texts("name"),
        **texts("description"),
    )
    make.publication(**texts("name"), publication_state="draft", source_event=public)
    plant_at_the_desk(public)
    return [
        *(f"/{x}/events/{secret.slug}/" for x in ("ar", "fr", "en")),
        f"/e/{secret.pk}", f"/ar/speakers/{person.slug}/", f"/fr/institutions/{hidden.slug}/",
        f"/ar/series/{series.slug}/", f"/ar/agreements/{agreement.slug}/", f"/ar/recommendations/{request.pk}/",
        f"/fr/events/{secret.slug}.pdf", f"/e/{secret.pk}.svg", f"/ar/events/{secret.slug}/photos/{photo.pk}/",
        f"/cards/{secret.pk}/ar/{card_of(secret, 'ar').digest}.png", f"/documents/{document.pk}", f"/photos/{photo.pk}",
        f"/photos/{photo.pk}/3.avif", f"/ar/events/{secret.slug}.ics", f"/api/v1/events/{secret.pk}/",
        f"/api/v1/institutions/{hidden.pk}/", f"/api/v1/speakers/{person.pk}/", f"/api/v1/series/{series.pk}/",
        f"/api/v1/agreements/{agreement.pk}/", f"/api/v1/recommendations/{request.pk}/",
        f"/api/v1/documents/{document.pk}/",
    ]  # fmt: skip


def plant_at_the_desk(public: Event) -> None:
    """What staff know of a public event: a proposed change, a refusal and its reason, an earlier version, a preview."""
    with recording(public, by=None, verb=Verb.CHANGED, reason=SECRET):
        Event.objects.filter(pk=public.pk).update(abstract_ar=SECRET)
    base = versions.of(public).first()
    Event.objects.filter(pk=public.pk).update(abstract_ar="")
    proposed = {**base.snapshot, "": {**base.snapshot[""], **texts("name"), **texts("slogan")}}
    PendingRevision.objects.create(row=public, base=base, proposed=proposed, label=SECRET, reason=SECRET)
    Decision.objects.create(event=public, verb="refused", reason=SECRET, by_name=SECRET)
    Consent.objects.create(event=public, institution=make.institution(), state="objected", reason=SECRET)
    create_preview(event=public, by=make.staff_member("previewer"))


def texts(field: str) -> dict[str, str]:
    return {f"{field}_ar": f"{SECRET} {field}", f"{field}_fr": f"{SECRET_LATIN} {field}"}


def filtered() -> list[str]:
    """Questions whose answer would betray the draft."""
    slugs = {"parent": f"{SECRET_LATIN}-event", "institution": SECRET_LATIN, "speaker": SECRET_LATIN}
    queries = [f"{name}={value}" for name, value in slugs.items()] + [
        f"q={SECRET}",
        f"q={SECRET_LATIN}",
        "has=photos",
    ]
    bases = ("/ar/events/", "/api/v1/events/", "/ar/events.ics", "/ar/events.atom")
    return [f"{base}?{query}" for query in queries for base in bases] + [
        f"/ar/{place}/?q={word}"
        for place in ("institutions", "speakers", "recommendations", "search")
        for word in (SECRET, SECRET_LATIN)
    ]


def every_fixed_address() -> list[str]:
    """Addresses of the site that take no argument, in each language, and the roots of the API."""
    fixed = set(_fixed(get_resolver()))
    return sorted(f"/{address}" for address in fixed if not address.startswith("admin/"))


def _fixed(resolver, prefix=""):
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if hasattr(entry, "url_patterns"):
            yield from _fixed(entry, path)
        elif not re.search(r"[<(\[\\]", path):
            yield path


def betrays(content: bytes, address: str) -> bool:
    """Whether an answer holds a secret that was not part of the question."""
    text = content.decode("utf-8", "ignore")
    if SECRET_LATIN in address:  # the address asked comes back in the links to its twins in other languages
        text = re.sub(r'href="[^"]*"', "", text)
    if "?" in address:  # calendars and feeds say of which question they are; the form repeats what was typed
        text = text.replace("\r\n ", "").replace(address.partition("?")[2], "")
        text = re.sub(r'value="[^"]*"|“[^”]*”|«[^»]*»', "", text)
        text = re.sub(r'(?:href|action)="[^"]*\?[^"]*"', "", text)
        text = re.sub(r"</?span[^>]*>", "", text)  # in Amazigh, what was typed in Arabic is marked
        text = re.sub(r"<bdi>[^<]*</bdi>|<title[^>]*>[^<]*</title>", "", text)
        text = re.sub(r'title=(?:"[^"]*"|&quot;.*?&quot;)', "", text)  # a frame is named by its filters
    return SECRET in normalize(text) or SECRET_LATIN in text.lower()


@pytest.mark.long
def test_a_secret_draft_is_nowhere_on_the_site_nor_in_the_api(client):
    secret_addresses = planted()
    queue = deque([*every_fixed_address(), *filtered(), *secret_addresses])
    seen: set[str] = set(queue)
    leaks, answered = [], 0
    while queue:
        address = queue.popleft()
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        answered += response.status_code == 200
        told = SECRET_LATIN in response.headers.get("Location", "") and SECRET_LATIN not in address
        if betrays(content, address) or told:  # a filter of the question travels on to the month
            leaks.append(address)
        if address in secret_addresses and response.status_code != 404:
            leaks.append(f"{address} {response.status_code}")
        for match in LINK.finditer(content.decode("utf-8", "ignore")):
            found = (match[1] or match[2]).replace("&amp;", "&")
            if (
                found not in seen
                and not found.startswith(STAFF_OR_STATIC)
                and found.count("=") <= MOST_QUESTIONS
            ):
                seen.add(found)
                queue.append(found)
    assert leaks == []
    assert answered > 40  # the walk really went through the site


def test_the_walk_would_find_a_leak(client):
    """The same secrets, once published, are found: the test can turn red."""
    addresses = planted()
    from events.models import Event

    Event.objects.filter(slug=f"{SECRET_LATIN}-event").update(publication_state="published")
    response = client.get(addresses[0])
    assert betrays(response.content, addresses[0])
