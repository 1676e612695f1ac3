"""The work that this room has done in the background."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.work.context import Context
from outward_portal.work.kinds import job
from outward_portal.work.models import Job

OUTLOOK = "risks.outlook"


def _page(found: Job) -> str:  # noqa: ARG001
    return reverse("risk-panel")


@job(OUTLOOK, name=_("Outlook of risks"), attempts=2, page=_page)
def outlook(context: Context) -> dict[str, Any]:
    """Make an outlook, enter its forecasts into the ledger, and open alerts for what rises."""
    from outward_portal.risks.making import make  # heavy: the models and what they learn with

    return make(context)
