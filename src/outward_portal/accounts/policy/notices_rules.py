"""Who sees and does what in the room ``notices``: what a person follows and is told is that person's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy.conditions import EVERYBODY, NOBODY
from outward_portal.accounts.policy.viewers import Viewer


def _own(v: Viewer) -> Q:
    """What somebody follows, and how they want to be told: the person alone."""
    return NOBODY if v.user is None else Q(user=v.user)


def _told(v: Viewer) -> Q:
    """That somebody was told of something: the person alone. What it says is asked of its subject's own rule."""
    return NOBODY if v.user is None else Q(reader=v.user)


def _occurrence(at: str) -> Callable[[Viewer], Q]:
    """What happened: through what a person was told of it."""
    def rule(v: Viewer) -> Q:
        return NOBODY if v.user is None else Q(**{f"{at}notices__reader": v.user})
    return rule


def _endpoint(v: Viewer) -> Q:
    """A message gateway: who set it up; one of an organisation also whoever manages that."""
    seen = _own(v)
    return seen | Q(organisation=v.organisation) if v.manages and v.organisation is not None else seen


def _message(v: Viewer) -> Q:
    """A message that leaves the portal: whose it is; administrators see that it is there, it has no contents."""
    return EVERYBODY if v.role == Role.ADMINISTRATOR else _own(v)


def _signed_in(v: Viewer, _: Any) -> bool:
    return v.user is not None


def _keeps_endpoint(v: Viewer, endpoint: Any) -> bool:
    """End a gateway: who set it up, and the manager of its organisation."""
    own = v.user is not None and endpoint.user_id == v.user
    return own or (v.manages and v.organisation is not None and endpoint.organisation_id == v.organisation)


def _tries_endpoint(v: Viewer, endpoint: Any) -> bool:
    """Have a message sent to try a gateway: who set it up, because it goes in that person's name."""
    return v.user is not None and endpoint.user_id == v.user


def _gives_endpoint(v: Viewer, _: Any) -> bool:
    """Set a gateway up for the organisation: who manages its accounts."""
    return v.manages and v.organisation is not None


def _administers(v: Viewer, _: Any) -> bool:
    return v.role == Role.ADMINISTRATOR


ROWS: Mapping[str, Callable[[Viewer], Q]] = {
    "notices.Occurrence": _occurrence(""),
    "notices.OccurrenceTopic": _occurrence("occurrence__"),
    "notices.Subscription": _own,
    "notices.Notice": _told,
    "notices.Delivery": _own,
    "notices.Endpoint": _endpoint,
    "notices.Message": _message,
}
ACTIONS: Mapping[str, Callable[[Viewer, Any], bool]] = {
    "notices.read": _signed_in,
    "notices.follow": _signed_in,
    "notices.endpoint": _signed_in,
    "notices.endpoint-of-organisation": _gives_endpoint,
    "notices.endpoint-end": _keeps_endpoint,
    "notices.endpoint-try": _tries_endpoint,
    "notices.outbox": _administers,
    "notices.message-again": _administers,
}
