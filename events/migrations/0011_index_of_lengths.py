from django.db import migrations, models

import events.indexes


class Migration(migrations.Migration):
    dependencies = [("events", "0010_index_of_counts")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                events.indexes.NightsBetween("last_day", "first_day"),
                name="event_by_length",
                condition=~models.Q(starts_precision__in=("year", "school_year", "unknown")),
            ),
        ),
    ]
