from django.db import migrations

import events.indexes

UNDATED_LAST = "CREATE INDEX event_newest_first_undated_last ON events_event (first_day DESC NULLS LAST, id DESC)"


def drop(apps, schema_editor):
    """The index that migration 0009 wrote by hand: the new one is in the same order."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS event_newest_first_undated_last")


def back(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNDATED_LAST)


class Migration(migrations.Migration):
    dependencies = [("events", "0009_indexes_of_orders")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=events.indexes.CoveringOrder(
                fields=[
                    *("-first_day", "-id", "publication_state", "publish_from", "publish_until", "kind", "status"),
                    *("scope", "access", "series", "super_event", "territory", "last_day", "starts_precision"),
                ],
                name="event_counted",
            ),
        ),
        migrations.RunPython(drop, back),
    ]
