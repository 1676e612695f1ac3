"""Who sees and does what in the room ``leads``: leads and events are records; an interest is its enterprise's.

Rivals learn nothing of one another's interests, not even how many there are: not those who brought the lead either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy.conditions import NOBODY, record_seen
from outward_portal.accounts.policy.viewers import Viewer


def _interest(at: str) -> Callable[[Viewer], Q]:
    """An interest: the enterprise, who shares with it, and the leading group where it sees the lead.

    The leading group sees it also of an enterprise whose record it does not see: showing interest is telling it.
    """
    def rule(v: Viewer) -> Q:
        if v.leads:
            return record_seen(v, f"{at}lead__")
        return Q(**{f"{at}enterprise__owner__in": v.own}) if v.role == Role.ENTERPRISE and v.own else NOBODY
    return rule


def _note(v: Viewer) -> Q:
    """A note on an interest: whoever sees the interest; what is for the leading group only, that group."""
    seen = _interest("interest__")(v)
    return seen if v.leads else seen & Q(is_internal=False)


def _leads(v: Viewer, _: Any) -> bool:
    return v.leads


def _has_own(v: Viewer, _: Any) -> bool:
    """Read which leads are for one's own enterprises."""
    return v.role == Role.ENTERPRISE and v.organisation is not None


def _shows(v: Viewer, enterprise: Any) -> bool:
    """Show an enterprise's interest: its own people; not those who only share with it."""
    return _has_own(v, None) and enterprise.owner_id == v.organisation


def _own(v: Viewer, interest: Any) -> bool:
    return _shows(v, interest.enterprise)


def _own_or_leads(v: Viewer, interest: Any) -> bool:
    """Say how an interest goes on: its enterprise, and the leading group that follows it up."""
    return v.leads or _own(v, interest)


ROWS: Mapping[str, Callable[[Viewer], Q]] = {
    "leads.Interest": _interest(""),
    "leads.InterestNote": _note,
}
ACTIONS: Mapping[str, Callable[[Viewer, Any], bool]] = {
    "leads.for-us": _has_own,
    "leads.matches": _leads,
    "leads.funnel": _leads,
    "interest.show": _shows,
    "interest.follow": _leads,
    "interest.note": _own_or_leads,
    "interest.note-internally": _leads,
    "interest.advance": _own_or_leads,
    "interest.decide": _own,
}
