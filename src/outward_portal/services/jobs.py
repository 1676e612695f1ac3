"""What this room does once a day: deadlines are told before they pass."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward_portal.notices.telling import tell
from outward_portal.services.models import DisputeCase, ServiceInvitation, ServiceRequest
from outward_portal.services.telling import owners
from outward_portal.work.clock import daily
from outward_portal.work.context import Context
from outward_portal.work.kinds import job

DEADLINES: Final = "services.deadlines"
_BEFORE_OFFERS: Final = (3,)
_BEFORE_STEP: Final = (7, 1, 0)
_BEFORE_LIMITATION: Final = (180, 90, 30, 7, 1)


@daily(DEADLINES)
@job(DEADLINES, name=_("Deadlines of services and disputes"))
def deadlines(context: Context) -> dict[str, Any]:
    """Tell of what is due; each once, however often the day's work is done."""
    del context
    return {"told": tell_deadlines(timezone.localdate())}


def tell_deadlines(day: date) -> int:
    """Tell what is due within some days of a day, each once within each span; give how much was new.

    A day on which no worker ran loses nothing: what it should have told is told on the next.
    """
    return sum(_tell_requests(day)) + sum(_tell_cases(day))


def _tell_requests(day: date) -> list[bool]:
    told = []
    for days in _BEFORE_OFFERS:
        for request in ServiceRequest.objects.filter(state__in=("open", "offers"),
                                                     deadline__range=(day, day + timedelta(days=days))):
            invited = request.invitations.filter(state=ServiceInvitation.State.INVITED).select_related("provider")
            with transaction.atomic():
                told.append(tell(
                    "service.closing", f"service.closing:{request.pk}:{request.deadline}", about=request,
                    to=owners(each.provider for each in invited),
                    values={"deadline": request.deadline.isoformat()}) is not None)
    for request in ServiceRequest.objects.filter(state="offers", deadline__lt=day).select_related("owner"):
        with transaction.atomic():
            told.append(tell("service.decide", f"service.decide:{request.pk}:{request.deadline}", about=request,
                             to=[request.owner]) is not None)
    return told


def _tell_cases(day: date) -> list[bool]:
    told = []
    running = DisputeCase.objects.exclude(state=DisputeCase.State.CLOSED).select_related("owner")
    for kind, field, ahead in (("dispute.due", "next_due", _BEFORE_STEP),
                               ("dispute.limitation", "limitation_on", _BEFORE_LIMITATION)):
        for case in running.filter(**{f"{field}__range": (day, day + timedelta(days=max(ahead)))}):
            due = getattr(case, field)
            within = min(each for each in ahead if (due - day).days <= each)
            with transaction.atomic():
                told.append(tell(kind, f"{kind}:{case.pk}:{due}:{within}", about=case, to=[case.owner],
                                 values={"date": due.isoformat()}) is not None)
    return told
