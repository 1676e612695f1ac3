"""``outward-portal sample_services [--remove]``: made-up providers, requests and case files, to try the portal with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.accounts.requests import command
from outward_portal.services import samples


class Command(BaseCommand):
    """Add the samples, or take them away."""

    help = "Add made-up providers of services, requests and case files, marked as samples; --remove takes them away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--remove", action="store_true", help="take the samples away")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say what was done."""
        if options["remove"]:
            self.stdout.write(f"{samples.remove_samples(command('samples taken away'))} samples taken away")
        elif samples.present():
            self.stdout.write("The samples of services are there already.")
        else:
            try:
                count = samples.add_samples(command("samples of services"))
            except samples.NoSampleOrganisationsError as error:
                raise CommandError("there are no sample organisations. Make them first with: "
                                   "outward-portal sample_accounts") from error
            self.stdout.write(f"{count} samples of services added")
