"""Passages of longer texts, and a search index that keeps names, words and single characters apart."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

from outward_portal.records.segmentation import signs_of, words_of

_SQLITE = ("CREATE VIRTUAL TABLE {table} USING fts5(names, words, signs, tokenize = 'unicode61')",)
_POSTGRESQL = (
    "CREATE TABLE {table} ({key} bigint PRIMARY KEY REFERENCES {of} (id) ON DELETE CASCADE, words tsvector NOT NULL)",
    "CREATE INDEX {table}_found ON {table} USING gin (words)",
)
_ROWS = 2_000


def _begin(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute("ALTER TABLE records_words RENAME TO records_words_before", params=None)
    if not is_sqlite:
        schema_editor.execute("ALTER INDEX records_words_found RENAME TO records_words_before_found", params=None)
    for table, key, of in (("records_words", "record_id", "records_record"),
                           ("records_passage_words", "passage_id", "records_passage")):
        for statement in _SQLITE if is_sqlite else _POSTGRESQL:
            schema_editor.execute(statement.format(table=table, key=key, of=of), params=None)
    with schema_editor.connection.cursor() as cursor:
        _copy(cursor, is_sqlite=is_sqlite)
    schema_editor.execute("DROP TABLE records_words_before", params=None)


def _copy(cursor: Any, *, is_sqlite: bool) -> None:
    """Keep the words that are there, with the names apart; a record that is changed is indexed anew anyway."""
    last = 0
    while True:
        cursor.execute("SELECT id, name_en, name_zh, summary_en, summary_zh FROM records_record WHERE id > %s "
                       "ORDER BY id LIMIT %s", [last, _ROWS])
        rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        for key, name_en, name_zh, *texts in rows:
            names = " ".join(words_of(f"{name_en}\n{name_zh}"))
            signs = " ".join(signs_of(" ".join((name_en, name_zh, *texts))))
            if is_sqlite:
                cursor.execute("INSERT INTO records_words (rowid, names, words, signs) "
                               "SELECT rowid, %s, words, %s FROM records_words_before WHERE rowid = %s",
                               [names, signs, key])
            else:
                cursor.execute("INSERT INTO records_words (record_id, words) SELECT record_id, "
                               "setweight(to_tsvector('simple', %s), 'A') || setweight(words, 'B') || "
                               "setweight(to_tsvector('simple', %s), 'D') FROM records_words_before "
                               "WHERE record_id = %s", [names, signs, key])


class Migration(migrations.Migration):
    """Make them."""

    dependencies: ClassVar = [("records", "0003_relations_of_documents")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField()),
                ("address", models.CharField(blank=True, max_length=200)),
                ("record", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="passages",
                                             to="records.record")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("record", "position"),
                                                             name="one_passage_a_position")]},
        ),
        migrations.RunPython(_begin),
    ]
