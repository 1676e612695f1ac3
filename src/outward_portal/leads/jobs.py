"""What is done once a day: leads of which nobody was told yet, and ends that come near."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.work.clock import daily
from outward_portal.work.context import Context
from outward_portal.work.kinds import job

DEADLINES: Final = "leads.deadlines"
NEAR_DAYS: Final = (14, 3)
_LATELY: Final = timedelta(days=7)  # a lead from a file is told of by this job


@daily(DEADLINES)
@job(DEADLINES, name=_("Deadlines of leads"))
def deadlines(context: Context) -> dict[str, Any]:
    """Tell of ends within fourteen and three days, each once, and of new leads that came from files."""
    told = tell_of_the_day()
    with transaction.atomic():
        context.done(told)
    return told


def tell_of_the_day() -> dict[str, int]:
    """Do the day's work; done twice, it tells nothing twice."""
    from outward_portal.leads.days import days_until, today
    from outward_portal.leads.models import NEVER, Lead
    from outward_portal.leads.telling import near, published

    day, told, new = today(), 0, 0
    last = (timezone.localdate() + timedelta(days=NEAR_DAYS[0])).isoformat()
    for lead in Lead.objects.filter(retired_at__isnull=True, open_until__range=(day, last)).exclude(open_until=NEVER):
        within = min(each for each in NEAR_DAYS if days_until(lead.open_until, day) <= each)
        with transaction.atomic():
            told += near(lead, within)
    for lead in Lead.objects.filter(retired_at__isnull=True, created_at__gte=timezone.now() - _LATELY):
        with transaction.atomic():
            published(lead)
            new += 1
    return {"told": told, "looked": new}
