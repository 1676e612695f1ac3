"""``outward-portal sample_accounts``: accounts of every role to try the portal with, shown again, removed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from outward_portal.accounts.requests import command
from outward_portal.membership import samples
from outward_portal.settings.files import write_private


class Command(BaseCommand):
    """Make, show, renew or remove the sample accounts."""

    help = ("Make a sample account for each role, with random passwords that only the owner of the workspace reads "
            "and that must be changed at the first sign-in.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done with them."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--show", action="store_true", help="print the accounts and their first passwords again")
        what.add_argument("--renew", action="store_true",
                          help="give new first passwords, take off second factors, end sessions")
        what.add_argument("--remove", action="store_true", help="remove all sample accounts and organisations")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it."""
        if options["show"]:
            self._show()
        elif options["remove"]:
            self._remove()
        elif samples.present() and not options["renew"]:
            raise CommandError(f"There are sample accounts already; {settings.FILES.sample_accounts} says which. "
                               "--show prints it, --renew gives new passwords, --remove removes them.")
        else:
            made = samples.make_samples(command("sample accounts"))
            write_private(settings.FILES.sample_accounts, samples.listed(made))
            self.stdout.write(f"{len(made)} sample accounts; their first passwords lie in "
                              f"{settings.FILES.sample_accounts} and are printed by: "
                              "outward-portal sample_accounts --show")

    def _show(self) -> None:
        if not settings.FILES.sample_accounts.is_file():
            raise CommandError("There is no list of sample accounts. Make them by: outward-portal sample_accounts")
        self.stdout.write(settings.FILES.sample_accounts.read_text(encoding="utf-8"))

    def _remove(self) -> None:
        removed = samples.remove_samples(command("removal of the sample accounts"))
        settings.FILES.sample_accounts.unlink(missing_ok=True)
        self.stdout.write(f"Removed {removed.deleted + removed.erased} sample accounts and {removed.organisations} "
                          f"organisations. Of {removed.erased} accounts a number stays, because the history names it.")
        for organisation in removed.kept:
            self.stdout.write(f"Kept, because records or people belong to it: {organisation}")
