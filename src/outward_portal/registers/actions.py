"""Writing what only some registers have: the dates of a project's stages."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import ConflictError
from outward_portal.registers.models import Project, StageDate


def write_stage_dates(act: Act, project: Project, dates: Mapping[str, str], *, revision: int) -> bool:
    """Put down when a project reached its stages, in place of what stood there.

    Parameters
    ----------
    act : Act
        Who writes, and why.
    project : Project
        The project.
    dates : mapping of str to str
        Dates by stage; an empty one takes the date away.
    revision : int
        The project's revision that the writer has seen.

    Returns
    -------
    bool
        Whether anything changed.

    Raises
    ------
    ConflictError
        If somebody else has changed the project since.
    """
    with transaction.atomic():
        current = Project.objects.select_for_update().get(pk=project.pk)
        if current.revision != revision:
            raise ConflictError(current)
        before = dict(StageDate.objects.filter(project=current).values_list("stage", "date"))
        after = {stage: date for stage, date in {**before, **dates}.items() if date}
        if before == after:
            return False
        StageDate.objects.filter(project=current).exclude(stage__in=after).delete()
        StageDate.objects.bulk_create((StageDate(project=current, stage=stage, date=date)
                                       for stage, date in after.items()), update_conflicts=True,
                                      unique_fields=["project", "stage"], update_fields=["date"])
        current.revision += 1
        current.save(update_fields=["revision", "changed_at"])
        entries.write(act, "record.changed", current, record=current.pk,
                      changes={"stage_dates": [_told(before), _told(after)]})
    return True


def _told(dates: Mapping[str, str]) -> str:
    return "; ".join(f"{stage} {dates[stage]}" for stage in Project.Stage.values if stage in dates)
