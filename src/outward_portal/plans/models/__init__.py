"""The room's rows: plans with items and what these are linked to, factors with their evidence, targets as read."""

from outward_portal.plans.models.factors import Factor, FactorEvidence
from outward_portal.plans.models.items import ItemRecord, ItemRelation, ItemResult, PlanItem
from outward_portal.plans.models.plans import Opinion, Plan
from outward_portal.plans.models.targets import TargetReading

__all__ = ["Factor", "FactorEvidence", "ItemRecord", "ItemRelation", "ItemResult", "Opinion", "Plan", "PlanItem",
           "TargetReading"]
