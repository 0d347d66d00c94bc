"""Which tables the public's answers are made from, and to what a row of each belongs.

Everything in ``APPS`` is watched unless it is named here with its reason: a new model is seen from its first row.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

APPS = ("events", "institutions", "search")
FURTHER = ("history.Tombstone",)  # where the address of a merged row leads
UNWATCHED = {
    "events.Consent": "what institutions answer to a plan; a listing follows it as an involvement",
    "events.Decision": "who let an event pass, at the desk",
    "events.DistinctPair": "what the search for doubles has been told",
    "events.PreviewLink": "secret addresses, never kept by a cache",
    "institutions.Membership": "which staff belong to which institution",
}
# What a row names without being a part of it: naming a place changes nothing about the place.
ONLY_NAMED = (
    *(
        "events.AccessibilityProvision",
        "events.Audience",
        "events.Occasion",
        "events.PressItem",
        "events.Room",
    ),
    *("events.Session", "events.SpokenLanguage", "events.Topic", "events.Venue"),
)
# Institutions and places are named by nearly everything; these rows are told, or counted, by what they name.
NAMED_BY_ALL = ("institutions.Institution", "institutions.Territory")
TOLD_BY_WHAT_THEY_NAME = {
    ("events.Involvement", "institution"),
    ("institutions.Institution", "parent"),
    ("institutions.InstitutionName", "institution"),
    ("institutions.Institution_members", "from_institution"),
    ("institutions.Institution_members", "to_institution"),
    ("institutions.TerritoryAlias", "territory"),
}


def watched_models() -> Iterator[type[models.Model]]:
    """Every watched model, the tables between two models included."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if model._meta.managed and not model._meta.proxy and model._meta.label not in UNWATCHED:
                yield model
    yield from (apps.get_model(label) for label in FURTHER)


def owners(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """(label, column) of each row that a row of ``model`` is a part of."""
    for field in model._meta.local_concrete_fields:
        target = field.related_model
        if not isinstance(target, type) or not issubclass(target, models.Model):
            continue
        label = target._meta.label
        named_only = label in ONLY_NAMED or target._meta.app_label not in APPS
        told = label not in NAMED_BY_ALL or (model._meta.label, field.name) in TOLD_BY_WHAT_THEY_NAME
        if told and not named_only:
            yield label, str(field.column)


def points_anywhere(model: type[models.Model]) -> bool:
    """Whether its rows belong to a row of any model, by content type and number."""
    names = {field.name for field in model._meta.local_concrete_fields}
    return {"content_type", "object_id"} <= names
