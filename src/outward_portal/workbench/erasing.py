"""What stays of indices when the account of whoever made them is erased: those that others see."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from outward_portal.accounts.models import User, WorkAudience
from outward_portal.records.files import storage
from outward_portal.workbench.models import IndexAssessment, IndexVersion


def forget(user: User, **_: Any) -> None:
    """Take away a person's indices that nobody else sees, with the data that no other index rests on."""
    own = IndexAssessment.objects.filter(Q(audience=WorkAudience.SELF) | Q(retired_at__isnull=False), owner=user)
    files = set(IndexVersion.objects.filter(assessment__in=own).values_list("file", flat=True))
    own.delete()
    for name in files - set(IndexVersion.objects.filter(file__in=files).values_list("file", flat=True)):
        transaction.on_commit(partial(storage.discard, name))
