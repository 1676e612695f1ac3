"""What waits for somebody among the work in the background."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import viewer
from outward_portal.work.models import Job
from outward_portal.work.waiting import Waiting


def waiting(user: Any) -> list[Waiting]:
    """Say what waits for a person."""
    failed = Job.objects.visible_to(user).filter(enqueued_by=viewer(user).user, state=Job.State.FAILED)
    return [Waiting(_("Jobs of yours that failed"), failed.count(), reverse("jobs"))]
