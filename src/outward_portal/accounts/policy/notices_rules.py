"""Who sees and does what in the room ``notices``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from outward_portal.accounts.policy.conditions import NOBODY
from outward_portal.accounts.policy.viewers import Viewer


def _nobody(_: Viewer) -> Q:
    """What happened is read by its notices, each of which is one person's."""
    return NOBODY


ROWS: Mapping[str, Callable[[Viewer], Q]] = {
    "notices.Occurrence": _nobody,
    "notices.OccurrenceTopic": _nobody,
}
ACTIONS: Mapping[str, Callable[[Viewer, Any], bool]] = {}
