"""How a project counts in totals, so that nothing is counted twice.

What counts is written into the project when it, its umbrella or one of its parts is written, so that a total is one sum
in SQL. ``Project.settle`` and ``Project.affected`` call this; ``tests/portal/registers/test_counting.py`` does every
kind of edit in any order and compares what stands there with what these rules say of the projects as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

if TYPE_CHECKING:
    from outward_portal.registers.models import Project

ENDED: Final = ("cancelled", "suspended")
"""Stages in which a project does not count, whatever it states."""

STANDS: Final = Q(retired_at__isnull=True, is_programme=False) & ~Q(stage__in=ENDED)
"""A project that could count, but for its umbrella or parts."""

COUNTED: Final = ("counts", "umbrella", "unvalued")
"""What counts as a project; those without a value add nothing to a sum."""


def counting_of(project: Project) -> str:
    """Say how a project counts.

    A retired, cancelled or suspended project does not count, and a programme of governments is not one project. Of an
    umbrella and its parts only one side does: the umbrella where it stands and states a value, else its parts that
    stand and that everybody sees who sees the umbrella. A project in several countries counts once in the total; in a
    table by country it stands in a row of its own, never in each country's.

    Parameters
    ----------
    project : Project
        With its umbrella and parts in the database.

    Returns
    -------
    str
        A value of ``Project.Counting``.
    """
    how = type(project).Counting
    if project.is_retired:
        return how.RETIRED
    if project.is_programme:
        return how.PROGRAMME
    if project.stage in ENDED:
        return how.CANCELLED
    if project.umbrella is not None and counts_for_its_parts(project.umbrella):
        return how.PART
    if project.pk is not None and project.parts.filter(STANDS, audience__in=project.audiences_as_wide).exists():
        return how.UMBRELLA if project.value is not None else how.SPLIT
    return how.COUNTS if project.value is not None else how.UNVALUED


def counts_for_its_parts(umbrella: Project) -> bool:
    """Whether an umbrella's own value stands for its parts."""
    return (umbrella.value is not None and umbrella.stage not in ENDED and not umbrella.is_programme
            and not umbrella.is_retired)
