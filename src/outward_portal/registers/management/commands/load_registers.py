"""``outward-portal load_registers CASE``: a loaded case's registers become the portal's."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outward.errors import OutwardError
from outward.studies.releases import casebook_of, open_release
from outward_portal.accounts.requests import command
from outward_portal.registers.loading import load_case


class Command(BaseCommand):
    """Load the registers of a case's newest release."""

    help = "Add the registers of a case that `outward case load` has loaded, or renew what was added before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the case's name."""
        parser.add_argument("case")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Load it, and say what was done and which words were not understood."""
        try:
            casebook = casebook_of(open_release(settings.WORKSPACE, options["case"]))
        except OutwardError as error:
            raise CommandError(str(error)) from error
        loaded = load_case(command(f"load of the case {options['case']}"), casebook, self.stdout.write)
        if loaded.unread:
            self.stdout.write(f"{len(loaded.unread)} words stand for no choice and are kept as text only:")
            for line in loaded.unread:
                self.stdout.write(f"    {line}")
        if loaded.unfound:
            self.stdout.write(f"{len(loaded.unfound)} rows name an enterprise that the case does not have:")
            for line in loaded.unfound:
                self.stdout.write(f"    {line}")
