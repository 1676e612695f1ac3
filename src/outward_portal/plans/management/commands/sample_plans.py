"""``outward-portal sample_plans``: a made-up plan in several versions, a draft and one in consultation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.accounts.requests import command
from outward_portal.membership import samples as people
from outward_portal.plans.samples import make_samples, remove_samples


class Command(BaseCommand):
    """Make sample plans, once; take them away."""

    help = "Add plans and factors that are made up and marked as such; they belong to the sample organisations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done with them."""
        parser.add_argument("--remove", action="store_true", help="take the sample plans and factors away")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Make them, unless they are there; or take them away."""
        if options["remove"]:
            removed = remove_samples(command("removal of the sample plans"))
            self.stdout.write(f"{removed} sample plans removed, and their factors")
            return
        if not people.present():
            raise CommandError("There are no sample accounts. Run `outward-portal sample_accounts` first.")
        made = make_samples(command("sample plans"))
        self.stdout.write(f"{made} sample plans added" if made else "the sample plans are there already")
