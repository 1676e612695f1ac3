"""The policy matrix of a plan: measures against what they serve, answer, carry out and use, and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from outward.planning.matrix import Line, PolicyMatrix, policy_matrix
from outward.planning.tree import placed
from outward.vocabulary.labels import Label
from outward_portal.knowledge.models import Instrument
from outward_portal.plans.models import Factor, ItemRecord, ItemRelation, ItemResult, Plan, PlanItem
from outward_portal.plans.queries.chains import answered
from outward_portal.plans.queries.plans import items_of
from outward_portal.plans.vocabulary import areas, priorities, reforms
from outward_portal.records.models import Record
from outward_portal.theme.lists import ListShape, Narrowing

Columns = tuple[list[Line], set[tuple[str, str]]]

BY: Final = {
    "goals": _("Goals"), "factors": _("Factors"), "recommendations": _("Recommendations"), "results": _("Results"),
    "areas": _("Key areas"), "agencies": _("Agencies"), "instruments": _("Instruments"),
    "priorities": _("Priorities"), "reforms": _("Reform items"),
}
"""What the columns can be."""

WRITTEN: Final = {"factors": ItemRecord.Role.ANSWERS, "instruments": ItemRecord.Role.USES}
"""Columns whose marks are links that a changed file can write back."""

SHAPE: Final = ListShape(
    narrowings=(
        Narrowing("by", _("Columns"), tuple(BY.items())),
        Narrowing("met", _("Only what meets"), (("1", _("Yes")),), is_check=True),
    ), sorts={"number": "place"}, usual="number")


@dataclass(frozen=True, slots=True)
class ShownMatrix:
    """A matrix with the items of its rows and their numbers."""

    plan: Plan
    by: str
    matrix: PolicyMatrix
    items: Mapping[str, PlanItem]
    numbers: Mapping[str, str]


def matrix_of(plan: Plan, by: str, user: Any) -> ShownMatrix:
    """Lay a plan's measures against columns, as far as the reader sees them.

    Parameters
    ----------
    plan : Plan
        A plan that the reader may see.
    by : str
        A key of ``BY``.
    user : User or AnonymousUser
        The reader.
    """
    items = items_of(plan, user)
    order = placed(item.node() for item in items)
    by_key = {str(item.pk): item for item in items}
    numbers = {each.node.key: each.number for each in order}
    measures = [by_key[each.node.key] for each in order if each.node.kind == "measure"]
    columns, crossings = _COLUMNS[by](measures, by_key, plan, user)
    rows = [Line(str(item.pk), item.title) for item in measures]
    return ShownMatrix(plan, by, policy_matrix(rows, columns, crossings), {str(item.pk): item for item in measures},
                       numbers)


def _goals(measures: Sequence[PlanItem], by_key: Mapping[str, PlanItem], plan: Plan, user: Any) -> Columns:
    del plan, user
    goals = [by_key[each.node.key] for each in placed(item.node() for item in by_key.values())
             if each.node.kind == "goal"]
    crossings = {(str(item.pk), holder) for item in measures for holder in _above(item, by_key)}
    met = {goal for _item, goal in crossings}
    shown = [goal for goal in goals if str(goal.pk) in met or goal.parent_id is None]
    return [Line(str(goal.pk), goal.title) for goal in shown], crossings


def _above(item: PlanItem, by_key: Mapping[str, PlanItem]) -> Iterable[str]:
    parent = item.parent_id
    while parent is not None:
        yield str(parent)
        parent = by_key[str(parent)].parent_id


def _factors(measures: Sequence[PlanItem], by_key: Mapping[str, PlanItem], plan: Plan, user: Any) -> Columns:
    del by_key
    crossings = {(item, factor) for factor, item in answered(measures, user)}
    linked = {factor for _item, factor in crossings}
    held = Factor.objects.visible_to(user).filter(retired_at__isnull=True).order_by("side", "pk")
    lines = [Line(str(each.pk), each.name) for each in held
             if str(each.pk) in linked or (each.state == Factor.State.ACCEPTED and each.is_sample == plan.is_sample)]
    return lines, crossings


def _recommendations(measures: Sequence[PlanItem], by_key: Mapping[str, PlanItem], plan: Plan, user: Any) -> Columns:
    del by_key, plan
    stated = ItemRelation.objects.visible_to(user).filter(item__in=[item.pk for item in measures]).select_related(
        "recommendation").order_by("recommendation")
    lines = {each.recommendation_id: Line(str(each.recommendation_id), each.recommendation.title) for each in stated}
    return list(lines.values()), {(str(each.item_id), str(each.recommendation_id)) for each in stated}


def _results(measures: Sequence[PlanItem], by_key: Mapping[str, PlanItem], plan: Plan, user: Any) -> Columns:
    del by_key, plan
    came = ItemResult.objects.visible_to(user).filter(item__in=[item.pk for item in measures]).select_related(
        "record").order_by("pk")
    return [Line(str(each.pk), each.name) for each in came], {(str(each.item_id), str(each.pk)) for each in came}


def _instruments(measures: Sequence[PlanItem], by_key: Mapping[str, PlanItem], plan: Plan, user: Any) -> Columns:
    del by_key
    used = ItemRecord.objects.visible_to(user).filter(
        item__in=[item.pk for item in measures], role=ItemRecord.Role.USES, record__retired_at__isnull=True)
    crossings = {(str(item), str(record)) for item, record in used.values_list("item", "record")}
    known = Instrument.objects.visible_to(user).filter(retired_at__isnull=True, is_sample=plan.is_sample)
    rows: list[Record] = list(known.order_by("pk"))
    here = {str(row.pk) for row in rows}
    others = [record for record in {record for _item, record in crossings} if record not in here]
    rows += list(Record.objects.visible_to(user).filter(pk__in=others).order_by("pk"))
    return [Line(str(row.pk), row.name) for row in rows], crossings


def _agencies(measures: Sequence[PlanItem], by_key: Mapping[str, PlanItem], plan: Plan, user: Any) -> Columns:
    del by_key, plan, user
    lines: dict[str, Line] = {}
    crossings = set()
    for item in measures:
        if item.agency is not None:
            key = f"o{item.agency.pk}"
            lines[key] = Line(key, Label(item.agency.name_en, item.agency.name_zh))
            crossings.add((str(item.pk), key))
        elif item.shown_agency is not None:
            key = f"r{item.shown_agency.pk}"
            lines[key] = Line(key, item.shown_agency.name)
            crossings.add((str(item.pk), key))
    return list(lines.values()), crossings


def _by_choice(field: str, names: Callable[[], Mapping[str, Label]]
               ) -> Callable[[Sequence[PlanItem], Mapping[str, PlanItem], Plan, Any], Columns]:
    def columns(measures: Sequence[PlanItem], by_key: Mapping[str, PlanItem], plan: Plan, user: Any) -> Columns:
        del by_key, plan, user
        return ([Line(id, name) for id, name in names().items()],
                {(str(item.pk), getattr(item, field)) for item in measures if getattr(item, field)})
    return columns


_COLUMNS: Final[Mapping[str, Callable[[Sequence[PlanItem], Mapping[str, PlanItem], Plan, Any], Columns]]] = {
    "goals": _goals, "factors": _factors, "recommendations": _recommendations, "results": _results,
    "areas": _by_choice("area", areas), "agencies": _agencies, "instruments": _instruments,
    "priorities": _by_choice("priority", priorities), "reforms": _by_choice("reform", reforms),
}
