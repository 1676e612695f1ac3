"""Steps of which the journal tells that they were taken, and nothing of why: that is read with the row, by few."""

from __future__ import annotations

from dataclasses import replace

from outward_portal.workflows.flow import Step


def private(*steps: Step) -> tuple[Step, ...]:
    """Mark steps as private: whoever may read the journal is not told the reason in it."""
    return tuple(replace(each, is_private=True) for each in steps)
