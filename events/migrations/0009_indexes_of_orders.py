from django.db import migrations, models

# PostgreSQL reads an index in its own order only, and puts NULL first when it goes down: the list puts undated
# events last. SQLite puts them last by itself, and cannot say so of an index: this one is no part of the model.
UNDATED_LAST = "CREATE INDEX event_newest_first_undated_last ON events_event (first_day DESC NULLS LAST, id DESC)"


def undated_last(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNDATED_LAST)


def back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX event_newest_first_undated_last")


class Migration(migrations.Migration):
    dependencies = [("events", "0008_preview_of_a_revision")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["-modified_at", "-id"], name="event_last_changed"),
        ),
        migrations.AddIndex(
            model_name="event", index=models.Index(fields=["scope", "-first_day"], name="event_by_scope")
        ),
        migrations.AddIndex(
            model_name="event", index=models.Index(fields=["access", "-first_day"], name="event_by_access")
        ),
        migrations.AddIndex(
            model_name="event", index=models.Index(fields=["sort_key", "id"], name="event_by_title")
        ),
        migrations.RunPython(undated_last, back),
    ]
