"""The data sets of the portal as DCAT-AP 3 describes such things, for the catalogues of others (JSON-LD).

Nothing is claimed that is not so: a contact only where one is configured, a change only where its day is known, sizes
and checksums as the last dumps have them.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from changes.version import current
from portal.api.datasets import DATASETS, Dataset
from portal.api.dumps.shelf import Dump, Night
from portal.api.linked import MEDIA_TYPE
from portal.context import DATA_LICENCE
from portal.lib.jsonld import Node, node

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority"
IANA = "http://www.iana.org/assignments/media-types"
LANGUAGES = {"ar": "ARA", "fr": "FRA", "en": "ENG"}
PORTAL = gettext_lazy("Security Governance Portal")
API = gettext_lazy("Programming interface")
ABOUT = gettext_lazy("The public record of meetings on security governance and human rights in Morocco.")


@require_safe
def catalog(request: HttpRequest) -> JsonResponse:
    """`/api/v1/catalog.jsonld`. Not kept by the version of the record: a night of dumps does not change it."""
    response = JsonResponse(
        _Catalog(Night.read()).told(),
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        content_type=MEDIA_TYPE,
    )
    patch_cache_control(response, no_cache=True)
    return response


class _Catalog:
    """What stands in the catalogue, with the files of a ``night`` if there was one."""

    def __init__(self, night: Night | None) -> None:
        self.night = night
        self.site = settings.SITE_URL.rstrip("/")
        self.id = self.site + reverse("api:catalog")
        self.licence = reference(DATA_LICENCE)

    def told(self) -> Node:
        version = current()
        sets = [self._dataset(dataset) for dataset in DATASETS]
        return {"@context": CONTEXT} | described(
            "dcat:Catalog",
            f"{self.id}#catalog",
            dct__title=words(PORTAL),
            dct__description=words(ABOUT),
            dct__publisher=self._publisher(),
            dct__language=spoken(LANGUAGES),
            dct__license=self.licence,
            dct__modified=stamp(version.since) if version else None,
            dct__spatial=[reference(f"{EU}/country/MAR")],
            foaf__homepage=reference(f"{self.site}/"),
            dcat__dataset=sets,
            dcat__service=[self._service(sets)],
        )

    def _publisher(self) -> Node:
        name = settings.DATA_CONTROLLER
        return described(
            "foaf:Agent", f"{self.id}#publisher", foaf__name=[text(name)] if name else words(PORTAL)
        )

    def _contact(self) -> Node | None:
        address = settings.CONTACT_EMAIL
        if not address:
            return None
        return described(
            "vcard:Kind", "", vcard__fn=words(PORTAL), vcard__hasEmail=reference(f"mailto:{address}")
        )

    def _dataset(self, dataset: Dataset) -> Node:
        page = self._pages(dataset.page) if dataset.page else []
        return described(
            "dcat:Dataset",
            f"{self.id}#{dataset.name}",
            dct__identifier=dataset.name,
            dct__title=words(dataset.title),
            dct__description=words(dataset.text),
            dct__publisher=reference(f"{self.id}#publisher"),
            dct__language=spoken(LANGUAGES),
            dct__modified=self._modified(dataset.name),
            dct__spatial=[reference(f"{EU}/country/MAR")],
            dct__accrualPeriodicity=reference(f"{EU}/frequency/IRREG"),
            dcat__theme=[reference(f"{EU}/data-theme/{theme}") for theme in ("GOVE", "JUST")],
            dcat__contactPoint=self._contact(),
            dcat__landingPage=[reference(address) for address in page],
            dcat__distribution=list(self._distributions(dataset)),
        )

    def _modified(self, name: str) -> Node | None:
        """When the youngest record that is public changed; nothing where records do not tell."""
        from portal.api.dumps.making import resources

        rows = resources()[name]().get_queryset()
        if not any(field.name == "modified_at" for field in rows.model._meta.fields):
            return None
        last = rows.order_by().prefetch_related(None).aggregate(last=Max("modified_at"))["last"]
        return stamp(last) if last else None

    def _pages(self, view: str) -> list[str]:
        found = []
        for language in LANGUAGES:
            with override(language):
                found.append(self.site + reverse(view))
        return found

    def _distributions(self, dataset: Dataset) -> Iterator[Node]:
        api = f"{self.site}{reverse('api:api-root')}{dataset.name}/"
        yield self._distribution(api, "application/json", dataset.title, tuple(LANGUAGES), is_file=False)
        for view, media_type in dataset.feeds:
            for language, address in zip(LANGUAGES, self._pages(view), strict=True):
                yield self._distribution(address, media_type, dataset.title, (language,))
        for dump in self.night.dumps if self.night else ():
            if dump.subject == dataset.name:
                yield self._file(dump)

    def _distribution(
        self, address: str, media_type: str, title: Any, languages: tuple[str, ...], *, is_file: bool = True
    ) -> Node:
        return described(
            "dcat:Distribution",
            "",
            dct__title=words(title),
            dct__license=self.licence,
            dct__language=spoken(languages),
            dcat__accessURL=reference(address),
            dcat__downloadURL=reference(address) if is_file else None,
            dcat__mediaType=reference(f"{IANA}/{media_type}"),
            dcat__accessService=None if is_file else reference(f"{self.id}#api"),
        )

    def _file(self, dump: Dump) -> Node:
        kind = dump.media_type.partition(";")[0]
        address = self.site + reverse("dump", args=[dump.name])
        has_no_name = dump.name.endswith(".jsonl")  # IANA knows none for JSON Lines
        label = {"@type": "dct:MediaTypeOrExtent", "rdfs:label": "JSON Lines"}
        made_at = self.night.made_at if self.night else None
        return described(
            "dcat:Distribution",
            "",
            dct__title=[text(dump.name)],
            dct__license=self.licence,
            dct__language=spoken([dump.language] if dump.language else LANGUAGES),
            dct__modified=stamp(made_at) if made_at else None,
            dct__format=label if has_no_name else None,
            dcat__accessURL=reference(self.site + reverse("dumps_for_visitor")),
            dcat__downloadURL=reference(address),
            dcat__mediaType=None if has_no_name else reference(f"{IANA}/{kind}"),
            dcat__byteSize={"@value": str(dump.size), "@type": "xsd:nonNegativeInteger"},
            spdx__checksum=described(
                "spdx:Checksum",
                "",
                spdx__algorithm=reference("spdx:checksumAlgorithm_sha256"),
                spdx__checksumValue={"@value": dump.sha256, "@type": "xsd:hexBinary"},
            ),
        )

    def _service(self, sets: list[Node]) -> Node:
        return described(
            "dcat:DataService",
            f"{self.id}#api",
            dct__title=words(API),
            dct__license=self.licence,
            dcat__endpointURL=reference(self.site + reverse("api:api-root")),
            dcat__endpointDescription=reference(self.site + reverse("api:openapi")),
            dcat__servesDataset=[reference(row["@id"]) for row in sets],
        )


def described(kind: str, identity: str, **properties: Any) -> Node:
    """A node whose properties are written «prefix__name»; those without a value are left out."""
    return node(kind, identity, **{name.replace("__", ":", 1): value for name, value in properties.items()})


def reference(address: str) -> Node:
    return {"@id": address}


def text(value: str) -> Node:
    return {"@value": value}


def words(lazy: Any) -> list[Node]:
    """A text in each language that is complete."""
    told = []
    for language in LANGUAGES:
        with override(language):
            told.append({"@value": str(lazy), "@language": language})
    return told


def stamp(value: Any) -> Node:
    return {"@value": value.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}


def spoken(languages: Any) -> list[Node]:
    return [reference(f"{EU}/language/{LANGUAGES[language]}") for language in languages]
