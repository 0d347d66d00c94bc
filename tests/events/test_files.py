"""Files go to whoever may see what they belong to, as what they are, and leave with it."""

import re
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image

from events.admin.photos import waiting_for_words
from events.media_rules import unready_photos
from events.models import Document, Photo
from events.previews import create_preview
from history.applying import as_if, proposal
from history.purging import purge
from history.recording import Verb, keep_present, recording
from history.revisions import approve, propose
from tests import factories as make
from tests.events import hostile

pytestmark = pytest.mark.django_db


def upload(content: bytes, name: str = "file") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf_of(event, **columns):
    return make.document(event=event, url="", file=upload(hostile.pdf()), **columns)


def photo_of(event, **columns):
    return make.photo(event=event, image=upload(hostile.picture("JPEG", (1000, 500))), **columns)


def addresses(event) -> list[str]:
    photo, document = photo_of(event), pdf_of(event)
    return [f"/photos/{photo.pk}", f"/photos/{photo.pk}/320.avif", f"/documents/{document.pk}"]


@pytest.fixture
def fetch(client):
    """Get an address and read it to its end: ``body``."""

    def fetched(address: str, **headers: str):
        response = client.get(address, headers=headers)
        response.body = b"".join(response.streaming_content) if response.streaming else response.content
        return response

    return fetched


# Who may fetch --------------------------------------------------------------------------------------
def test_files_of_a_public_event_are_for_everybody(fetch):
    assert [fetch(address).status_code for address in addresses(make.event())] == [200, 200, 200]


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_files_of_another_event_are_not_found(fetch, state):
    event = make.event(publication_state=state)

    assert [fetch(address).status_code for address in addresses(event)] == [404, 404, 404]


def test_files_are_not_found_before_their_event_is_public_and_after(fetch):
    now = timezone.now()
    early = make.event(publish_from=now + timedelta(hours=1))
    late = make.event(publish_until=now - timedelta(hours=1))

    for event in (early, late):
        assert [fetch(address).status_code for address in addresses(event)] == [404, 404, 404]


def test_files_of_a_draft_are_for_staff_who_may_see_it_and_never_cached(client, fetch):
    event, house = make.draft(), make.police()
    make.involvement(event=event, institution=house)
    client.force_login(make.staff_member("author", "author", of=house))

    for address in addresses(event):
        response = fetch(address)
        assert (response.status_code, response.headers["Cache-Control"]) == (200, "private, no-store")


def test_files_of_a_draft_are_not_for_staff_of_another_institution(client, fetch):
    client.force_login(make.staff_member("stranger", "publisher", of=make.police()))

    assert [fetch(address).status_code for address in addresses(make.draft())] == [404, 404, 404]


def test_files_of_a_draft_are_not_for_staff_who_still_owe_the_second_factor(client, fetch):
    chief = get_user_model().objects.create_superuser("chief")
    TOTPDevice.objects.create(user=chief, confirmed=True)
    client.force_login(chief)

    assert [fetch(address).status_code for address in addresses(make.draft())] == [404, 404, 404]


def test_files_of_a_draft_open_with_the_secret_of_its_preview(fetch):
    event = make.draft()
    _link, secret = create_preview(event=event, by=get_user_model().objects.create_superuser("chief"))

    answers = [fetch(f"{address}?preview={secret}") for address in addresses(event)]
    others = [fetch(f"{address}?preview={secret}") for address in addresses(make.draft())]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert [answer.status_code for answer in others] == [404, 404, 404]


def test_photo_that_nobody_described_is_shown_to_nobody(fetch):
    event = make.event()
    photo = photo_of(event, alt_ar="", alt_fr="")

    assert fetch(f"/photos/{photo.pk}").status_code == 404
    assert b"/photos/" not in fetch(f"/ar/events/{event.slug}/").content
    assert fetch(f"/api/v1/events/{event.pk}/").json()["photos"] == []
    assert fetch("/api/v1/events/?has=photos").json()["results"] == []


def test_document_of_a_public_agreement_is_for_everybody_and_of_a_draft_for_nobody(fetch):
    for state, status in (("published", 200), ("draft", 404)):
        pact = make.agreement(publication_state=state)
        document = make.document(agreement=pact, event=None, url="", file=upload(hostile.pdf()))
        assert fetch(f"/documents/{document.pk}").status_code == status


def test_publication_is_as_public_as_it_says(fetch):
    for state, status in (("published", 200), ("draft", 404)):
        acts = make.publication(publication_state=state, file=upload(hostile.pdf()))
        assert fetch(f"/publications/{acts.pk}").status_code == status


@pytest.mark.parametrize("ending", ["321.avif", "320.svg", "320.exe", "0.jpg", "99999999999999999999.jpg"])
def test_rendition_that_does_not_exist_is_not_found(fetch, ending):
    photo = photo_of(make.event())

    assert fetch(f"/photos/{photo.pk}/{ending}").status_code == 404


