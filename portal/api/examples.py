"""Examples for the description of the API: what it answers of the sample (`manage.py write_openapi`).

Nothing in them is made up, but for a document that says so: the sample has none. What differs from one loading of the
sample to the next (instants of writing, cursors) is given one value, so that the committed file changes with the API
and the sample.
"""

import json
import re
from typing import Any
from urllib.parse import quote

from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from events.models import Document
from events.sample_data import load_sample
from institutions.models import Agreement
from portal.api.description import document as committed
from portal.api.filtering import FORMAT
from search.keeping import catch_up

HOST = "portal.example.ma"
SITE = {"SITE_URL": f"https://{HOST}", "ALLOWED_HOSTS": [HOST], "PAGE_CACHE_BYTES": 0}
# Lists are shown short, items whole.
ASKED: dict[str, str] = {
    "agreements": "page_size=2&fields=id,url,name,signed_on",
    "changes": "page_size=2",
    "documents": "page_size=2",
    "events": "page_size=2&fields=id,url,name,kind,start,status",
    "institutions": "page_size=2&fields=id,url,name,kind",
    "recommendations": "page_size=2&lang=fr&fields=id,url,text,status,event",
    "search": f"q={quote('حقوق الإنسان')}&lang=ar&page_size=2",
    "series": "page_size=2&fields=id,url,name",
    "speakers": "page_size=2&fields=id,url,name",
    "territories": "page_size=2&kind=region&fields=id,url,name,kind",
    "topics": "page_size=2",
}
MADE_UP = {"title_fr": "Exemple de document", "url": "https://example.org/document.pdf"}
FORMATS = {"application/json": "", "application/ld+json": "jsonld"}
WRITTEN_AT = "2026-11-29T09:00:00Z"
_STAMP = re.compile(r'"(modified_at|at|dateModified)": "[^"]+"')
_ERA = re.compile(r"\bsince=[0-9a-f]{8}-")


def kept() -> dict[str, Any]:
    """Address and media type: the question and the answer, as committed."""
    return {
        path: {form: _told(body) for form, body in bodies.items() if "examples" in body}
        for path, bodies in _bodies(committed()).items()
    }


def _told(body: dict[str, Any]) -> dict[str, Any]:
    sample = body["examples"]["sample"]
    return {"question": sample["summary"].removeprefix("GET "), "answer": sample["value"]}


def describe(described: dict[str, Any], told: dict[str, Any]) -> None:
    """Put what was asked for and answered into the description."""
    for path, bodies in _bodies(described).items():
        for form, example in told.get(path, {}).items():
            sample = {"summary": f"GET {example['question']}", "value": example["answer"]}
            bodies[form]["examples"] = {"sample": sample}


def _bodies(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Of each address, what it answers by media type."""
    return {path: told["get"]["responses"]["200"]["content"] for path, told in described["paths"].items()}


def operations_of(described: dict[str, Any]) -> dict[str, list[str]]:
    """The addresses of the description and the media types in which each answers."""
    return {path: list(bodies) for path, bodies in _bodies(described).items()}


def asked_of_a_new_record(operations: dict[str, list[str]]) -> dict[str, Any]:
    """In a database of its own, made beside the one in use and thrown away."""
    used = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        load_sample()
        catch_up()
        return asked_of_the_record(operations)
    finally:
        connection.creation.destroy_test_db(used, verbosity=0)


def asked_of_the_record(operations: dict[str, list[str]]) -> dict[str, Any]:
    """``operations``: addresses with the media types of each. Asked of the record that is there."""
    told = {}
    with override_settings(**SITE):
        client = Client(SERVER_NAME=HOST)
        for path in sorted(operations, key=_is_about_documents):  # last: until then the record is the sample
            if _is_about_documents(path) and not Document.objects.exists():
                Document(agreement=Agreement.objects.all()[0], **MADE_UP).save()
            told[path] = {form: _asked(client, path, FORMATS[form]) for form in operations[path]}
    return dict(sorted(told.items()))


def _is_about_documents(path: str) -> bool:
    return "/documents/" in path


def _asked(client: Client, path: str, form: str) -> dict[str, Any]:
    resource = path.removeprefix("/api/v1/").partition("/")[0]
    parameters = [ASKED[resource]]
    if "{id}" in path:
        [first] = client.get(f"/api/v1/{resource}/?page_size=1", secure=True).json()["results"]
        path, parameters = path.replace("{id}", str(first["id"])), []
    if form:
        parameters = [*(["page_size=1"] if parameters else []), f"{FORMAT}={form}"]
    question = f"{path}?{'&'.join(parameters)}" if parameters else path
    answer = client.get(question, secure=True)
    return {"question": question, "answer": _steady(answer.content.decode())}


def _steady(text: str) -> Any:
    told = json.dumps(json.loads(text), ensure_ascii=False)
    told = _STAMP.sub(lambda found: f'"{found[1]}": "{WRITTEN_AT}"', told)
    return json.loads(_ERA.sub("since=0a1b2c3d-", told))
