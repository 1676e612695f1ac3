"""What stays of runs when the account of whoever asked is erased: those that others see."""

from __future__ import annotations

import shutil
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from outward_portal.accounts.models import User, WorkAudience
from outward_portal.accounts.requests import command
from outward_portal.runs.models import Run
from outward_portal.work import queue


def forget(user: User, **_: Any) -> None:
    """Take away a person's runs that nobody else sees, with their answers; call off what still waits or runs."""
    own = Run.objects.select_related("job").filter(Q(audience=WorkAudience.SELF) | Q(retired_at__isnull=False),
                                                   asked_by=user)
    for run in own:
        if run.job is not None:
            queue.cancel(command("account erased"), run.job)
        if run.folder:
            transaction.on_commit(partial(shutil.rmtree, settings.FILES.runs / run.folder, ignore_errors=True))
    own.delete()
