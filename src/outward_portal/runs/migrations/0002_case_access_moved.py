"""Runs point to who sees their case where that is decided now."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Only Django's picture changes: the database renamed the table that the key points to."""

    dependencies: ClassVar = [("runs", "0001_initial"), ("records", "0008_case_access")]
    operations: ClassVar = [migrations.SeparateDatabaseAndState(state_operations=[
        migrations.AlterField("run", "access", models.ForeignKey(
            on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="records.caseaccess")),
        migrations.DeleteModel("CaseAccess"),
    ])]
