"""What an item is linked to, and what is linked to it: factor, recommendation, measure and result, both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outward_portal.plans.models import Factor, ItemRecord, ItemRelation, ItemResult, PlanItem
from outward_portal.records.models import Record


@dataclass(frozen=True, slots=True)
class ItemLinks:
    """Everything that an item is linked to, as far as its reader may see it."""

    factors: list[ItemRecord]
    instruments: list[ItemRecord]
    recommendations: list[ItemRelation]
    measures: list[ItemRelation]  # that carry this item out
    results: list[ItemResult]
    came: Mapping[int, list[ItemResult]]  # of the measures that carry it out, by their keys


def links_of(item: PlanItem, user: Any) -> ItemLinks:
    """Gather the links of an item."""
    records = ItemRecord.objects.visible_to(user).filter(item=item, record__retired_at__isnull=True).select_related(
        "record")
    relations: Any = ItemRelation.objects.visible_to(user)
    measures = list(relations.filter(recommendation=item).select_related("item__plan"))
    came: dict[int, list[ItemResult]] = defaultdict(list)
    for result in ItemResult.objects.visible_to(user).filter(
            item__in=[item.pk, *(each.item_id for each in measures)]).select_related("record", "organisation"):
        came[result.item_id].append(result)
    return ItemLinks(
        [each for each in records if each.role == ItemRecord.Role.ANSWERS],
        [each for each in records if each.role == ItemRecord.Role.USES],
        list(relations.filter(item=item).select_related("recommendation__plan")), measures, came.pop(item.pk, []), came)


def factor_section(record: Record, user: Any) -> Mapping[str, Any]:
    """Say on a factor's page what it cites, which measures answer it, and what came of them."""
    from outward_portal.accounts.policy import may
    from outward_portal.plans.figures import evidence_for
    from outward_portal.workflows.showing import offer

    factor = Factor.objects.select_related("superseded_by").get(pk=record.pk)
    follower = Record.objects.visible_to(user).filter(pk=factor.superseded_by_id).first() \
        if factor.superseded_by_id else None
    return {"factor": factor, "follower": follower, "offer": offer(user, factor),
            "evidence": evidence_for([factor], user).get(factor.pk, []),
            "may_cite": may(user, "factor.cite", factor), "answers": answers_to([factor.pk], user)[factor.pk]}


@dataclass(frozen=True, slots=True)
class Answer:
    """An item that answers a factor, with the measures that carry it out and what came of it."""

    item: PlanItem
    measures: tuple[PlanItem, ...]
    results: tuple[ItemResult, ...]


def answers_to(factors: Iterable[int], user: Any) -> dict[int, list[Answer]]:
    """Give what answers each factor, in plans that are in their newest version for the reader, or not closed."""
    links = list(ItemRecord.objects.visible_to(user).filter(
        record__in=list(factors), role=ItemRecord.Role.ANSWERS).exclude(item__plan__state="closed").select_related(
        "item__plan"))
    items = [link.item_id for link in links]
    carried: dict[int, list[PlanItem]] = defaultdict(list)
    for relation in ItemRelation.objects.visible_to(user).filter(recommendation__in=items).select_related("item__plan"):
        carried[relation.recommendation_id].append(relation.item)
    came: dict[int, list[ItemResult]] = defaultdict(list)
    measures = [measure.pk for found in carried.values() for measure in found]
    for result in ItemResult.objects.visible_to(user).filter(item__in=[*items, *measures]).select_related("record"):
        came[result.item_id].append(result)
    found: dict[int, list[Answer]] = defaultdict(list)
    for link in links:
        results = [*came[link.item_id], *(each for measure in carried[link.item_id] for each in came[measure.pk])]
        found[link.record_id].append(Answer(link.item, tuple(carried[link.item_id]), tuple(results)))
    return found
