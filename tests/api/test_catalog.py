"""The catalogue of data sets: what DCAT-AP 3 makes mandatory, in its vocabulary; every address in it answers."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

from tests import factories as make

pytestmark = pytest.mark.django_db
SITE = "https://portal.example.ma"
# DCAT-AP 3.0: what each class must have, and what it may have among what we say.
MUST = {
    "dcat:Catalog": {"dct:title", "dct:description", "dct:publisher"},
    "dcat:Dataset": {"dct:title", "dct:description"},
    "dcat:Distribution": {"dcat:accessURL"},
    "dcat:DataService": {"dct:title", "dcat:endpointURL"},
    "foaf:Agent": {"foaf:name"},
    "spdx:Checksum": {"spdx:algorithm", "spdx:checksumValue"},
    "vcard:Kind": {"vcard:fn", "vcard:hasEmail"},
    "dct:MediaTypeOrExtent": {"rdfs:label"},
}
MAY = {
    "dcat:Catalog": {"dct:language", "dct:license", "dct:modified", "dct:spatial", "foaf:homepage", "dcat:dataset",
                     "dcat:service"},
    "dcat:Dataset": {"dct:identifier", "dct:publisher", "dct:language", "dct:modified", "dct:spatial",
                     "dct:accrualPeriodicity", "dcat:theme", "dcat:contactPoint", "dcat:landingPage",
                     "dcat:distribution"},
    "dcat:Distribution": {"dct:title", "dct:license", "dct:language", "dct:modified", "dct:format", "dcat:downloadURL",
                          "dcat:mediaType", "dcat:accessService", "dcat:byteSize", "spdx:checksum"},
    "dcat:DataService": {"dct:license", "dcat:endpointDescription", "dcat:servesDataset"},
}  # fmt: skip
TYPED = {"xsd:dateTime", "xsd:nonNegativeInteger", "xsd:hexBinary"}


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    for part in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        yield from nodes(part)
    if isinstance(value, dict) and "@type" in value and "@value" not in value:
        yield value


@pytest.fixture
def told(client, settings, tmp_path):
    settings.DUMPS_DIR = str(tmp_path)

    def ask():
        answer = client.get("/api/v1/catalog.jsonld")
        assert answer.headers["Content-Type"] == "application/ld+json"
        return answer.json()

    return ask


def test_every_node_is_sound(told, settings):
    settings.CONTACT_EMAIL = "donnees@portal.example.ma"
    make.full_event()
    call_command("dump_open_data", verbosity=0)

    catalog = told()
    prefixes = set(catalog["@context"])
    for node in nodes(catalog):
        kind, own = node["@type"], {name for name in node if not name.startswith("@")}
        assert own >= MUST[kind], kind
        assert own <= MUST[kind] | MAY.get(kind, set()), kind
        assert {name.partition(":")[0] for name in own} <= prefixes
        assert None not in node.values()
    for text in [
        *catalog["dct:title"],
        *(row for part in catalog["dcat:dataset"] for row in part["dct:title"]),
    ]:
        assert text["@value"]
        assert text["@language"] in {"ar", "fr", "en"}
    assert len(catalog["dcat:dataset"]) == 9
    events = catalog["dcat:dataset"][0]
    assert events["dct:modified"]["@type"] == "xsd:dateTime"
    assert events["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:donnees@portal.example.ma"}
    forms = {
        row["dcat:mediaType"]["@id"].rpartition("/")[2]
        for row in events["dcat:distribution"]
        if "dcat:mediaType" in row
    }
    assert {"json", "csv", "calendar", "atom+xml"} <= forms


def test_every_address_of_ours_answers(told, client):
    make.event()
    call_command("dump_open_data", verbosity=0)

    catalog = told()
    defined = {node["@id"] for node in nodes(catalog) if "@id" in node}
    found = 0
    for node in nodes(catalog):
        for name, value in node.items():
            for part in value if isinstance(value, list) else [value]:
                address = part.get("@id", "") if isinstance(part, dict) and "@type" not in part else ""
                if not address.startswith(SITE) or name.startswith("@"):
                    continue
                if "#" in address:
                    assert address in defined
                else:
                    found += 1
                    answer = client.get(address.removeprefix(SITE))
                    assert answer.status_code in (200, 302), address
                    if answer.streaming:
                        b"".join(answer)
    assert found > 60


def test_what_is_not_configured_or_not_made_is_not_claimed(told, settings):
    settings.CONTACT_EMAIL = ""

    text = str(told())
    assert "contactPoint" not in text
    assert "spdx:checksum" not in text
    assert "None" not in text
