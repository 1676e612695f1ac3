"""``outward-portal prepare``: everything that the portal needs before it can be served."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outward_portal.operations.preparing import prepare


class Command(BaseCommand):
    """Make ready; a second time there is nothing to do."""

    help = ("Make the workspace and the database ready: folders, tables, style and script, cases, search. Quick where "
            "nothing is to be done.")
    requires_migrations_checks = False
    requires_system_checks = []  # noqa: RUF012  (one of them asks for a folder that is made here)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask whether samples are wanted."""
        parser.add_argument("--samples", action="store_true",
                            help="give a new database sample accounts and records, marked as such")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Prepare, and say what was done."""
        os.umask(0o077)
        began = time.monotonic()
        done = prepare(lambda words: self.stdout.write(f"    {words}"), samples=options["samples"])
        took = time.monotonic() - began
        self.stdout.write(f"    the portal is ready ({took:.1f} s{'' if done else '; nothing was to be done'})")
