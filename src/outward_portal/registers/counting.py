"""How a project counts in totals, so that nothing is counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outward_portal.registers.models import Project


def counting_of(project: Project) -> str:
    """Say how a project counts.

    A cancelled or suspended project does not count. Of an umbrella and its parts only one side does: the umbrella where
    it states a value, else its parts. A programme of governments is not one project. A project in several countries
    counts once in the total; in a table by country it stands in a row of its own, never in each country's.

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
    if project.is_programme:
        return how.PROGRAMME
    if project.stage in ("cancelled", "suspended"):
        return how.CANCELLED
    if project.umbrella is not None and counts_for_its_parts(project.umbrella):
        return how.PART
    if project.pk is not None and project.parts.exists():
        return how.UMBRELLA if project.value is not None else how.SPLIT
    return how.COUNTS if project.value is not None else how.UNVALUED


def counts_for_its_parts(umbrella: Project) -> bool:
    """Whether an umbrella's own value stands for its parts."""
    return umbrella.value is not None and umbrella.stage not in ("cancelled", "suspended") and not umbrella.is_programme
