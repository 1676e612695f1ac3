"""``outward-portal sample_plans``: a made-up plan in several versions, a draft and one in consultation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.accounts.requests import command
from outward_portal.membership import samples as people
from outward_portal.plans.samples import make_samples


class Command(BaseCommand):
    """Make sample plans, once."""

    help = "Add plans and factors that are made up and marked as such; they belong to the sample organisations."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Make them, unless they are there."""
        if not people.present():
            raise CommandError("There are no sample accounts. Run `outward-portal sample_accounts` first.")
        made = make_samples(command("sample plans"))
        self.stdout.write(f"{made} sample plans added" if made else "the sample plans are there already")
