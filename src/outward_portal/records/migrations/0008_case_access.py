"""Who sees a case is decided here, below the rooms that keep something of one; its table comes from ``runs``."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Take the table over, with its rows."""

    dependencies: ClassVar = [("records", "0007_orders_of_lists"), ("runs", "0001_initial")]
    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.CreateModel(
                "CaseAccess",
                [
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False,
                                               verbose_name="ID")),
                    ("case", models.CharField(max_length=60, unique=True)),
                    ("audience", models.CharField(choices=[
                        ("public", "Everybody"), ("members", "Everybody with an account"),
                        ("agencies", "The leading group's agencies, contributors and analysts"),
                        ("office", "The leading group's office")], max_length=8, verbose_name="who sees it")),
                ],
                options={"ordering": ["case"]},
            )],
            database_operations=[migrations.RunSQL(
                "ALTER TABLE runs_caseaccess RENAME TO records_caseaccess",
                "ALTER TABLE records_caseaccess RENAME TO runs_caseaccess")],
        ),
    ]
