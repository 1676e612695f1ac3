"""Writing covers and the office's assumptions: each action is one transaction and leaves an entry in the journal.

The journal is told that a cover was written, never what it is: its audience may be its owner alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.registers.models import Project
from outward_portal.risks.models import AssumedSeverities, ProjectCover

MOST_ROWS: Final = 500
"""Assumptions of the office's own: a table that a person can still read."""
_SAME: Final = ("factor", "event", "kind", "stage", "industry")
"""What an assumption is about; another value of the same takes its place."""


def write_cover(act: Act, project: Project, values: Mapping[str, Any], *, replaces: ProjectCover | None
                ) -> ProjectCover:
    """Keep a cover of a project; a change is a new row, by which the one before ends.

    Raises
    ------
    RefusedError
        If the row that is to end has ended meanwhile.
    """
    with transaction.atomic():
        if replaces is not None:
            _end(replaces)
        made = ProjectCover.objects.create(project=project, written_by=act.actor, **values)
        entries.write(act, "cover.written", made, record=project.pk)
    return made


def end_cover(act: Act, cover: ProjectCover) -> None:
    """Take a cover out."""
    with transaction.atomic():
        _end(cover)
        entries.write(act, "cover.ended", cover, record=cover.project_id)


def _end(cover: ProjectCover) -> None:
    ended = ProjectCover.objects.filter(pk=cover.pk, ended_at__isnull=True).update(ended_at=timezone.now())
    if not ended:
        raise RefusedError(_("This cover was changed meanwhile. Open the project's page again."))


def assume(act: Act, row: Mapping[str, str]) -> AssumedSeverities:
    """Set an assumption: a new version of the office's table, for the reason that the act gives."""
    return _next(act, lambda rows: [*(each for each in rows if not _is_same(each, row)), dict(row)])


def forget(act: Act, place: int, number: int) -> AssumedSeverities:
    """Take an assumption out, so that what is shipped holds again.

    Raises
    ------
    RefusedError
        If the table has changed since, so that the row may be another one.
    """
    def without(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        if not 0 <= place < len(rows):
            raise RefusedError(_("There is no such assumption."))
        return [row for at, row in enumerate(rows) if at != place]

    return _next(act, without, expected=number)


def _is_same(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return all(one.get(name) == other.get(name) for name in _SAME)


def _next(act: Act, change: Any, *, expected: int | None = None) -> AssumedSeverities:
    overtaken = _("Somebody has changed the assumptions meanwhile. Look at them again.")
    newest = AssumedSeverities.objects.first()
    number = newest.number if newest else 0
    if expected is not None and expected != number:
        raise RefusedError(overtaken)
    rows = change(list(newest.rows) if newest else [])
    if len(rows) > MOST_ROWS:
        raise RefusedError(_("At most %(most)d assumptions are kept.") % {"most": MOST_ROWS})
    try:
        with transaction.atomic():
            made = AssumedSeverities.objects.create(number=number + 1, rows=rows, reason=act.reason, set_by=act.actor)
            entries.write(act, "severities.set", made, changes={"version": [number or None, number + 1]})
    except IntegrityError as error:
        raise RefusedError(overtaken) from error
    return made