def test_file_lost_from_the_store_is_not_found(fetch):
    photo = photo_of(make.event())
    default_storage.delete(photo.image.name)

    assert fetch(f"/photos/{photo.pk}").status_code == 404


# As what --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("ending", "kind"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")])
def test_rendition_is_the_picture_its_address_says(fetch, ending, kind):
    photo = photo_of(make.event())

    response = fetch(f"/photos/{photo.pk}/640.{ending}")

    opened = Image.open(BytesIO(response.body))
    assert (opened.format, opened.size) == (kind, (640, 320))
    assert response.headers["Content-Type"] == f"image/{kind.lower()}"


def test_file_is_sent_so_that_no_browser_runs_it(fetch):
    photo = photo_of(make.event())

    headers = fetch(f"/photos/{photo.pk}").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Content-Disposition"] == "inline"
    assert headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in headers.get("Vary", "")


def test_file_that_has_not_changed_is_not_sent_again(fetch):
    photo = photo_of(make.event())
    tag = fetch(f"/photos/{photo.pk}").headers["ETag"]

    assert fetch(f"/photos/{photo.pk}", **{"If-None-Match": tag}).status_code == 304


def test_pdf_is_shown_and_other_documents_are_saved_under_their_title(fetch):
    event = make.event()
    shown = pdf_of(event, title_ar="محضر: اللقاء/الأول")
    saved = make.document(event=event, url="", file=upload(hostile.docx()))

    as_pdf, as_docx = (fetch(f"/documents/{row.pk}").headers for row in (shown, saved))

    name = (
        "%D9%85%D8%AD%D8%B6%D8%B1%20%D8%A7%D9%84%D9%84%D9%82%D8%A7%D8%A1%20%D8%A7%D9%84%D8%A3%D9%88%D9%84.pdf"
    )
    assert as_pdf["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    assert as_pdf["Content-Type"] == "application/pdf"
    assert as_docx["Content-Disposition"].startswith("attachment; ")
    assert as_docx["Content-Type"].endswith("wordprocessingml.document")
    assert as_docx["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_page_offers_each_photo_in_three_formats_without_moving_the_text(fetch):
    event = make.event()
    photo = photo_of(event, focus_x=26, focus_y=81)

    page = fetch(f"/fr/events/{event.slug}/").content.decode()

    base = f"/photos/{photo.pk}"
    assert (
        f'type="image/avif" srcset="{base}/320.avif 320w, {base}/640.avif 640w, {base}/960.avif 960w"' in page
    )
    assert f'type="image/webp" srcset="{base}/320.webp 320w' in page
    (tag,) = re.findall(r"<img [^>]*>", page)
    assert f'srcset="{base}/320.jpg 320w' in tag
    assert 'width="1000" height="500"' in tag
    assert 'class="focus-x-30 focus-y-80"' in tag
    assert 'alt="Intervenants à la tribune"' in tag
    assert "sizes=" in tag


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", ["PDF", "صفحتان", "بايت"]),
        ("fr", ["PDF", "2 pages", "octets"]),
        ("en", ["PDF", "2 pages", "bytes"]),
    ],
)
def test_page_says_beside_a_document_what_it_is(fetch, language, told):
    event = make.event()
    document = pdf_of(event)

    page = fetch(f"/{language}/events/{event.slug}/").content.decode()

    assert f'href="/documents/{document.pk}"' in page
    for word in told:
        assert word in page


def test_api_describes_a_file(fetch):
    event = make.event()
    document, photo = pdf_of(event), photo_of(event, focus_x=0)

    found = fetch(f"/api/v1/events/{event.pk}/").json()

    described = found["documents"][0]
    assert (described["type"], described["size"], described["pages"]) == ("application/pdf", document.size, 2)
    assert described["sha256"] == document.sha256
    assert found["photos"][0]["focal_point"] == {"x": 0, "y": 50}
    assert found["photos"][0]["renditions"][0] == {
        "type": "image/avif",
        "width": 320,
        "height": 160,
        "url": f"https://portal.example.ma/photos/{photo.pk}/320.avif",
    }


# What is waiting ------------------------------------------------------------------------------------
def test_photos_without_description_or_credit_are_named_as_waiting():
    event = make.event()
    photo_of(event)
    lacking = [photo_of(event, alt_ar="", alt_fr=""), photo_of(event, credit="")]

    assert unready_photos(event) == lacking
    assert all(waiting_for_words(photo) for photo in lacking)


# How long files stay --------------------------------------------------------------------------------
def names(row) -> list[str]:
    column = type(row)._meta.get_field("image" if isinstance(row, Photo) else "file")
    return column.names_of(row)


