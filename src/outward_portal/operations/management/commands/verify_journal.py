"""``outward-portal verify_journal``: is the journal what it was when it was written?"""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from outward_portal.journal import entries
from outward_portal.journal.models import Head

_SHOWN = 20


class Command(BaseCommand):
    """Check the chain of seals."""

    help = "Check every entry's seal: exit code 1, with the entries' numbers, where the journal was tampered with."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Check, and say what was found."""
        broken = list(entries.broken())
        if not broken:
            head = Head.objects.get(pk=1)
            self.stdout.write(f"{head.number} entries, all whole; the newest seal is {head.seal}")
            return
        for entry in broken[:_SHOWN]:
            told = f"entry {entry.pk}: it or the one before was changed" if entry.pk else "the newest entries are gone"
            self.stderr.write(f"{told} ({entry.action} {entry.subject})")
        if len(broken) > _SHOWN:
            self.stderr.write(f"... and {len(broken) - _SHOWN} more")
        sys.exit(1)
