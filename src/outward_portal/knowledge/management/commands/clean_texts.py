"""``outward-portal clean_texts``: texts of documents are read again where a newer version reads them better."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from outward_portal.accounts.requests import command
from outward_portal.knowledge.actions import clean_texts


class Command(BaseCommand):
    """Read the library's texts again, as far as they hold letters that this version reads as others."""

    help = "Read texts of documents again where they hold ligatures or radicals in place of plain letters."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it, and say how many."""
        self.stdout.write(f"{clean_texts(command('texts read again'))} texts read again")
