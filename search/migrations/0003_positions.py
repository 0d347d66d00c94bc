"""The index under a key that says where each document stands: a table of its own.

The release before this one goes on reading and writing the old table while this one is brought in; it is taken away
by a later release. ``search.apps`` fills the new one when the migrations are done.
"""

from django.db import migrations, models

KINDS = [
    ("event", "event"), ("series", "series"), ("institution", "institution"), ("person", "person"),
    ("agreement", "agreement"), ("recommendation", "request or recommendation"), ("document", "document"),
    ("press_item", "press item"),
]  # fmt: skip
PARTS = {
    "title_": "title || ' ' || filters",
    "head": "title || ' ' || people || ' ' || filters",
    "full_": "title || ' ' || people || ' ' || body || ' ' || extra || ' ' || filters",
}
# Tokens come ready: no parser and no dictionary of the database touches them. Rows are short, so that many stand on a
# page: only the title stays in them, where a walk along the documents finds it.
POSTGRESQL = [
    sql
    for name, text in PARTS.items()
    for sql in (
        f"ALTER TABLE search_index ADD COLUMN {name} tsvector GENERATED ALWAYS AS"
        f" (array_to_tsvector(array_remove(string_to_array({text}, ' '), ''))) STORED",
        f"CREATE INDEX search_index_{name}_gin ON search_index USING gin({name})",
    )
] + [
    *(f"ALTER TABLE search_index ALTER COLUMN {name} SET STORAGE MAIN" for name in ("title_", "place", "institutions")),
    "ALTER TABLE search_index SET (toast_tuple_target = 256)",
]

NAMED = "('event', 'series', 'institution', 'person', 'agreement')"


def _words(row):
    """Each word of the title, of the head and of all, those of the first two with the sign of their part."""
    title, head = f"{row}title", f"{row}title || ' ' || {row}people"
    rest = " || ' ' || ".join(f"{row}{name}" for name in ("title", "people", "body", "extra", "filters"))
    return f"'¹' || replace({title}, ' ', ' ¹') || ' ²' || replace({head}, ' ', ' ²') || ' ' || {rest}"


_ADD = f"INSERT INTO search_words(rowid, words) VALUES (new.position, {_words('new.')});"
_TAKE = f"INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.position, {_words('old.')});"
_NAME = f"INSERT INTO search_names(rowid, title) SELECT new.position, new.title WHERE new.kind IN {NAMED};"
_UNNAME = (
    "INSERT INTO search_names(search_names, rowid, title)"
    f" SELECT 'delete', old.position, old.title WHERE old.kind IN {NAMED};"
)
# «ascii» takes every other character for a letter: no version of Unicode decides what a word is. Without details the
# index says which documents have a word, which is all that is asked of it.
_FTS5 = "content_rowid='position', tokenize='ascii', detail=none, columnsize=0"
SQLITE = [
    f"CREATE VIEW search_words_of AS SELECT position, {_words('')} AS words FROM search_index",
    f"CREATE VIEW search_names_of AS SELECT position, title FROM search_index WHERE kind IN {NAMED}",
    f"CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_words_of', {_FTS5})",
    f"CREATE VIRTUAL TABLE search_names USING fts5(title, content='search_names_of', prefix='2 3 4', {_FTS5})",
    f"CREATE TRIGGER search_index_added AFTER INSERT ON search_index BEGIN {_ADD} {_NAME} END",
    f"CREATE TRIGGER search_index_taken AFTER DELETE ON search_index BEGIN {_TAKE} {_UNNAME} END",
    f"CREATE TRIGGER search_index_changed AFTER UPDATE ON search_index BEGIN {_TAKE} {_UNNAME} {_ADD} {_NAME} END",
]
BACK = {
    "postgresql": [f"ALTER TABLE search_index DROP COLUMN {name}" for name in PARTS],
    "sqlite": [
        *(f"DROP TRIGGER search_index_{name}" for name in ("added", "taken", "changed")),
        *(f"DROP TABLE {name}" for name in ("search_words", "search_names")),
        *(f"DROP VIEW {name}" for name in ("search_words_of", "search_names_of")),
    ],
}


def forwards(apps, schema_editor):
    for sql in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(sql)


def backwards(apps, schema_editor):
    for sql in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("SearchDocument")]),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("position", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(choices=KINDS, max_length=16, verbose_name="kind")),
                ("object_id", models.PositiveBigIntegerField()),
                ("analyzer", models.PositiveSmallIntegerField()),
                ("place", models.CharField(default="", max_length=400)),
                ("institutions", models.TextField(default=" ")),
                ("title", models.TextField(default="")),
                ("people", models.TextField(default="")),
                ("filters", models.TextField(default="")),
                ("body", models.TextField(default="")),
                ("extra", models.TextField(default="")),
                ("terms", models.TextField(default="")),
                ("texts", models.TextField(default="[]")),
            ],
            options={
                "db_table": "search_index",
                "verbose_name": "entry of the search index",
                "verbose_name_plural": "entries of the search index",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id"), name="one_position_for_each_thing")
                ],
            },
        ),
        migrations.RunPython(forwards, backwards),
    ]
