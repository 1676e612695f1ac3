"""``outward-portal backup FILE``: everything that cannot be made anew, in one file, while the portal runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward.errors import OutwardError
from outward_portal.operations.backup import backup, facts_in_words


class Command(BaseCommand):
    """Write a backup."""

    help = ("Write the database, uploads, releases and reports into one file, with the SHA-256 of each. It may be done "
            "while the portal is served. The file holds everything private: keep it where only you can read it.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Write it, and say what is in it."""
        try:
            manifest = backup(options["file"], self.stdout.write)
        except OutwardError as error:
            raise CommandError(str(error)) from error
        for line in facts_in_words(manifest, options["file"]):
            self.stdout.write(line)
