"""The work that this room has done in the background: the day's escalations, and digests."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.work.clock import daily
from outward_portal.work.context import Context
from outward_portal.work.kinds import job
from outward_portal.work.models import Job

ESCALATION: Final = "coordination.escalation"
DIGEST: Final = "coordination.digest"


@daily(ESCALATION)
@job(ESCALATION, name=_("Looking for late tasks of the leading group"))
def escalate_tasks(context: Context) -> dict[str, Any]:
    """Tell of tasks that come near their day or have passed it, and of problems that are past their term."""
    from outward_portal.coordination.problems.lateness import tell_of_late_problems
    from outward_portal.coordination.tasks.escalation import escalate

    today = date.fromisoformat(context.job.key)
    return {"tasks": escalate(context.act, today), "problems": tell_of_late_problems(today)}


def _page(found: Job) -> str:
    return reverse("group-digest", args=[found.arguments["digest"]])


@job(DIGEST, name=_("Quarterly digest"), attempts=2, page=_page)
def make_digest(context: Context) -> None:
    """Make a quarter's digest."""
    from outward_portal.coordination.digests.actions import make  # heavy: the report's writers

    make(context)
