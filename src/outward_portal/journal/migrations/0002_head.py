"""The row in which the newest seal stands, and databases that refuse to change or delete entries."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations

_SQLITE = """
CREATE TRIGGER journal_entry_{verb} BEFORE {verb} ON journal_entry
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
"""
_POSTGRESQL = """
CREATE FUNCTION journal_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the journal is only added to'; END $$;
CREATE TRIGGER journal_entry_kept BEFORE UPDATE OR DELETE ON journal_entry
FOR EACH ROW EXECUTE FUNCTION journal_only_added_to();
"""


def _begin(apps: Any, schema_editor: Any) -> None:
    apps.get_model("journal", "Head").objects.create(pk=1, seal="0" * 64)
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(_SQLITE.format(verb=verb), params=None)
    else:
        schema_editor.execute(_POSTGRESQL, params=None)


def _end(apps: Any, schema_editor: Any) -> None:
    apps.get_model("journal", "Head").objects.all().delete()
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER journal_entry_{verb}", params=None)
    else:
        schema_editor.execute("DROP TRIGGER journal_entry_kept ON journal_entry", params=None)
        schema_editor.execute("DROP FUNCTION journal_only_added_to", params=None)


class Migration(migrations.Migration):
    """Begin the chain."""

    dependencies: ClassVar = [("journal", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(_begin, _end)]
