"""The work that this room has done in the background."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from outward_portal.work.clock import daily
from outward_portal.work.context import Context
from outward_portal.work.kinds import job

STALE: Final = "dossiers.stale"


@daily(STALE)
@job(STALE, name=_("Facts to be looked at again"), attempts=6)
def stale(context: Context) -> dict[str, Any]:
    """Tell of facts whose date for another look has passed."""
    from outward_portal.dossiers.notices import tell_stale

    with transaction.atomic():
        count = tell_stale(date.fromisoformat(context.job.key))
        context.done({"stale": count})
    return {"stale": count}
