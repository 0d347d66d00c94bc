"""The databases themselves refuse to change or remove an entry, whoever asks."""

from django.db import migrations

TABLE = "staff_auditentry"
MESSAGE = "The audit log is only ever added to."
SQLITE = {
    verb: f"CREATE TRIGGER {TABLE}_refuses_{verb} BEFORE {verb} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for verb in ("UPDATE", "DELETE")
}
POSTGRESQL = [
    f"CREATE FUNCTION {TABLE}_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
    f"CREATE TRIGGER {TABLE}_refuses BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuses()",
]


def refuse(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE.values()
    for statement in statements:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_refuses ON {TABLE}")
        schema_editor.execute(f"DROP FUNCTION {TABLE}_refuses()")
    else:
        for verb in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {TABLE}_refuses_{verb}")


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [migrations.RunPython(refuse, allow)]
