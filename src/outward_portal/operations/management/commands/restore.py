"""``outward-portal restore FILE``: a backup back in its place, checked before and after."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward.errors import OutwardError
from outward_portal.journal import entries
from outward_portal.operations.backup import facts_in_words, restore
from outward_portal.operations.preparing import migrate


class Command(BaseCommand):
    """Restore a backup."""

    help = "Check a backup wholly, then put it into this workspace and database. Run `prepare` afterwards."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, and whether something may be in its place."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true",
                            help="even where the workspace or database is not empty: what is there is moved aside")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Restore it, bring its tables to this version, and check the journal."""
        try:
            manifest = restore(options["file"], self.stdout.write, replace=options["replace"])
        except OutwardError as error:
            raise CommandError(str(error)) from error
        migrate(self.stdout.write)
        for line in facts_in_words(manifest, options["file"]):
            self.stdout.write(line)
        broken = [entry.pk for entry in entries.broken()]
        if broken:
            raise CommandError(f"restored, but the journal is broken at entry {broken[0]}: "
                               "it was broken when the backup was made")
        self.stdout.write("Restored; the journal is whole. Run `outward-portal prepare` before you serve it.")
