"""``outward-portal sample_leads [--remove]``: made-up events, leads and interests, to try the portal with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.accounts.requests import command
from outward_portal.leads import samples


class Command(BaseCommand):
    """Add sample leads, or take them away."""

    help = "Add events, leads and interests that are made up and marked as samples; --remove takes them away again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--remove", action="store_true", help="take all sample leads away")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say what was done."""
        if options["remove"]:
            count = samples.remove_samples(command("sample leads taken away"))
            self.stdout.write(f"{count} sample leads and events taken away")
        elif samples.present():
            self.stdout.write("The sample leads are there already.")
        else:
            try:
                count = samples.add_samples(command("sample leads"))
            except samples.NoSampleOrganisationsError as error:
                raise CommandError("there are no sample organisations with enterprises. Make them first with: "
                                   "outward-portal sample_accounts, outward-portal sample_records") from error
            self.stdout.write(f"{count} sample leads and events added")
