"""Who sees and does what in the room ``leads``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from outward_portal.accounts.policy.viewers import Viewer

ROWS: Mapping[str, Callable[[Viewer], Q]] = {}
ACTIONS: Mapping[str, Callable[[Viewer, Any], bool]] = {}
