"""The check list of loose ends: what the chains from factor to result want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from outward.planning.chains import ENDS, loose_ends
from outward.vocabulary.labels import Label
from outward_portal.plans.models import Factor, ItemRecord, ItemRelation, ItemResult, Plan, PlanItem
from outward_portal.plans.queries.plans import items_of, standing_of
from outward_portal.plans.targets import TargetsOfCase, targets_of

WORDS: Final = {
    "factor-unanswered": (_("Factors that nothing answers"), _("Link a measure to the factor, on the measure's page.")),
    "measure-unowned": (_("Measures for which nobody answers"), _("Name the agency, on the measure's page.")),
    "measure-unmeasured": (_("Measures without an indicator or a target"),
                           _("Say by what its success is seen, on the measure's page.")),
    "measure-undated": (_("Measures without a date"), _("Say by when, on the measure's page.")),
    "measure-unfounded": (_("Measures that answer no factor"), _("Link the factor that it answers.")),
    "done-without-result": (_("Measures that are done, without a result"), _("Write what came of it.")),
    "target-without-data": (_("Targets without data"), _("Load what the page of targets names.")),
}
"""Each kind of loose end: its title, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Loose:
    """Something that is missing: the item, factor or target, and what to do."""

    end: str
    name: Label
    item: PlanItem | None = None
    factor: Factor | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class LooseKind:
    """All loose ends of a kind."""

    end: str
    title: Any
    mend: Any
    found: tuple[Loose, ...]


def loose_ends_of(plan: Plan, user: Any) -> tuple[list[LooseKind], TargetsOfCase | None]:
    """Give a plan's loose ends by kind, as far as its reader sees what they are about, and its case's targets."""
    items = [item for item in items_of(plan, user) if item.kind == PlanItem.Kind.MEASURE]
    factors = {str(factor.pk): factor for factor in _factors(plan, user)}
    targets = targets_of(plan.case, user)
    missing = [id for item in items for id in item.target_ids
               if targets is not None and id in targets.targets and not targets.targets[id].has_data]
    ends = loose_ends(
        factors=factors, measures=[standing_of(item) for item in items],
        answers=answered(items, user),
        results={str(key) for key in ItemResult.objects.visible_to(user).filter(
            item__in=[item.pk for item in items]).values_list("item", flat=True)},
        targets_without_data=dict.fromkeys(missing))
    by_key = {str(item.pk): item for item in items}
    found: dict[str, list[Loose]] = {end: [] for end in ENDS}
    for each in ends:
        if each.end == "factor-unanswered":
            factor = factors[each.key]
            found[each.end].append(Loose(each.end, factor.name, factor=factor))
        elif each.end == "target-without-data":
            assert targets is not None
            found[each.end].append(Loose(each.end, targets.targets[each.key].name, target=each.key))
        else:
            found[each.end].append(Loose(each.end, by_key[each.key].title, item=by_key[each.key]))
    return [LooseKind(end, *WORDS[end], tuple(found[end])) for end in ENDS], targets


def _factors(plan: Plan, user: Any) -> list[Factor]:
    """Give the factors that a plan is asked to answer: those that hold, made-up ones for a made-up plan alone."""
    held = Factor.objects.visible_to(user).filter(
        state=Factor.State.ACCEPTED, retired_at__isnull=True, is_sample=plan.is_sample)
    return list(held.order_by("side", "pk"))


def answered(items: Sequence[PlanItem], user: Any) -> list[tuple[str, str]]:
    """Give which measure answers which factor, itself or through the recommendation that it carries out."""
    keys = [item.pk for item in items]
    direct = ItemRecord.objects.visible_to(user).filter(
        item__in=keys, role=ItemRecord.Role.ANSWERS).values_list("record", "item")
    relations = list(ItemRelation.objects.visible_to(user).filter(item__in=keys).values_list("item", "recommendation"))
    through: dict[int, list[int]] = {}
    for record, item in ItemRecord.objects.visible_to(user).filter(
            item__in=[recommendation for _item, recommendation in relations],
            role=ItemRecord.Role.ANSWERS).values_list("record", "item"):
        through.setdefault(item, []).append(record)
    pairs = [*direct, *((factor, item) for item, recommendation in relations
                        for factor in through.get(recommendation, []))]
    return [(str(factor), str(item)) for factor, item in pairs]
