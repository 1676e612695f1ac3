"""``outward-portal load_plans CASE``: the factors and the recommendations of a loaded case."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outward.errors import OutwardError
from outward.studies.releases import casebook_of, open_release
from outward_portal.accounts.requests import command
from outward_portal.plans.loading import load_plans


class Command(BaseCommand):
    """Load the factors and recommendations of a case's newest release."""

    help = ("Add the factors, their figures and the recommendations of a case whose registers `load_registers` has "
            "loaded; the recommendations become a draft that the office adopts.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the case's name."""
        parser.add_argument("case")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Load them, and say what was not found."""
        try:
            casebook = casebook_of(open_release(settings.WORKSPACE, options["case"]))
        except OutwardError as error:
            raise CommandError(str(error)) from error
        loaded = load_plans(command(f"factors and recommendations of the case {options['case']}"), casebook)
        self.stdout.write(f"{loaded.factors} factors added, {loaded.figures} figures cited, {loaded.items} items of a "
                          "plan added")
        if loaded.unfound:
            self.stdout.write(f"{len(loaded.unfound)} names were not found; load the registers first: "
                              f"{'; '.join(loaded.unfound[:20])}")
