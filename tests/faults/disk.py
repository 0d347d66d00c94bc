"""A disk that is full, as the desk meets it; told by its arguments, it says what came of it."""

# A member of staff sends a form and a photo before, while and after there is no room. «real»: the folder is a small
# file system of its own, which is filled. Otherwise SQLite alone is told that its file may not grow.
FULL_DISK = """
import json, os, sys
from io import BytesIO
import django; django.setup()
from PIL import Image
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from events.models import Event, Photo
from portal.backup import media
from tests.desk import Editor, address

is_real = sys.argv[1] == "real"
editor = Editor("amina")
client = Client(raise_request_exception=False)
client.force_login(editor.user)
target = address(Event, "add")
FILLER = "filler"

def fill():
    if not is_real:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        return
    with open(FILLER, "wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            pass

def make_room():
    if is_real:
        os.unlink(FILLER)
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")

def send(title, day):
    typed = editor.form(Event, name_ar=title, name_fr=title, starts_on=day, abstract_ar=title * 4000)
    return client.post(target, typed, headers={"accept-language": "ar"})

def upload():
    event = Event.objects.get(name_ar="before")
    drawn = BytesIO()
    Image.effect_noise((3000, 2000), 90).save(drawn, "PNG")
    picture = SimpleUploadedFile("photo.png", drawn.getvalue(), "image/png")
    typed = {"alt_ar": "صورة", "credit": "CNDH", "image": picture, "focus_x": 50, "focus_y": 50, "position": 1}
    data = editor.form(event, **{f"photos__0__{name}": value for name, value in typed.items()})
    return client.post(address(Event, "change", event.pk), data, headers={"accept-language": "ar"})

found = {}
found["before"] = send("before", "2001-02-03").status_code
fill()
answers = [send("during", "2002-02-03")]
if is_real:
    answers.append(upload())
found["during"] = [[answer.status_code, answer.content.decode()] for answer in answers]
found["reading"] = [client.get(path).status_code for path in ("/ar/", "/ar/events/", "/api/v1/events/", "/healthz")]
make_room()
found["upload after"] = upload().status_code if is_real else None
found["after"] = send("after", "2003-02-03").status_code
found["titles"] = list(Event.objects.values_list("name_ar", flat=True))
found["photos"] = Photo.objects.count()
named = {name for photo in Photo.objects.all() for name in Photo._meta.get_field("image").names_of(photo)}
found["orphans"] = sorted(set(media.names(default_storage)) - named)
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA integrity_check")
        found["integrity"] = cursor.fetchone()[0]
print(json.dumps(found))
"""
