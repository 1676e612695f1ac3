"""``outward-portal sample_training [--remove]``: made-up courses, sessions and teams, to try the portal with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.accounts.requests import command
from outward_portal.training import samples


class Command(BaseCommand):
    """Add samples of training, or take them away."""

    help = "Add courses, sessions, certificates and teams that are made up and marked so; --remove takes them away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--remove", action="store_true", help="take the samples away")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say what was done."""
        if options["remove"]:
            self.stdout.write(f"{samples.remove_samples(command('samples of training taken away'))} courses taken away")
        elif samples.present():
            self.stdout.write("The samples are there already.")
        else:
            try:
                count = samples.add_samples(command("samples of training"))
            except samples.NoSampleAccountsError as error:
                raise CommandError("there are no sample accounts that could take part. Make them first with: "
                                   "outward-portal sample_accounts") from error
            self.stdout.write(f"{count} sample courses and sessions added")
