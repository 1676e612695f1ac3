"""What stays of imports when the account of whoever sent them is erased: nothing but what the journal knows."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from outward_portal.accounts.models import User
from outward_portal.imports.actions import forget_files
from outward_portal.imports.models import Import


def forget(user: User, **_: Any) -> None:
    """Take away a person's imports with their files; records that were written stay."""
    for made in Import.objects.select_for_update().filter(user=user):
        transaction.on_commit(partial(forget_files, made))
    Import.objects.filter(user=user).delete()
