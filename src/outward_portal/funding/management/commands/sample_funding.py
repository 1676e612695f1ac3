"""``outward-portal sample_funding [--remove]``: made-up programmes, applications and awards, to try funding with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.accounts.requests import command
from outward_portal.funding import samples


class Command(BaseCommand):
    """Add samples of funding, or take them away."""

    help = "Add made-up programmes, applications and awards, marked as samples; --remove takes them away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--remove", action="store_true", help="take the samples away")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say what was done."""
        if options["remove"]:
            count = samples.remove_samples(command("samples of funding taken away"))
            self.stdout.write(f"{count} sample programmes taken away")
        elif samples.present():
            self.stdout.write("The samples are there already.")
        else:
            try:
                count = samples.add_samples(command("samples of funding"), samples.cast())
            except samples.NoSampleOrganisationsError as error:
                raise CommandError("There are no sample accounts. Run sample_accounts first.") from error
            self.stdout.write(f"{count} sample programmes added")
