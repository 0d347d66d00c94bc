"""Plain text becomes HTML, and what is translated today counts as up to date."""

from django.db import migrations

from institutions import translations


def translated_models(apps):
    return [
        model
        for model in apps.get_app_config("events").get_models()
        if "translation_marks" in {field.name for field in model._meta.concrete_fields}
    ]


def forwards(apps, schema_editor):
    for model in translated_models(apps):
        translations.renew(model)


def backwards(apps, schema_editor):
    for model in translated_models(apps):
        translations.flatten(model)


class Migration(migrations.Migration):
    dependencies = [("events", "0005_rich_text_and_translations")]

    operations = [migrations.RunPython(forwards, backwards)]
