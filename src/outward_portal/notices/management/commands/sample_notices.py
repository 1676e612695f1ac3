"""``outward-portal sample_notices [--remove]``: what the sample people follow and were told, to try the inbox."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outward_portal.accounts.requests import command
from outward_portal.notices import samples


class Command(BaseCommand):
    """Add samples of notices, or take them away."""

    help = "Let the sample people follow sample records and be told of them; --remove takes the notices away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--remove", action="store_true", help="take the samples away")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say what was done."""
        if options["remove"]:
            self.stdout.write(f"{samples.remove_samples()} sample notices taken away")
        elif samples.present():
            self.stdout.write("The samples are there already.")
        else:
            self.stdout.write(f"{samples.add_samples(command('samples of notices'))} sample notices added")
