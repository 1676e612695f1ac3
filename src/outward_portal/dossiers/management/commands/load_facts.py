"""``outward-portal load_facts PACK``: a snapshot's facts become the dossiers'."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outward_portal.accounts.requests import command
from outward_portal.dossiers.models import Dossier
from outward_portal.dossiers.packs import SNAPSHOTS, load_pack


class Command(BaseCommand):
    """Load a pack of facts, or renew it; a second load of the same snapshot writes nothing."""

    help = "Load the facts of a bundled snapshot for every country that has a dossier (see load_dossiers)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the packs' names."""
        parser.add_argument("packs", nargs="*", choices=[*SNAPSHOTS, []], metavar="PACK",
                            help=f"{', '.join(SNAPSHOTS)}; all without one")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Load them, and say what was done."""
        if not Dossier.objects.exists():
            self.stdout.write("No country has a dossier yet: each gets its facts when it is opened (load_dossiers)")
        for key in options["packs"] or SNAPSHOTS:
            loaded = load_pack(command(f"load of the pack {key}"), key)
            self.stdout.write(f"{key}: {loaded.added} facts added, {loaded.changed} renewed, {loaded.retired} retired, "
                              f"{loaded.kept} left as people have changed them")
            if loaded.stale:
                self.stdout.write(f"    {loaded.stale} are past their review date; the portal says so once")
            if loaded.without:
                self.stdout.write(f"    nothing is said of: {', '.join(loaded.without)}")
