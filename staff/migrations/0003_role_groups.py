"""The four roles. Their permissions follow after every migration (staff.roles.grant)."""

from django.db import migrations

NAMES = ("author", "reviewer", "publisher", "administrator")


def make(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in NAMES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_audit_log_is_append_only"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
