"""Writing items: adding, changing, moving, taking out; the plan's row is held, so that its tree is changed by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from outward.errors import InvalidValueError, NotFoundError
from outward.planning.tree import PARENTS, Node, beneath, check_tree, moved, shifted
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.plans.actions.plans import drawn
from outward_portal.plans.models import Plan, PlanItem
from outward_portal.records.errors import RefusedError

MOST_ITEMS: Final = 1000
"""Items of one plan: a larger one is several plans."""

FIELDS: Final = ("title_en", "title_zh", "details_en", "details_zh", "paragraphs", "priority", "reform", "area",
                 "agency", "named_agency", "indicator_en", "indicator_zh", "targets", "baseline", "target_value",
                 "unit", "due_on")
"""What a person writes of an item."""


def add(act: Act, plan: Plan, kind: str, parent: PlanItem | None, values: Mapping[str, Any], **system: Any) -> PlanItem:
    """Add an item at the end of its parent.

    Raises
    ------
    RefusedError
        If the parent may not hold it, or the plan is adopted or full.
    """
    with transaction.atomic():
        current = drawn(plan)
        nodes = nodes_of(current)
        if len(nodes) >= MOST_ITEMS:
            raise RefusedError(_("A plan holds at most %(most)d items. Make another plan.") % {"most": MOST_ITEMS})
        holder = next((node for node in nodes if parent is not None and node.key == str(parent.pk)), None)
        if (parent is not None and holder is None) or (holder.kind if holder else None) not in PARENTS[kind]:  # type: ignore[index]
            raise RefusedError(_wrong_place())
        place = sum(node.parent == (holder.key if holder else None) for node in nodes)
        made = PlanItem.objects.create(plan=current, kind=kind, parent=parent, place=place, **values, **system)
        entries.write(act, "plan.item-added", current, changes={"item": [None, made.pk], "kind": [None, kind]})
    return made


def change(act: Act, item: PlanItem, values: Mapping[str, Any], *, revision: int) -> bool:
    """Change what an item says, unless somebody else has meanwhile; says whether anything changed."""
    with transaction.atomic():
        plan = drawn(item.plan)
        current = PlanItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if current.revision != revision:
            raise RefusedError(_("Somebody has changed this item meanwhile. Copy your text, open it again and change "
                                 "it there."))
        before = {name: _plain(getattr(current, name)) for name in FIELDS}
        for name, value in values.items():
            setattr(current, name, value)
        changes = entries.differences(before, {name: _plain(getattr(current, name)) for name in FIELDS})
        if changes:
            current.revision += 1
            current.save()
            entries.write(act, "plan.item-changed", plan, changes={"item": [item.pk, item.pk],
                                                                   **dict.fromkeys(changes)})
    return bool(changes)


def _plain(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value


def move(act: Act, item: PlanItem, parent: PlanItem | None) -> None:
    """Put an item with all that stands within it at the end of another parent.

    Raises
    ------
    RefusedError
        If it would stand within itself, or in what may not hold it.
    """
    with transaction.atomic():
        plan = drawn(item.plan)
        try:
            after = moved(nodes_of(plan), str(item.pk), str(parent.pk) if parent else None)
        except (InvalidValueError, NotFoundError) as error:
            raise RefusedError(_wrong_place()) from error
        _save(plan, after)
        entries.write(act, "plan.item-moved", plan, changes={"item": [item.pk, item.pk],
                                                             "parent": [item.parent_id, parent.pk if parent else None]})


def shift(act: Act, item: PlanItem, by: Literal[-1, 1]) -> None:
    """Put an item before its elder or behind its younger sibling."""
    with transaction.atomic():
        plan = drawn(item.plan)
        try:
            after = shifted(nodes_of(plan), str(item.pk), by)
        except NotFoundError as error:
            raise RefusedError(_("Somebody has taken this item out meanwhile.")) from error
        if _save(plan, after):
            entries.write(act, "plan.item-moved", plan, changes={"item": [item.pk, item.pk], "by": [None, by]})


def remove(act: Act, item: PlanItem) -> int:
    """Take an item out with all that stands within it; give how many items went."""
    with transaction.atomic():
        plan = drawn(item.plan)
        try:
            gone = [item.pk, *(int(key) for key in beneath(nodes_of(plan), str(item.pk)))]
        except NotFoundError as error:
            raise RefusedError(_("Somebody has taken this item out meanwhile.")) from error
        entries.write(act, "plan.item-removed", plan, changes={"item": [item.pk, None], "items": [len(gone), 0]})
        PlanItem.objects.filter(pk__in=gone).delete()
        _save(plan, check_tree(nodes_of(plan)))
    return len(gone)


def nodes_of(plan: Plan) -> tuple[Node, ...]:
    """Give a plan's tree as it stands."""
    return check_tree(item.node() for item in PlanItem.objects.filter(plan=plan).order_by("place", "id"))


def _save(plan: Plan, nodes: Iterable[Node]) -> int:
    """Write the places of a tree that differ; give how many did."""
    now = {str(item.pk): item for item in PlanItem.objects.filter(plan=plan)}
    changed = []
    for node in nodes:
        item, parent = now[node.key], int(node.parent) if node.parent else None
        if (item.parent_id, item.place) != (parent, node.place):
            item.parent_id, item.place = parent, node.place
            changed.append(item)
    PlanItem.objects.bulk_update(changed, ["parent", "place"])
    return len(changed)


def _wrong_place() -> str:
    return _("It cannot stand there: a goal stands at the top or within a goal, a measure within a goal, a task within "
             "a measure, and nothing within itself.")
