"""Which texts are kept in ar, fr, en and zgh (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, translator

from events import models

TRANSLATED = {
    models.Topic: ("name",),
    models.Audience: ("name",),
    models.AccessibilityProvision: ("name",),
    models.SpokenLanguage: ("name",),
    models.EventSeries: ("name", "description"),
    models.Occasion: ("name",),
    models.Event: (
        "name",
        "slogan",
        "kind_wording",
        "abstract",
        "description",
        "place_words",
        "registration",
    ),
    models.Involvement: ("note",),
    models.Venue: ("name", "address"),
    models.Room: ("name",),
    models.EventDay: ("note",),
    models.EventChange: ("reason", "previous_place"),
    models.Session: ("name", "abstract"),
    models.Speaker: ("title", "rank"),
    models.Statement: ("text",),
    models.Recommendation: ("text", "raised_by_words", "addressed_to_words", "due_words"),
    models.FollowUp: ("note",),
    models.Answer: ("text",),
    models.Count: ("scope_words",),
    models.Citation: ("note",),
    models.Correction: ("reason",),
    models.Document: ("title",),
    models.Photo: ("alt", "caption"),
    models.Recording: ("title",),
    models.Publication: ("name",),
}

for model, fields in TRANSLATED.items():
    options = type(
        f"{model.__name__}Translation", (TranslationOptions,), {"fields": fields, "empty_values": ""}
    )
    translator.register(model, options)
