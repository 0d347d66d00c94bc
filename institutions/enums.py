"""Closed vocabularies of who and where. Values are stable lower-case words used in addresses and the API."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationState(models.TextChoices):
    """May the public read it? Not to be confused with an event's status (does it take place?)."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class TextLanguage(models.TextChoices):
    """Language of a text as it was written by its source (ISO 639 codes)."""

    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")
    AMAZIGH = "zgh", _("Amazigh")
    OTHER = "und", _("another language")


class TerritoryKind(models.TextChoices):
    COUNTRY = "country", _("country")
    REGION = "region", _("region")
    PROVINCE = "province", _("province")
    PREFECTURE = "prefecture", _("prefecture")
    PREFECTURE_OF_ARRONDISSEMENTS = "prefecture_of_arrondissements", _("prefecture of districts")
    DISTRICT = "district", _("district")
    COMMUNE = "commune", _("commune")
    NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")


class InstitutionKind(models.TextChoices):
    SECURITY_ADMINISTRATION = "security_administration", _("security administration")
    SECURITY_UNIT = "security_unit", _("unit of a security administration")
    RIGHTS_INSTITUTION = "rights_institution", _("human rights institution")
    MEDIATION_INSTITUTION = "mediation_institution", _("mediation institution")
    INTEGRITY_INSTITUTION = "integrity_institution", _("integrity institution")
    MUNICIPALITY = "municipality", _("municipality")
    RESEARCH_CENTRE = "research_centre", _("research centre")
    ASSOCIATION = "association", _("association")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("international organisation")
    GOVERNMENT = "government", _("government department")
    JOINT_BODY = "joint_body", _("bodies acting as one")
    OTHER = "other", _("other")


class NameKind(models.TextChoices):
    """What another name of an institution is. Only the official name is displayed; all are searchable."""

    FORMER = "former", _("former name")
    PREDECESSOR = "predecessor", _("name of the predecessor body")
    ALIAS = "alias", _("other spelling or short form")
    MISNOMER = "misnomer", _("wrong name seen in a source")


class Gender(models.TextChoices):
    """For grammatical agreement in Arabic and French."""

    FEMALE = "female", _("female")
    MALE = "male", _("male")
    UNKNOWN = "unknown", _("not known")


class AgreementKind(models.TextChoices):
    FRAMEWORK = "framework", _("framework agreement")
    PARTNERSHIP = "partnership", _("partnership agreement")
    MEMORANDUM = "memorandum", _("memorandum of understanding")
    ADDENDUM = "addendum", _("addendum")
    OTHER = "other", _("other agreement")
