"""The search index: FTS5 on SQLite, a ``tsvector`` on PostgreSQL."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

_SQLITE = "CREATE VIRTUAL TABLE records_words USING fts5(words, tokenize = 'unicode61')"
_POSTGRESQL = """
CREATE TABLE records_words (
    record_id bigint PRIMARY KEY REFERENCES records_record (id) ON DELETE CASCADE,
    words tsvector NOT NULL
);
CREATE INDEX records_words_found ON records_words USING gin (words);
"""


def _begin(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    schema_editor.execute(_SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL, params=None)


def _end(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    schema_editor.execute("DROP TABLE records_words", params=None)


class Migration(migrations.Migration):
    """Make the index."""

    dependencies: ClassVar = [("records", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_begin, _end)]
