"""The work that this room has done in the background."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.work.context import Context
from outward_portal.work.kinds import job
from outward_portal.work.models import Job

AUDIT = "audits.audit"
CORRECT = "audits.correct"


def _page(found: Job) -> str:
    return reverse("audit", args=[found.arguments["case"]])


def _finding_page(found: Job) -> str:
    return reverse("finding", args=[found.arguments["case"], found.arguments["finding"]])


@job(AUDIT, name=_("Audit"), attempts=2, page=_page)
def audit(context: Context) -> dict[str, Any]:
    """Audit a large release."""
    from outward_portal.audits.keeping import audit_now

    given = context.arguments
    context.progress(0.1, _("Comparing the figures"))
    audit_now(given["case"], given["release"], given["as_of"])
    return dict(given)


@job(CORRECT, name=_("Correction"), attempts=4, page=_finding_page)
def correct(context: Context) -> dict[str, Any]:
    """Write a correction as new observations."""
    from outward_portal.audits.correcting import carry_out  # heavy: what cuts a release

    return carry_out(context)
