"""PostgreSQL's indexes of words have the stretches of days among the words (``search.stretches``).

In a column of their own beside the words they were no help where the words never stand together: the index looks for the
first document that meets one column before it asks the other. Made beside the former ones; nothing is locked.
"""

from django.db import migrations

PARTS = ("title_", "head", "full_")
# Blocks of 4, 32, 256, 2048 and 16384 days: the kind and the key take 41 bits of a position.
NUMBERS = [f"(position >> {43 + 3 * level}) * 8 + {level}" for level in range(5)]
FORMER = f", (ARRAY[{', '.join(NUMBERS)}])"
WORDS = " || array_to_tsvector(ARRAY[" + ", ".join(f"'·b' || ({number})::text" for number in NUMBERS) + "])"


def _exchange(schema_editor, made, taken, indexed):
    if schema_editor.connection.vendor != "postgresql":
        return
    for part in PARTS:
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS search_index_{part}_{made}")  # one half made
        schema_editor.execute(
            f"CREATE INDEX CONCURRENTLY search_index_{part}_{made} ON search_index USING gin({indexed.format(part)})"
        )
        schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS search_index_{part}_{taken}")
    schema_editor.execute("ANALYZE search_index")


def forwards(apps, schema_editor):
    _exchange(schema_editor, "words", "when", f"({{}}{WORDS})")


def backwards(apps, schema_editor):
    _exchange(schema_editor, "when", "words", f"{{}}{FORMER}")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("search", "0004_stretches")]
    operations = [migrations.RunPython(forwards, backwards)]
