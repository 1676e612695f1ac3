"""``outward-portal sample_coordination [--remove]``: made-up work of the leading group, to try the portal with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.accounts.requests import command
from outward_portal.coordination import samples


class Command(BaseCommand):
    """Add sample work of the group, or take it away."""

    help = "Add meetings, tasks and problems that are made up and marked as samples; --remove takes them away again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--remove", action="store_true", help="take all of it away")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say what was done."""
        if options["remove"]:
            self.stdout.write(f"{samples.remove_samples()} tasks, meetings and problems taken away")
        elif samples.present():
            self.stdout.write("The samples are there already.")
        else:
            try:
                count = samples.add_samples(command("sample work of the group"))
            except samples.NoSampleOrganisationsError as error:
                raise CommandError("there are no sample organisations. Make them first with: "
                                   "outward-portal sample_accounts") from error
            self.stdout.write(f"{count} tasks, meetings and problems added")
