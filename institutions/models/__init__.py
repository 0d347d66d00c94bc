"""Who and where. One module an aggregate."""

from institutions.models.address import FormerAddress
from institutions.models.agreement import Agreement, AgreementArea, AgreementParty, Signatory
from institutions.models.base import Publishable
from institutions.models.institution import Institution, InstitutionName
from institutions.models.membership import Membership
from institutions.models.person import Person, PersonName, Position
from institutions.models.territory import Territory, TerritoryAlias
from institutions.models.translated import Translated

__all__ = [
    "Agreement",
    "AgreementArea",
    "AgreementParty",
    "FormerAddress",
    "Institution",
    "InstitutionName",
    "Membership",
    "Person",
    "PersonName",
    "Position",
    "Publishable",
    "Signatory",
    "Territory",
    "TerritoryAlias",
    "Translated",
]