def kept(stored: list[str]) -> list[bool]:
    return [default_storage.exists(name) for name in stored]


def test_files_go_with_their_row_once_that_is_certain(django_capture_on_commit_callbacks):
    photo = photo_of(make.event())
    stored = names(photo)

    with django_capture_on_commit_callbacks(execute=True):
        photo.event.photos.all().delete()
        assert all(kept(stored))

    assert len(stored) == 10
    assert not any(kept(stored))


def test_files_of_a_row_that_is_rolled_back_do_not_stay():
    event, stored = make.event(), []

    with transaction.atomic():
        stored += names(photo_of(event))
        assert all(kept(stored))
        transaction.set_rollback(True)

    assert len(stored) == 10
    assert not any(kept(stored))


def test_files_stay_when_their_deletion_is_rolled_back():
    photo = photo_of(make.event())
    stored = names(photo)

    with transaction.atomic():
        photo.delete()
        transaction.set_rollback(True)

    assert all(kept(stored))


def test_replaced_file_goes_and_describes_itself_anew(django_capture_on_commit_callbacks):
    document = pdf_of(make.event())
    before = names(document)

    with django_capture_on_commit_callbacks(execute=True):
        document.file = upload(hostile.docx(), "minutes.docx")
        document.save()

    assert not any(kept(before))
    assert (document.file_type, document.pages) == ("docx", 3)
    assert all(kept(names(document)))


def test_file_taken_out_goes_with_what_described_it(django_capture_on_commit_callbacks):
    document = pdf_of(make.event())
    before = names(document)

    with django_capture_on_commit_callbacks(execute=True):
        document.file, document.url = "", "https://example.ma/minutes.pdf"
        document.save()

    document = Document.objects.get(pk=document.pk)
    assert not any(kept(before))
    assert (document.file_type, document.size, document.pages, document.sha256) == ("", None, None, "")


def test_file_that_history_can_bring_back_stays(django_capture_on_commit_callbacks):
    photo, chief = photo_of(make.event()), get_user_model().objects.create_superuser("chief")
    stored = names(photo)

    changing = recording(photo.event, by=chief, verb=Verb.CHANGED)
    with django_capture_on_commit_callbacks(execute=True), changing:
        photo.delete()

    assert all(kept(stored))


def test_sweep_removes_only_old_files_that_nothing_names(monkeypatch):
    used = names(photo_of(make.event()))
    lost, young = (default_storage.save(f"photo/{x * 32}-320.avif", upload(b"x")) for x in "ab")
    stored = {"photo": [name.partition("/")[2] for name in (*used, lost, young)]}
    long_ago = timezone.now() - timedelta(days=8)
    store = type(
        default_storage._wrapped
    )  # the tests of other processes use the same folder: only ours is listed
    monkeypatch.setattr(store, "listdir", lambda _store, folder: ([], stored.get(folder, [])))
    monkeypatch.setattr(
        store, "get_modified_time", lambda _store, name: timezone.now() if name == young else long_ago
    )

    call_command("sweep_files", stdout=StringIO())

    assert all(kept([*used, young]))
    assert not default_storage.exists(lost)
    default_storage.delete(young)


def test_files_of_a_row_erased_for_good_go_although_history_named_them(django_capture_on_commit_callbacks):
    photo, chief = photo_of(make.draft()), get_user_model().objects.create_superuser("chief")
    with recording(photo.event, by=chief, verb=Verb.CHANGED):
        photo.save()
    stored = names(photo)

    with django_capture_on_commit_callbacks(execute=True):
        purge(row=photo.event, by=chief, reason="حكم قضائي")

    assert not any(kept(stored))


def test_file_of_a_proposed_change_waits_for_its_approval(django_capture_on_commit_callbacks):
    event, chief = make.event(), get_user_model().objects.create_superuser("chief")
    base = keep_present(event)
    with as_if(base.snapshot, event):
        stored = names(photo_of(event))
        proposed = proposal(event, base.snapshot)
    revision = propose(row=event, base=base, proposed=proposed, by=chief)

    assert not event.photos.exists()
    assert all(kept(stored))
    with django_capture_on_commit_callbacks(execute=True):
        approve(revision=revision, by=chief)
    assert set(names(event.photos.get())) == set(stored)


def test_preview_shows_the_photos_and_documents_of_a_draft(fetch):
    event = make.draft()
    addresses(event)
    _link, secret = create_preview(event=event, by=get_user_model().objects.create_superuser("chief"))

    page = fetch(f"/ar/preview/{secret}/").body.decode()

    found = set(re.findall(r"/(?:photos|documents)/[\d./a-z]+\?preview=[\w-]+", page))
    assert len(found) == 3 * 3 + 2  # renditions, the large photo, the document
    assert {fetch(address).status_code for address in found} == {200}
