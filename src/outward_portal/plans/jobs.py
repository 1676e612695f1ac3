"""What this room does once a day: it tells what is due and late, and which targets moved with a new release."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward.errors import OutwardError
from outward_portal.accounts.models import Organisation, User
from outward_portal.notices.telling import tell
from outward_portal.plans.actions.plans import ROOM, office_people
from outward_portal.plans.models import PlanItem, TargetReading
from outward_portal.plans.targets import changes_between
from outward_portal.records.cases import access_to
from outward_portal.work.clock import daily
from outward_portal.work.context import Context
from outward_portal.work.kinds import job

DUE_WITHIN: Final = timedelta(days=30)
"""How long before its day an agency is told of an item."""


@daily("plans.day")
@job("plans.day", name=_("Dates of plans, progress of targets"), attempts=3)
def look_at_the_day(context: Context) -> dict[str, Any]:
    """Tell of items that are due or late, and of targets that moved; each is told once."""
    told = tell_dates(timezone.localdate())
    moved = read_targets()
    context.progress(1.0, _("Done"))
    return {"told": told, "moved": moved}


def tell_dates(today: date) -> int:
    """Tell agencies of the items that are due within thirty days, and them and the office of the late ones."""
    open_items = PlanItem.objects.filter(
        plan__state__in=["adopted", "under-way"], state__in=["open", "under-way"], due_on__isnull=False,
        due_on__lte=today + DUE_WITHIN, task__isnull=True).select_related("agency", "plan").order_by("pk")
    count = 0
    with transaction.atomic():
        for item in open_items:
            assert item.due_on is not None
            is_late = item.due_on < today
            if is_late and item.kind == PlanItem.Kind.GOAL:
                continue  # its measures are done or not; nobody says so of a goal
            to: list[User | Organisation] = [item.agency] if item.agency else []
            if is_late or not to:
                to += office_people()
            kind = "plan-item.late" if is_late else "plan-item.due"
            told = tell(kind, f"{kind}:{item.pk}:{item.due_on.isoformat()}", about=item, topics=[ROOM], to=to,
                        values={"due": item.due_on.isoformat()})
            count += told is not None
    return count


def read_targets() -> int:
    """Hold the targets of each case's newest release against those of the release that was read before it.

    The first release of a case is read and told of to nobody: nothing moved.
    """
    from outward.studies.releases import case_names, releases_of  # which bring pandas

    count = 0
    for case in case_names(settings.WORKSPACE):
        try:
            names = [release.name for release in releases_of(settings.WORKSPACE, case)]
        except OutwardError:  # a damaged case is told of where cases are looked after
            continue
        count += bool(names) and _read(case, names)
    return count


def _read(case: str, names: list[str]) -> bool:
    """Read the newest release of a case, unless it was read; says whether a target moved."""
    newest = names[-1]
    known = list(TargetReading.objects.filter(access__case=case).order_by("id"))
    if any(reading.release == newest for reading in known):
        return False
    before = next((reading.release for reading in reversed(known) if reading.release in names), "")
    try:
        changes = changes_between(case, before, newest) if before else ()
    except OutwardError:
        return False
    with transaction.atomic():
        made = TargetReading.objects.create(access=access_to(case), release=newest, before=before,
                                            moved=[change.id for change in changes])
        if changes:
            tell("target.moved", f"target.moved:{case}:{newest}"[:160], about=made, topics=[ROOM],
                 values={"release": newest, "targets": ", ".join(change.id for change in changes)})
    return bool(changes)
