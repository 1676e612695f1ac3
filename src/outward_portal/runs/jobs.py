"""The work that this room has done in the background."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.work.context import Context
from outward_portal.work.kinds import job
from outward_portal.work.models import Job

RUN = "runs.run"


def _page(found: Job) -> str:
    return reverse("run", args=[found.arguments["run"]])


@job(RUN, name=_("Study or report"), attempts=2, page=_page)
def answer(context: Context) -> dict[str, Any]:
    """Answer a run's question."""
    from outward_portal.runs.running import carry_out  # heavy: the studies, the report's writers

    return carry_out(context)
