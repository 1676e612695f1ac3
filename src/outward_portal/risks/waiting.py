"""What waits here for somebody: alerts, and tasks in incidents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.policy import may
from outward_portal.risks import queries
from outward_portal.risks.incidents.queries import own_open_tasks
from outward_portal.work.waiting import Waiting


def waiting(user: Any) -> Iterator[Waiting]:
    """Say what waits for a person."""
    if may(user, "alert.change"):
        yield Waiting(_("Alerts to acknowledge"), queries.count_to_acknowledge(user), reverse("risks") + "?stage=open")
        yield Waiting(_("Closed alerts to review against what happened"),
                      queries.count_due_for_review(user, timezone.localdate().year), reverse("risks") + "?stage=closed")
    if may(user, "incident.read"):
        yield Waiting(_("Tasks in incidents to do"), own_open_tasks(user).count(), reverse("incidents") + "?state=open")
