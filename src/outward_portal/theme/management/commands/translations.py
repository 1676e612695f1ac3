"""``outward-portal translations``: gather what is to be translated, and compile what is."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.theme import catalogue


class Command(BaseCommand):
    """Update ``django.po`` and ``django.mo``."""

    help = "Gather the texts of code and templates into theme/locale, keep what is translated, compile it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--check``."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail where something is untranslated")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it."""
        updated = catalogue.updated()
        missing = list(catalogue.untranslated(updated))
        if not options["check"]:
            catalogue.FILE.parent.mkdir(parents=True, exist_ok=True)
            catalogue.FILE.write_bytes(catalogue.po_bytes(updated))
            catalogue.FILE.with_suffix(".mo").write_bytes(catalogue.mo_bytes(updated))
        self.stdout.write(f"{len(updated) - len(missing)} of {len(updated)} texts are translated")
        if missing and options["check"]:
            told = (f"untranslated: {message.id!r} ({message.locations[0][0]})" for message in missing)
            raise CommandError("\n".join(told))
