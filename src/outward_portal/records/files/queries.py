"""Reading which files are on a record."""

from __future__ import annotations

from typing import Any

from outward_portal.accounts.policy import may
from outward_portal.records.models import Attachment, Record


def files_of(record: Record, user: Any) -> list[Attachment]:
    """Give a record's files that a person may see; those taken away only to whoever can bring them back."""
    found = Attachment.objects.visible_to(user).filter(record=record.pk).select_related("added_by__organisation")
    return list(found if may(user, "record.attach", record) else found.filter(retired_at__isnull=True))


def find(key: int, user: Any) -> Attachment | None:
    """Give a file that a person may see."""
    return Attachment.objects.visible_to(user).filter(pk=key).select_related("record").first()
