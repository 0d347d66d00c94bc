"""Institutions and places in the vocabulary of schema.org: objects in, dict out. No query."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from institutions.enums import InstitutionKind
from portal.lib.jsonld import Node, Telling, document, node
from portal.lib.rich_text import plain
from portal.lib.translated import LANGUAGES

MOROCCO_CODE = "MA"
MOROCCO = {"ar": "المغرب", "fr": "Maroc", "en": "Morocco", "zgh": "ⵍⵎⵖⵔⵉⴱ"}
KINDS = {  # what schema.org has a word for; every other body is an Organization
    InstitutionKind.SECURITY_ADMINISTRATION: "GovernmentOrganization",
    InstitutionKind.SECURITY_UNIT: "GovernmentOrganization",
    InstitutionKind.MUNICIPALITY: "GovernmentOrganization",
    InstitutionKind.GOVERNMENT: "GovernmentOrganization",
    InstitutionKind.ASSOCIATION: "NGO",
}


def telling() -> Telling:
    """In the language of the visitor, at the portal's address."""
    return Telling(get_language() or settings.LANGUAGE_CODE, settings.SITE_URL.rstrip("/"))


def organization(institution: Any, telling: Telling) -> Node:
    """An institution as others name it; with its page where that is public."""
    page = telling.address(institution.get_absolute_url()) if institution.is_public else ""
    return node(
        KINDS.get(institution.kind, "Organization"),
        name=telling.name(institution),
        alternateName=institution.acronym,
        url=page,
    )


def organization_page(institution: Any, telling: Telling) -> Node:
    """The structured data of an institution's own page; ``parent`` and ``territory`` are loaded."""
    names = [
        name
        for language in LANGUAGES
        if (name := getattr(institution, f"name_{language}", "")) and name != telling.name(institution)
    ]
    told = organization(institution, telling)
    more = node(
        told["@type"],
        alternateName=[*filter(None, [institution.acronym]), *names],
        description=" ".join(plain(telling.text(institution, "description")).split())[:300],
        sameAs=institution.website,
        parentOrganization=organization(institution.parent, telling) if institution.parent else None,
        areaServed=place(institution.territory, telling) if institution.territory else None,
    )
    return document(told | more)


def place(territory: Any, telling: Telling) -> Node:
    """A place of Morocco's administrative map."""
    return node(
        "AdministrativeArea",
        name=telling.name(territory),
        url=telling.address(territory.get_absolute_url()),
        address=node("PostalAddress", addressLocality=telling.name(territory), addressCountry=MOROCCO_CODE),
    )


def country(telling: Telling) -> Node:
    return node("Country", name=MOROCCO[telling.language], identifier=MOROCCO_CODE)
