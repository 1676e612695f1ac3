"""Once a day: calls that open or close soon, reports that are due soon."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.funding import telling
from outward_portal.funding.models import Call, Report
from outward_portal.work.clock import daily
from outward_portal.work.context import Context
from outward_portal.work.kinds import job


@daily("funding.days")
@job("funding.days", name=_("Days of calls and reports"))
def days(context: Context) -> None:
    """Tell of the day's calls and reports; each is told once, however often this runs."""
    today = timezone.localdate()
    soon = today + timedelta(days=max(telling.DAYS_BEFORE))
    calls = Call.objects.filter(state="announced", opens_on__lte=today, closes_on__gte=today,
                                programme__retired_at__isnull=True).select_related("programme")
    reports = Report.objects.filter(state__in=("due", "returned"), due_on__gte=today, due_on__lte=soon,
                                    application__state="running").select_related("application__applicant")
    with transaction.atomic():
        for call in calls:
            telling.call_opened(call)
            telling.call_closes(call, today)
        for report in reports:
            telling.report_due(report, today)
        context.done()
