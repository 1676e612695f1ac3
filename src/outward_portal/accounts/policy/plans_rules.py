"""Who sees and does what in the room ``plans``: plans with their items, factors with their figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy.conditions import EVERYBODY, NOBODY, record_seen
from outward_portal.accounts.policy.viewers import Viewer, levels

_DRAWN = ("draft", "consultation")
_HOLDS = ("adopted", "under-way")
_PLANS = ("draft", "consultation", "adopted", "under-way")


def _works_on_plans(v: Viewer) -> bool:
    """Whether somebody draws up plans: the leading group and its analysts."""
    return v.leads or v.role == Role.ANALYST


def _plan_seen(v: Viewer, at: str = "") -> Q:
    """A plan: once it was adopted, its audience; before that, who draws it up."""
    if _works_on_plans(v):
        return EVERYBODY
    return Q(**{f"{at}audience__in": levels(v), f"{at}adopted_on__isnull": False})


def _plan(v: Viewer) -> Q:
    return _plan_seen(v)


def _item(v: Viewer) -> Q:
    """An item: whoever sees its plan."""
    return _plan_seen(v, "plan__")


def _items(v: Viewer) -> Any:
    return apps.get_model("plans", "PlanItem")._base_manager.filter(_item(v)).values("pk")


def _opinion(v: Viewer) -> Q:
    """What is said of a plan in consultation: among those who draw it up."""
    return EVERYBODY if _works_on_plans(v) else NOBODY


def _item_record(v: Viewer) -> Q:
    """A link of an item: whoever sees the plan and the record."""
    return Q(item__in=_items(v)) & record_seen(v, "record__")


def _item_relation(v: Viewer) -> Q:
    return Q(item__in=_items(v), recommendation__in=_items(v))


def _item_result(v: Viewer) -> Q:
    """A result: with the plan; where it is a record, only with the record."""
    return Q(item__in=_items(v)) & (Q(record__isnull=True) | record_seen(v, "record__"))


def _evidence(v: Viewer) -> Q:
    """A figure that a factor cites: with the factor, and where the reader may read the case."""
    return record_seen(v, "factor__") & Q(access__audience__in=levels(v))


def _reading(v: Viewer) -> Q:
    return Q(access__audience__in=levels(v))


ROWS: Mapping[str, Callable[[Viewer], Q]] = {
    "plans.Plan": _plan,
    "plans.PlanItem": _item,
    "plans.Opinion": _opinion,
    "plans.ItemRecord": _item_record,
    "plans.ItemRelation": _item_relation,
    "plans.ItemResult": _item_result,
    "plans.FactorEvidence": _evidence,
    "plans.TargetReading": _reading,
}


def _make(v: Viewer, _: Any) -> bool:
    return _works_on_plans(v)


def _change(v: Viewer, plan: Any) -> bool:
    """Draw a plan: who draws plans up, while it is a draft; in consultation the office alone."""
    if plan.state == "draft":
        return _works_on_plans(v)
    return plan.state == "consultation" and v.role == Role.OFFICE


def _offers(v: Viewer, plan: Any) -> bool:
    """Put a draft to the agencies, or take it back: the office, or an officer of the agency whose plan it is."""
    return v.role == Role.OFFICE or (v.role == Role.OFFICER and plan.owner_id is not None
                                     and plan.owner_id == v.organisation)


def _opines(v: Viewer, plan: Any) -> bool:
    return plan.state == "consultation" and _works_on_plans(v)


def _office(v: Viewer, _: Any) -> bool:
    return v.role == Role.OFFICE


def _revises(v: Viewer, plan: Any) -> bool:
    """Begin a next version: the office, of a plan that holds."""
    return v.role == Role.OFFICE and plan.state in _HOLDS


def _discards(v: Viewer, plan: Any) -> bool:
    """Throw a draft away: the office, or who made it; what was adopted is never thrown away."""
    return plan.state == "draft" and plan.adopted_on is None and (
        v.role == Role.OFFICE or (_works_on_plans(v) and plan.made_by_id == v.user))


def _item_change(v: Viewer, item: Any) -> bool:
    return _change(v, item.plan)


def _item_link(v: Viewer, item: Any) -> bool:
    """Say what an item answers and by what it works: who draws plans up, until the plan is closed."""
    return item.plan.state in _PLANS and _works_on_plans(v)


def _item_progress(v: Viewer, item: Any) -> bool:
    """Write how far an item is: the office, and officers of the agency that answers for it, once it is adopted.

    What was handed over is the leading group's task, which says itself how far it is.
    """
    if item.kind == "goal" or item.plan.state not in _HOLDS or item.task_id is not None:
        return False
    return v.role == Role.OFFICE or (v.role == Role.OFFICER and item.agency_id is not None
                                     and item.agency_id == v.organisation)


def _item_result_write(v: Viewer, item: Any) -> bool:
    """Write what came of an item: as its progress; of a task that was handed over, the office too."""
    if item.plan.state not in _HOLDS:
        return False
    return v.role == Role.OFFICE or (v.role == Role.OFFICER and item.agency_id is not None
                                     and item.agency_id == v.organisation)


def _item_hand(v: Viewer, item: Any) -> bool:
    """Hand a task over to an agency: the office, of a plan that holds, once; again where the agency's was dropped."""
    return v.role == Role.OFFICE and item.kind == "task" and item.plan.state in _HOLDS and (
        item.task is None or item.task.state == "dropped")


def _cites(v: Viewer, factor: Any) -> bool:
    """Cite figures for a factor: who draws plans up while it is proposed, then the office."""
    if factor.retired_at is not None or factor.state == "superseded":
        return False
    return v.role == Role.OFFICE or (factor.state == "proposed" and _works_on_plans(v))


def _reads_working(v: Viewer, _: Any) -> bool:
    return _works_on_plans(v)


ACTIONS: Mapping[str, Callable[[Viewer, Any], bool]] = {
    "plan.make": _make,
    "plan.change": _change,
    "plan.offer": _offers,
    "plan.opine": _opines,
    "plan.adopt": _office,
    "plan.revise": _revises,
    "plan.discard": _discards,
    "plan.working": _reads_working,
    "plan-item.change": _item_change,
    "plan-item.link": _item_link,
    "plan-item.progress": _item_progress,
    "plan-item.result": _item_result_write,
    "plan-item.hand": _item_hand,
    "factor.accept": _office,
    "factor.cite": _cites,
}
