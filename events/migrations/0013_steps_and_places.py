from django.db import migrations, models

import events.indexes


class Migration(migrations.Migration):
    dependencies = [("events", "0012_index_of_steps")]

    operations = [
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["status", "recommendation"], name="follow_up_by_status"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=events.indexes.NewestFirst(
                fields=["territory", "kind", "-first_day", "-id"], name="event_of_place"
            ),
        ),
        migrations.RemoveIndex(model_name="event", name="event_by_territory"),
    ]
