"""``outward-portal sample_records [--remove]``: made-up records of every register, to try the portal with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.accounts.requests import command
from outward_portal.registers import samples


class Command(BaseCommand):
    """Add sample records, or take them away."""

    help = "Add records of every register that are made up and marked as samples; --remove takes them away again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--remove", action="store_true", help="take all sample records away")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say what was done."""
        if options["remove"]:
            count = samples.remove_samples(command("sample records taken away"))
            self.stdout.write(f"{count} sample records taken away")
        elif samples.present():
            self.stdout.write("The sample records are there already.")
        else:
            try:
                owners = samples.owners()
            except samples.NoSampleOrganisationsError as error:
                raise CommandError("there are no sample organisations to own the records. Make them first with: "
                                   "outward-portal sample_accounts") from error
            count = samples.add_samples(command("sample records"), owners)
            self.stdout.write(f"{count} sample records added")
