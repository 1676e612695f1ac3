"""What this room adds to the pages of leads and events in the registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outward_portal.accounts.policy import may
from outward_portal.leads import queries
from outward_portal.leads.fitting.fits import fit_of
from outward_portal.records.kinds import KINDS


def lead(record: Any, user: Any) -> Mapping[str, Any]:
    """Say whether a lead is open, how it fits the reader's own enterprises, and what is seen of interests in it."""
    enterprises = queries.own_enterprises(user, of_samples=record.is_sample)[:queries.MOST_OWN]
    own: list[dict[str, Any]] = [{"enterprise": each, "fit": fit_of(record, each, user)} for each in enterprises]
    interests = list(queries.interests(user).filter(lead=record.pk)[:queries.MOST_SHOWN])
    by_enterprise = {each.enterprise_id: each for each in interests}
    return {"standing": queries.standing(record), "own": own, "interests": interests,
            "interest_of": by_enterprise, "may_match": may(user, "leads.matches"),
            "sees_interests": may(user, "leads.matches") or may(user, "leads.for-us"),
            "may_show": any(each["enterprise"].pk not in by_enterprise for each in own)}


def event(record: Any, user: Any) -> Mapping[str, Any]:
    """Say which leads came of an event."""
    found = queries.leads(user).filter(event=record.pk).order_by("open_until", "pk")
    return {"leads": list(found[:queries.MOST_SHOWN]), "may_add": may(user, "record.create", KINDS["lead"])}
