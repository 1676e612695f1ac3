"""``outward-portal remove_samples``: everything made up, taken away before the portal is opened to others."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from outward_portal.operations.preparing import SAMPLES


class Command(BaseCommand):
    """Take all samples away, those that rest on others first."""

    help = "Take away everything made up: records, plans, applications, courses, and at last the sample accounts."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Call each room's own command."""
        for name in reversed(SAMPLES):
            call_command(name, "--remove", stdout=self.stdout)
