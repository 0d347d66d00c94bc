from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0011_index_of_lengths")]

    operations = [
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(fields=["-on", "-recommendation"], name="follow_up_by_day"),
        ),
    ]
