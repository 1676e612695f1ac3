"""Steps of which the journal says that they were taken, and no reason: it is read by others than the row."""

from __future__ import annotations

from dataclasses import replace

from outward_portal.workflows.flow import Step


def private(*steps: Step) -> tuple[Step, ...]:
    """Keep the reasons of steps out of the journal."""
    return tuple(replace(each, is_private=True) for each in steps)
