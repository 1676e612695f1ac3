"""``outward-portal drop_forgotten_imports``: takes back imports that nobody has confirmed for a week."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from outward_portal.accounts.requests import command
from outward_portal.imports.actions import drop_forgotten


class Command(BaseCommand):
    """Drop forgotten imports; safe at any time, also while the portal runs."""

    help = "Drop imports that nobody has confirmed for a week, with their files."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Drop them, and say how many."""
        self.stdout.write(f"{drop_forgotten(command('not confirmed for a week'))} imports dropped")
