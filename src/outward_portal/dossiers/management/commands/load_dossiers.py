"""``outward-portal load_dossiers CASE``: the countries of a case get their pages."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outward.errors import OutwardError
from outward.studies.releases import casebook_of, open_release
from outward_portal.accounts.requests import command
from outward_portal.dossiers.case import load_dossiers


class Command(BaseCommand):
    """Open the dossiers that a case's newest release asks for."""

    help = "Open a dossier for each country of a case's register, or renew what the case says of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the case's name."""
        parser.add_argument("case")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Load it, and say what was done."""
        try:
            casebook = casebook_of(open_release(settings.WORKSPACE, options["case"]))
        except OutwardError as error:
            raise CommandError(str(error)) from error
        loaded = load_dossiers(command(f"load of the case {options['case']}"), casebook)
        self.stdout.write(f"{loaded.written} dossiers opened or renewed")
        if loaded.unknown:
            self.stdout.write(f"{len(loaded.unknown)} regions are the case's own and have no dossier: "
                              f"{', '.join(loaded.unknown)}")
