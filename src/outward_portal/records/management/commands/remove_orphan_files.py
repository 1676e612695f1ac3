"""``outward-portal remove_orphan_files``: removes uploads whose row was never written."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outward_portal.records.files import storage


class Command(BaseCommand):
    """Remove files without a row; safe at any time, also while the portal runs."""

    help = "Remove files that no row names: what an upload left behind when the server was killed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the age, and whether only to look."""
        parser.add_argument("--age", type=float, default=storage.ORPHAN_AGE, help="in seconds (default: an hour)")
        parser.add_argument("--look", action="store_true", help="name them and remove none")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Remove them, and say how many."""
        found = storage.orphans(age=options["age"])
        for path in found:
            self.stdout.write(str(path))
            if not options["look"]:
                path.unlink(missing_ok=True)
        self.stdout.write(f"{len(found)} files without a row{' (left as they are)' if options['look'] else ' removed'}")
