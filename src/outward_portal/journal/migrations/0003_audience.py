"""What each entry tells to whom. SQLite makes the table anew for a column, and its triggers go with the old one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models

_AGAIN = """
CREATE TRIGGER journal_entry_{verb} BEFORE {verb} ON journal_entry
BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
"""


def _keep(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(_AGAIN.format(verb=verb), params=None)


class Migration(migrations.Migration):
    """Add the column, and keep the journal closed."""

    dependencies: ClassVar = [("journal", "0002_head")]
    operations: ClassVar = [
        migrations.AddField("entry", "audience", models.CharField(blank=True, max_length=8)),
        migrations.RunPython(_keep, _keep),
    ]
