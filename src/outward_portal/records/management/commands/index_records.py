"""``outward-portal index_records``: the search index is made anew from the records."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from outward_portal.records import search
from outward_portal.records.kinds import KINDS
from outward_portal.records.models import Passage


class Command(BaseCommand):
    """Index every record and passage."""

    help = "Make the search index anew, for example after its words are cut in another way."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Index them, kind by kind."""
        for kind in KINDS:
            keys = list(kind.model.objects.filter(kind=kind.key).values_list("pk", flat=True))
            for start in range(0, len(keys), 1000):
                with transaction.atomic():
                    search.index(kind.model.objects.filter(pk__in=keys[start : start + 1000]))
            self.stdout.write(f"{kind.key}: {len(keys)}")
        keys = list(Passage.objects.values_list("pk", flat=True))
        for start in range(0, len(keys), 1000):
            with transaction.atomic():
                search.index_passages(Passage.objects.filter(pk__in=keys[start : start + 1000]))
        self.stdout.write(f"passages: {len(keys)}")
