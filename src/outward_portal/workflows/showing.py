"""What a page shows of a row's life cycle: where it stands, and the steps that its reader may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from outward_portal.workflows.flow import WORKFLOWS, State, Step, Workflow
from outward_portal.workflows.taking import steps_for


@dataclass(frozen=True, slots=True)
class Offer:
    """The state of a row and the steps that are open to somebody."""

    flow: Workflow
    subject: Any
    state: State
    steps: tuple[Step, ...]


def offer(user: Any, subject: Any) -> Offer:
    """Say where a row stands and what a person may do with it; ``workflows/steps.jinja`` shows it."""
    flow = WORKFLOWS.of(subject)
    return Offer(flow, subject, flow.state_of(subject), tuple(steps_for(flow, user, subject)))
