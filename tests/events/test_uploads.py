"""A folder of hostile files: each is refused with a message that says why, or comes out clean."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from events.models import Document, Photo, Publication
from portal.lib.uploads import images
from tests import desk
from tests import factories as make
from tests.events import hostile

pytestmark = pytest.mark.django_db

NO_PICTURE = "هذا الملف ليس صورة بصيغة JPEG أو PNG أو WebP أو AVIF، مهما يكن اسمه."
SVG = "صيغة SVG مرفوضة لأنها قد تحمل برامج: قدّم الصورة بصيغة PNG أو JPEG."
PAGE = "هذه صفحة ويب (HTML) مهما يكن اسمها، وهي مرفوضة لأنها قد تحمل برامج: قدّم ملف PDF."
TOO_LARGE = "الصورة كبيرة جدا: الأقصى 50 ميغابكسل، و20000 بكسل لكل ضلع."
DAMAGED_PICTURE = "الصورة معطوبة أو ناقصة. احفظها من جديد ثم أعد المحاولة."
MACROS = "يحمل الملف وحدات ماكرو. احفظه من دونها أو بصيغة PDF ثم أعد المحاولة."
BOMB = "يتضخم الملف عند فك ضغطه إلى ما يفوق المعقول، وهو مرفوض."
SCRIPT = "يحمل ملف PDF برامج (JavaScript). اطبعه في ملف PDF جديد ثم أعد المحاولة."
LAUNCH = "يشغّل الملف شيئا أو يرسل معطيات عند فتحه. احفظه بصيغة PDF بسيطة ثم أعد المحاولة."
ATTACHED = "يحمل الملف ملفات أخرى بداخله. احفظه من دونها، وأضفها على حدة."
LOCKED = "الملف محمي بكلمة مرور. احفظه دون حماية ثم أعد المحاولة."
ENTITIES = "يعلن الملف كيانات XML قد تقرأ ملفات أخرى. احفظه من جديد ثم أعد المحاولة."
ELSEWHERE = (
    "يجلب الملف شيئا من مكان آخر عند فتحه (قالبا أو صورة أو مصنفا آخر). "
    "احفظه دون هذه الروابط أو بصيغة PDF ثم أعد المحاولة."
)
DAMAGED = "الملف معطوب أو ناقص. احفظه من جديد ثم أعد المحاولة."
PROGRAM = "هذا الملف برنامج أو يحتوي على برنامج، وهو مرفوض."
OLD_OFFICE = (
    "هذا ملف من إصدار قديم لبرامج المكتب، أو ملف محمي بكلمة مرور. "
    "احفظه بصيغة DOCX أو XLSX أو PPTX أو PDF مفتوحة للجميع."
)
ARCHIVE = "هذا أرشيف مضغوط وليس وثيقة، مهما يكن اسمه. أضف الوثائق التي فيه واحدة واحدة."
A_PICTURE = "هذه صورة: أضفها إلى الصور."
NOT_UTF8 = "النص غير مكتوب بترميز UTF-8. احفظه بهذا الترميز ثم أعد المحاولة."
MARKUP = "يحتوي النص على وسوم (HTML أو XML). احذفها أو قدّم ملف PDF."
UNKNOWN = "نوع هذا الملف غير مقبول: قدّم PDF أو DOCX أو XLSX أو PPTX أو ODF أو TXT أو CSV."
EMPTY = "الملف فارغ."


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(check: Callable[[], None]) -> str:
    with pytest.raises(ValidationError) as refused:
        check()
    return " ".join(refused.value.messages)


def of_photo(content: bytes, name: str = "photo.jpg") -> str:
    event = make.event()
    photo = Photo(event=event, image=upload(content, name), alt_ar="وصف", credit="CNDH")
    return refusal(photo.full_clean)


def of_document(content: bytes, name: str) -> str:
    event = make.event()
    return refusal(Document(event=event, title_ar="محضر", file=upload(content, name)).full_clean)


# Refused --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (hostile.SVG, "photo.png", SVG),
        (hostile.PAGE, "photo.jpg", PAGE),
        (hostile.PROGRAM, "photo.jpg", NO_PICTURE),
        (hostile.pdf(), "photo.jpg", NO_PICTURE),
        (hostile.picture("GIF"), "photo.jpg", NO_PICTURE),
        (hostile.picture("TIFF"), "photo.jpg", NO_PICTURE),
        (hostile.png_claiming(60_000, 60_000), "photo.png", TOO_LARGE),
        (hostile.png_claiming(8_000, 8_000), "photo.png", TOO_LARGE),
        (hostile.png_claiming(25_000, 30), "photo.png", TOO_LARGE),
        (hostile.webp_claiming(16_000, 16_000), "photo.webp", TOO_LARGE),
        *(
            (hostile.truncated(hostile.picture(kind, (900, 600))), f"photo.{kind}", DAMAGED_PICTURE)
            for kind in ("JPEG", "PNG", "WEBP", "AVIF")
        ),
    ],
)
def test_photo_that_is_none_is_refused_with_its_reason(content, name, message):
    assert of_photo(content, name) == message


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (hostile.SVG, "plan.pdf", SVG),
        (hostile.PAGE, "notes.txt", PAGE),
        (hostile.PAGE.decode().encode("utf-16"), "notes.txt", PAGE),
        (b"x;y\n<script src=//evil>;1", "table.csv", MARKUP),
        (hostile.PROGRAM, "minutes.pdf", PROGRAM),
        (b"#!/bin/sh\nrm -r .", "notes.txt", PROGRAM),
        (hostile.OLD_WORD, "minutes.docx", OLD_OFFICE),
        (hostile.picture(), "scan.pdf", A_PICTURE),
        ("محضر".encode("cp1256"), "notes.txt", NOT_UTF8),
        (b"a\0b", "notes.txt", UNKNOWN),
        (b"{\\rtf1 x}", "notes.txt", UNKNOWN),
        (b"", "notes.txt", EMPTY),
        (b"%PDF-1.7 and nothing more", "minutes.pdf", DAMAGED),
        (hostile.truncated(hostile.docx()), "minutes.docx", DAMAGED),
        (hostile.pdf_with_script(), "minutes.pdf", SCRIPT),
        (hostile.pdf_with_script_in_a_field(), "minutes.pdf", SCRIPT),
        (hostile.pdf_that_launches(), "minutes.pdf", LAUNCH),
        (hostile.pdf_with_file(), "minutes.pdf", ATTACHED),
        (hostile.locked_pdf(), "minutes.pdf", LOCKED),
        (hostile.macro_docx(), "minutes.docx", MACROS),
        (hostile.docx_of_macro_type(), "minutes.docx", MACROS),
        (hostile.odt_with_macros(), "minutes.odt", MACROS),
        (hostile.docx_with_entities(), "minutes.docx", ENTITIES),
        (hostile.docx_with_template_elsewhere(), "minutes.docx", ELSEWHERE),
        (hostile.docx_with_object(), "minutes.docx", ATTACHED),
        (hostile.docx_bomb(), "minutes.docx", BOMB),
        (hostile.lying_docx_bomb(), "minutes.docx", DAMAGED),
        (hostile.crowded_docx(), "minutes.docx", BOMB),
        (hostile.archive({"a.txt": "x"}), "minutes.docx", ARCHIVE),
        (hostile.archive({**hostile.docx_parts(), "../../etc/cron": "x"}), "minutes.docx", DAMAGED),
        (b"<!-- -->" + hostile.docx(), "minutes.docx", UNKNOWN),
    ],
)
def test_document_that_could_do_harm_is_refused_with_its_reason(content, name, message):
    assert of_document(content, name) == message


def test_photo_beyond_the_limit_of_bytes_is_refused(monkeypatch):
    monkeypatch.setattr(images, "MAX_BYTES", 1000)

    assert of_photo(hostile.picture()) == "حجم الملف يفوق 1000\xa0بايت، وهو أقصى ما يُقبل."


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fr", "Le fichier porte des macros. Enregistrez-le sans macros, ou en PDF, puis réessayez."),
        ("en", "The file carries macros. Save it without macros, or as PDF, then try again."),
    ],
)
def test_refusal_speaks_the_language_of_the_reader(language, message):
    with translation.override(language):
        assert of_document(hostile.macro_docx(), "minutes.docx") == message


def test_file_refused_by_the_check_is_not_stored_by_a_save_that_forgot_to_check():
    photo = Photo(event=make.event(), image=upload(hostile.SVG, "photo.svg"))

    with pytest.raises(ValidationError, match="SVG"):
        photo.save()

    assert Photo.objects.count() == 0


def test_publication_is_verified_as_a_document_is():
    publication = Publication(name_ar="أشغال", file=upload(hostile.PAGE, "acts.pdf"))

    assert refusal(publication.full_clean) == PAGE


# Cleaned --------------------------------------------------------------------------------------------
def stored_files(photo: Photo) -> dict[str, bytes]:
    column = Photo._meta.get_field("image")
    return {name: content_of(name) for name in column.names_of(photo)}


def content_of(name: str) -> bytes:
    with default_storage.open(name) as stored:
        return stored.read()


def original(photo: Photo) -> Image.Image:
    return Image.open(BytesIO(content_of(photo.image.name)))


def photo_of(content: bytes, name: str = "photo.jpg") -> Photo:
    return make.photo(image=upload(content, name))


@pytest.mark.parametrize(
    "content",
    [
        hostile.located_jpeg(),
        hostile.located_png(),
        hostile.located_webp(),
        hostile.located_avif(),
        hostile.jpeg_and_page(),
        hostile.jpeg_and_archive(),
    ],
    ids=["jpeg", "png", "webp", "avif", "page behind", "archive behind"],
)
def test_photo_keeps_nothing_but_its_pixels(content):
    assert hostile.SECRET in content or b"PK\x03\x04" in content

    files = stored_files(photo_of(content))

    assert len(files) == 4  # the original, and each format in the one width that is not larger
    for stored in files.values():
        assert hostile.SECRET not in stored
        assert b"PK\x03\x04" not in stored
        assert b"<script" not in stored
        opened = Image.open(BytesIO(stored))
        assert not opened.getexif()
        assert not {"icc_profile", "xmp", "comment", "exif"} & set(opened.info)


@pytest.mark.parametrize(("orientation", "size"), [(1, (400, 200)), (6, (200, 400)), (8, (200, 400))])
def test_photo_is_turned_upright_before_its_orientation_is_forgotten(orientation, size):
    photo = photo_of(hostile.located_jpeg(orientation))

    opened = original(photo)
    assert opened.size == size == (photo.width, photo.height)
    first = opened.getpixel((5, 5))
    assert (first[0] > first[2]) == (
        orientation in {1, 6}
    )  # red was on the left: now at the left or at the top


def test_photo_is_kept_in_bounded_size_and_never_enlarged():
    large = photo_of(hostile.picture("JPEG", (4000, 1000)))
    small = photo_of(hostile.picture("JPEG", (200, 100)))

    assert (large.width, large.height) == (2560, 640)
    assert large.renditions == {ending: [320, 640, 960, 1280, 1920] for ending in ("avif", "webp", "jpg")}
    assert small.renditions == {ending: [200] for ending in ("avif", "webp", "jpg")}
    widths = {Image.open(BytesIO(stored)).width for stored in stored_files(large).values()}
    assert widths == {320, 640, 960, 1280, 1920, 2560}


def test_transparent_photo_lies_on_white():
    drawn = BytesIO()
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(drawn, "PNG")

    photo = photo_of(drawn.getvalue())

    assert original(photo).getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "C:\\photos\\Ahmed Alaoui.jpg", "صورة أحمد.png", "x" * 300]
)
def test_name_of_the_file_is_not_kept(name):
    photo = photo_of(hostile.picture(), name)

    assert re.fullmatch(r"photo/[0-9a-f]{32}\.jpg", photo.image.name)


def test_ending_of_a_document_is_told_by_its_content():
    document = make.document(url="", file=upload(hostile.docx(), "minutes.exe"))

    assert re.fullmatch(r"document/[0-9a-f]{32}\.docx", document.file.name)


@pytest.mark.parametrize(
    ("content", "name", "facts"),
    [
        (hostile.pdf(2), "a.pdf", ("pdf", 2)),
        (hostile.docx(), "a.docx", ("docx", 3)),
        (hostile.docx_with_links(), "a.docx", ("docx", 3)),
        (hostile.odt(), "a.odt", ("odt", 4)),
        ("محضر < 5 صفحات".encode(), "a.txt", ("txt", None)),
        ("المدينة;العدد\nفاس;5".encode("utf-8-sig"), "a.csv", ("csv", None)),
    ],
)
def test_document_is_described_by_what_it_is(content, name, facts):
    document = make.document(url="", file=upload(content, name))

    document.refresh_from_db()
    assert (document.file_type, document.pages) == facts
    assert document.size == len(content)
    assert len(document.sha256) == 64
    assert content_of(document.file.name) == content


# What a browser sends with a new row, though nobody typed it.
FOCUS = {"photos__0__focus_x": "50", "photos__0__focus_y": "50", "photos__0__position": "0"}


# The form -------------------------------------------------------------------------------------------
def test_form_says_beside_the_field_why_a_file_is_refused():
    event, editor = make.event(), desk.Editor()
    typed = {
        "documents__0__title_ar": "محضر",
        "documents__0__file": upload(hostile.macro_docx(), "minutes.docx"),
        "photos__0__image": upload(hostile.SVG, "photo.png"),
        **FOCUS,
    }

    answer = editor.send(event, **typed)

    assert answer.errors["documents-0-file"] == [MACROS]
    assert answer.errors["photos-0-image"] == [SVG]
    assert (Document.objects.count(), Photo.objects.count()) == (0, 0)


def test_form_keeps_a_photo_that_is_not_described_yet():
    event, editor = make.draft(), desk.Editor()

    answer = editor.send(event, photos__0__image=upload(hostile.located_jpeg(), "photo.jpg"), **FOCUS)

    assert answer.errors == {}
    (photo,) = event.photos.all()
    assert (photo.width, photo.height, photo.alt_ar) == (400, 200, "")
