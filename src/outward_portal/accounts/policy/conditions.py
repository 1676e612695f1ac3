"""Conditions that several rules rest on: nobody, everybody, and who sees a register's record."""

from __future__ import annotations

from django.db.models import Q

from outward_portal.accounts.policy.viewers import Viewer, levels

NOBODY = Q(pk__in=[])
EVERYBODY = Q()
"""Conditions under which no row, and every row, is seen."""


def record_seen(v: Viewer, at: str = "", *, also_retired: bool = False) -> Q:
    """A register's record: by its audience, and always by its owner."""
    audience, owner, retired = f"{at}audience", f"{at}owner", f"{at}retired_at__isnull"
    seen = Q(**{f"{audience}__in": levels(v)})
    if not v.leads and not also_retired:
        seen &= Q(**{retired: True})  # what is retired stays with those who can bring it back
    if v.own:
        seen |= Q(**{f"{owner}__in": v.own})
    return seen
