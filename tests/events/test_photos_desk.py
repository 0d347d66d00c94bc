"""Many photos at once: each accepted or refused on its own, by whoever may change the event."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from events import services
from events.models import Photo
from history import versions
from tests import factories as make
from tests.events import hostile

pytestmark = pytest.mark.django_db


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def house():
    return make.police()


@pytest.fixture
def editor(client, house):
    user = make.staff_member("editor", "publisher", of=house)
    client.force_login(user)
    return user


@pytest.fixture
def event(house):
    """A draft of the editor's own institution."""
    drafted = make.draft()
    make.involvement(event=drafted, institution=house)
    return drafted


def page_of(event) -> str:
    return f"/admin/events/event/{event.pk}/photos/"


def as_script(client, event, *files, **typed):
    return client.post(
        page_of(event), {"photos": list(files), **typed}, headers={"Accept": "application/json"}
    )


def test_photo_sent_by_the_script_is_kept_and_waits_for_its_description(client, editor, event):
    before = versions.current_number(event) or 1

    answer = as_script(client, event, upload(hostile.located_jpeg()), credit="DGSN")

    photo = event.photos.get()
    after = versions.current_number(event)
    assert answer.status_code == 201
    assert answer.json() == {
        "photo": photo.pk,
        "version": {"before": before, "after": after},
        "message": "أُضيفت.",
    }
    assert (photo.credit, photo.alt_ar, photo.width) == ("DGSN", "", 400)
    assert versions.of(event).first().by == editor


def test_photos_keep_the_order_in_which_they_came(client, editor, event):
    make.photo(event=event, position=7)

    for _number in (1, 2):
        as_script(client, event, upload(hostile.picture()))

    assert [photo.position for photo in event.photos.all()] == [7, 8, 9]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (hostile.SVG, "صيغة SVG مرفوضة لأنها قد تحمل برامج: قدّم الصورة بصيغة PNG أو JPEG."),
        (hostile.png_claiming(60_000, 60_000), "الصورة كبيرة جدا: الأقصى 50 ميغابكسل، و20000 بكسل لكل ضلع."),
        (b"", "الملف فارغ."),
    ],
)
def test_refused_photo_says_why_to_the_script(client, editor, event, content, message):

    answer = as_script(client, event, upload(content))

    assert (answer.status_code, answer.json()) == (400, {"message": message})
    assert not event.photos.exists()


def test_refusal_speaks_the_language_of_the_desk(client, editor, event):
    client.cookies["django_language"] = "fr"

    answer = as_script(client, event, upload(hostile.SVG))

    assert answer.json()["message"].startswith("Le SVG est refusé")


def test_page_without_script_adds_what_is_good_and_names_what_is_not(client, editor, event):
    files = [upload(hostile.picture()), upload(hostile.SVG, "plan.svg"), upload(hostile.picture("PNG"))]

    answer = client.post(page_of(event), {"photos": files, "credit": "CNDH", "consent_note": "كتابية"})

    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "plan.svg: صيغة SVG مرفوضة" in shown
    assert "أُضيفت صورتان." in shown
    assert [(photo.credit, photo.consent_note) for photo in event.photos.all()] == [("CNDH", "كتابية")] * 2
    assert shown.count('class="photo-preview"') == 2


def test_page_without_script_leads_back_to_the_form(client, editor, event):

    answer = client.post(page_of(event), {"photos": [upload(hostile.picture())]})

    assert answer.headers["Location"] == f"/admin/events/event/{event.pk}/change/#photos-group"


def test_page_asks_for_photos_when_none_was_chosen(client, editor, event):
    answer = client.post(page_of(event), {})

    assert answer.status_code == 400
    assert answer.context["form"].errors == {"photos": ["هذا الحقل مطلوب."]}


def test_form_of_the_event_has_the_place_to_drop_photos(client, editor, event):

    shown = client.get(f"/admin/events/event/{event.pk}/change/").content.decode()

    assert f'data-address="{page_of(event)}"' in shown
    assert "js/photo-drop.js" in shown
    assert "photo-drop" not in client.get("/admin/events/event/add/").content.decode().replace(
        "js/photo-drop.js", ""
    )


def test_photos_are_added_by_those_who_may_change_the_event_only(client, event):
    answers = [as_script(client, event, upload(hostile.picture())).status_code]
    for role, of in (("publisher", make.institution()), ("", None)):
        client.force_login(make.staff_member(f"stranger {role}", role, of=of))
        answers.append(as_script(client, event, upload(hostile.picture())).status_code)

    assert answers == [403, 302, 302]
    assert Photo.objects.count() == 0


def test_photos_are_refused_without_the_token_of_the_form(editor, event):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(editor)

    assert as_script(guarded, event, upload(hostile.picture())).status_code == 403
    assert not event.photos.exists()


def test_event_is_not_published_before_its_photos_are_described(editor, event):
    services.add_photo(event=event, image=upload(hostile.picture()), by=editor)

    with pytest.raises(ValidationError) as refused:
        services.publish_event(event=event, by=editor)

    assert "بلا وصف" in " ".join(refused.value.messages)
    event.photos.update(alt_ar="متدخلون على المنصة", credit="CNDH")
    services.publish_event(event=event, by=editor)
    assert event.is_public
