"""``outward-portal verify_ledger``: checks that no forecast of the ledger was changed, taken out or put in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from outward_portal.risks import ledger


class Command(BaseCommand):
    """Check the chain of the ledger of forecasts."""

    help = "Check the chain of the ledger of forecasts, and its end against the journal's word."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Check it; end with an error where it is not as it was written."""
        wrong = ledger.faults()
        if wrong:
            raise CommandError(f"the ledger is not as it was written, {len(wrong)} faults:\n" + "\n".join(wrong[:50]))
        number, seal = ledger.newest()
        self.stdout.write(f"{number} forecasts, all as they were written; newest seal {seal}")
