"""Which texts are kept in ar, fr, en and zgh (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from institutions import models


@register(models.Territory)
class TerritoryTranslation(TranslationOptions):
    fields = ("name",)
    empty_values = ""


@register(models.Institution)
class InstitutionTranslation(TranslationOptions):
    fields = ("name", "description")
    empty_values = ""


@register(models.Person)
class PersonTranslation(TranslationOptions):
    fields = ("name", "distinction")
    empty_values = ""


@register(models.Position)
class PositionTranslation(TranslationOptions):
    fields = ("title", "rank", "note")
    empty_values = ""


@register(models.Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("name", "term", "description")
    empty_values = ""


@register(models.AgreementArea)
class AgreementAreaTranslation(TranslationOptions):
    fields = ("text",)
    empty_values = ""


@register(models.Signatory)
class SignatoryTranslation(TranslationOptions):
    fields = ("title",)
    empty_values = ""
