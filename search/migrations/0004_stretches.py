"""PostgreSQL's indexes of words learn in which stretches of days a document stands (``search.stretches``).

Made beside the former ones, which the release before asks until they go; nothing is locked.
"""

from django.db import migrations

PARTS = ("title_", "head", "full_")
# Blocks of 4, 32, 256, 2048 and 16384 days: the kind and the key take 41 bits of a position.
BLOCKS = "ARRAY[" + ", ".join(f"(position >> {43 + 3 * level}) * 8 + {level}" for level in range(5)) + "]"


def _exchange(schema_editor, made, taken, columns):
    if schema_editor.connection.vendor != "postgresql":
        return
    for part in PARTS:
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS search_index_{part}_{made}")  # one half made
        schema_editor.execute(
            f"CREATE INDEX CONCURRENTLY search_index_{part}_{made} ON search_index USING gin({part}{columns})"
        )
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS search_index_{part}_{taken}")
    schema_editor.execute("ANALYZE search_index")


def forwards(apps, schema_editor):
    _exchange(schema_editor, "when", "gin", f", ({BLOCKS})")


def backwards(apps, schema_editor):
    _exchange(schema_editor, "gin", "when", "")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("search", "0003_positions")]
    operations = [migrations.RunPython(forwards, backwards)]
