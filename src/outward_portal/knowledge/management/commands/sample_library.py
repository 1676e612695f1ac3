"""``outward-portal sample_library [--remove]``: a made-up law, its provisions and a procedure, to try the library."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outward_portal.accounts.requests import command
from outward_portal.knowledge import samples


class Command(BaseCommand):
    """Add samples of the library, or take them away."""

    help = "Add a made-up law with texts and provisions, and a procedure, marked as samples; --remove takes them away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--remove", action="store_true", help="take the samples away")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say what was done."""
        if options["remove"]:
            count = samples.remove_samples(command("samples of the library taken away"))
            self.stdout.write(f"{count} sample records taken away")
        elif samples.present():
            self.stdout.write("The samples are there already.")
        else:
            self.stdout.write(f"{samples.add_samples(command('samples of the library'))} sample records added")
