"""Secret previews: any state, every language, as the public would see it; nothing indexed, kept or left open."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events import previews, services
from events.models import Event, PreviewLink
from institutions.enums import PublicationState
from staff.models import AuditEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Any:
    return make.staff_member("author", "author", make.police())


@pytest.fixture
def draft(author: Any) -> Event:
    return make.draft(created_by=author, name_ar="ندوة سرية", name_fr="Séminaire secret")


def address(token: str, language: str = "ar") -> str:
    return f"/{language}/preview/{token}/"


def opened(event: Event, by: Any) -> str:
    return previews.create_preview(event=event, by=by)[1]


@pytest.mark.parametrize("state", PublicationState.values)
@pytest.mark.parametrize(
    ("language", "name"), [("ar", "ندوة سرية"), ("fr", "Séminaire secret"), ("en", "Séminaire secret")]
)
def test_preview_shows_any_state_in_every_language(
    client: Client, draft: Event, author: Any, state: str, language: str, name: str
) -> None:
    Event.objects.filter(pk=draft.pk).update(publication_state=state)

    response = client.get(address(opened(draft, author), language))

    assert response.status_code == 200
    assert f"{name}</" in response.content.decode() or name in response.content.decode()


def test_preview_is_neither_indexed_nor_kept_nor_told_to_other_sites(
    client: Client, draft: Event, author: Any
) -> None:
    response = client.get(address(opened(draft, author)))

    page = response.content.decode()
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert ("canonical" in page, 'rel="alternate"' in page, "wa.me" in page) == (False, False, False)
    assert "ETag" not in response.headers


def test_language_is_changed_inside_the_preview(client: Client, draft: Event, author: Any) -> None:
    token = opened(draft, author)

    page = client.get(address(token)).content.decode()

    assert f'href="{address(token, "fr")}"' in page


def test_preview_shows_parts_as_the_public_would_see_them(client: Client, draft: Event, author: Any) -> None:
    make.speaker(event=draft, person=make.person(name_ar="متحدثة معلنة"))
    make.speaker(event=draft, person=make.person(name_ar="ضابط مكتوم", name_is_public=False))
    make.draft(super_event=draft, name_ar="رواق مكتوم")
    make.event(super_event=draft, name_ar="رواق معلن")

    page = client.get(address(opened(draft, author))).content.decode()

    told = [name in page for name in ("متحدثة معلنة", "رواق معلن", "ضابط مكتوم", "رواق مكتوم")]
    assert told == [True, True, False, False]


def test_preview_differs_from_the_public_page_by_its_frame_only(
    client: Client, draft: Event, author: Any
) -> None:
    import re

    make.recommendation(event=draft)
    make.involvement(event=draft)
    services.publish_event(event=draft, by=make.staff_member("root", "administrator"))
    preview = client.get(address(opened(draft, author), "fr")).content.decode()
    public = client.get(f"/fr/events/{draft.slug}/").content.decode()

    def body(page: str) -> str:
        return re.sub(r"\s+", " ", page.partition('<div class="body">')[2].partition("</article>")[0])

    assert body(preview) == body(public) != ""


@pytest.mark.parametrize("end", ["expired", "revoked"])
def test_closed_link_says_so_and_shows_nothing(client: Client, draft: Event, author: Any, end: str) -> None:
    link, token = previews.create_preview(event=draft, by=author)
    if end == "expired":
        PreviewLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        previews.revoke_preview(link=link, by=author)

    response = client.get(address(token, "fr"))

    page = response.content.decode()
    assert response.status_code == 410
    assert ("Séminaire secret" in page, "Cet aperçu est fermé" in page) == (False, True)
    assert response.headers["Cache-Control"] == "no-store, private"
    assert previews.is_valid(token, draft) is False


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "é", "a" * 3000])
def test_wrong_token_is_not_found(client: Client, draft: Event, author: Any, token: str) -> None:
    opened(draft, author)

    assert client.get(address(token)).status_code == 404


def test_token_opens_its_own_event_only(draft: Event, author: Any) -> None:
    other, token = make.draft(name_fr="Autre"), opened(draft, author)

    assert (previews.is_valid(token, draft), previews.is_valid(token, other)) == (True, False)
    assert previews.is_valid("", draft) is False


def test_secret_is_not_in_the_database(draft: Event, author: Any) -> None:
    token = opened(draft, author)

    row = PreviewLink.objects.values().get()
    entry = AuditEntry.objects.filter(action="preview_created").values().get()
    assert token not in f"{row} {entry}"


def test_link_is_made_shown_once_listed_and_revoked_in_the_form(
    client: Client, draft: Event, author: Any
) -> None:
    client.force_login(author)
    form = f"/admin/events/event/{draft.pk}/"

    made = client.post(f"{form}previews/new/")
    (link,) = draft.preview_links.all()
    listed = client.get(f"{form}change/").context["desk"]["previews"]
    addresses = [row["address"] for row in made.context["addresses"]]
    visitor = Client()
    before = [visitor.get(one.removeprefix("https://portal.example.ma")).status_code for one in addresses]
    client.post(f"{form}previews/{link.pk}/revoke/")
    after = [visitor.get(one.removeprefix("https://portal.example.ma")).status_code for one in addresses]

    assert "no-store" in made.headers["Cache-Control"]
    assert listed == [link]
    assert (before, after) == ([200, 200, 200], [410, 410, 410])
    actions = ["preview_created", "preview_revoked"]
    assert (
        list(AuditEntry.objects.filter(action__in=actions).order_by("pk").values_list("action", flat=True))
        == actions
    )


def test_stranger_neither_makes_nor_revokes_links(client: Client, draft: Event, author: Any) -> None:
    link, token = previews.create_preview(event=draft, by=author)
    client.force_login(make.staff_member("stranger", "publisher", make.institution(name_fr="Ailleurs")))
    form = f"/admin/events/event/{draft.pk}/"

    client.post(f"{form}previews/new/")
    client.post(f"{form}previews/{link.pk}/revoke/")

    assert (draft.preview_links.count(), previews.is_valid(token, draft)) == (1, True)


def test_link_of_another_event_is_not_revoked_through_ones_own(
    client: Client, draft: Event, author: Any
) -> None:
    foreign, token = make.draft(name_fr="Autre"), ""
    link, token = previews.create_preview(event=foreign, by=author)
    client.force_login(author)

    response = client.post(f"/admin/events/event/{draft.pk}/previews/{link.pk}/revoke/")

    assert (response.status_code, previews.is_valid(token, foreign)) == (403, True)


def test_making_a_link_by_get_is_refused(client: Client, draft: Event, author: Any) -> None:
    client.force_login(author)

    assert client.get(f"/admin/events/event/{draft.pk}/previews/new/").status_code == 405


def test_preview_takes_five_queries(
    client: Client, draft: Event, author: Any, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        make.speaker(event=draft, person=make.person(name_fr=f"Personne {number}"))
    token = opened(draft, author)

    with django_assert_num_queries(5):  # the link, the event, all its parts, the citations, events related
        client.get(address(token))
