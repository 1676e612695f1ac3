"""Plans in a list, and one with its tree and its progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outward.planning.progress import Progress, Standing, progress_by_goal
from outward.planning.tree import placed
from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.coordination.models import Task
from outward_portal.plans.models import Plan, PlanItem
from outward_portal.plans.models.plans import PLAN_AUDIENCES
from outward_portal.registers.models import Agency
from outward_portal.theme.lists import Asked, ListShape, Narrowing

SHAPE: Final = ListShape(
    narrowings=(
        Narrowing("state", _("State"), Plan.State.choices, "state"),
        Narrowing("audience", _("Who reads it"), PLAN_AUDIENCES, "audience"),
        Narrowing("older", _("Also versions that were followed by another"), (("1", _("Yes")),), is_check=True),
    ),
    sorts={"title": "title_en", "state": "state", "version": "version", "made": "id", "adopted": "adopted_on"},
    usual="-made", words=_("Words of the title"),
)


def plans(asked: Asked, user: Any) -> QuerySet[Any]:
    """Give the plans that a list asks for, as far as a person may see them."""
    found = asked.narrowed(Plan.objects.visible_to(user)).select_related("owner").annotate(
        measures=Count("items", filter=Q(items__kind="measure") & ~Q(items__state="dropped")),
        done=Count("items", filter=Q(items__kind="measure", items__state="done")))
    if not asked["older"]:
        followed = Plan.objects.visible_to(user).filter(follows__isnull=False, adopted_on__isnull=False)
        found = found.exclude(pk__in=followed.values("follows"))
    if asked.words:
        found = found.filter(Q(title_en__icontains=asked.words) | Q(title_zh__icontains=asked.words))
    return asked.ordered(found)


@dataclass(frozen=True, slots=True)
class TreeRow:
    """An item as the tree shows it."""

    item: PlanItem
    number: str
    depth: int
    progress: Progress | None  # of a goal
    task: Task | None  # the leading group's, where the reader may see it
    children: tuple[TreeRow, ...] = ()
    is_first: bool = False
    is_last: bool = False


def items_of(plan: Plan, user: Any) -> list[PlanItem]:
    """Give a plan's items that a person may see, in the order of their places."""
    return with_agencies(list(PlanItem.objects.visible_to(user).filter(plan=plan).select_related(
        "agency", "plan").order_by("place", "id")), user)


def with_agencies(items: list[PlanItem], user: Any) -> list[PlanItem]:
    """Let items show the agencies that their source names, those that a person may see."""
    named = {item.named_agency_id for item in items if item.named_agency_id}
    seen = {agency.pk: agency for agency in Agency.objects.visible_to(user).filter(pk__in=named)}
    for item in items:
        item.shown_agency = seen.get(item.named_agency_id or 0)
    return items


def standing_of(item: PlanItem) -> Standing:
    """Say how far an item is, as `outward.planning` counts it."""
    return Standing(str(item.pk), item.state, item.due_on, item.is_owned, item.is_measured)  # type: ignore[arg-type]


def progress_of(items: Sequence[PlanItem]) -> dict[str | None, Progress]:
    """Count the measures within each goal, and under ``None`` those of the plan."""
    return progress_by_goal([item.node() for item in items], [standing_of(item) for item in items],
                            timezone.localdate())


def tree_of(items: Sequence[PlanItem], user: Any) -> tuple[TreeRow, ...]:
    """Give a plan's items as a tree: those at the top, each with what stands within it."""
    by_key = {str(item.pk): item for item in items}
    progress = progress_of(items)
    tasks = {task.pk: task for task in Task.objects.visible_to(user).filter(
        pk__in=[item.task_id for item in items if item.task_id]).select_related("owner")}
    ordered = placed(item.node() for item in items)
    last: dict[str | None, str] = {each.node.parent: each.node.key for each in ordered}
    within: dict[str | None, list[TreeRow]] = {}
    for each in reversed(ordered):  # what stands within comes after what holds it
        item, key = by_key[each.node.key], each.node.key
        row = TreeRow(item, each.number, each.depth, progress.get(key) if item.kind == "goal" else None,
                      tasks.get(item.task_id or 0), tuple(reversed(within.get(key, []))), each.node.place == 0,
                      last[each.node.parent] == key)
        within.setdefault(each.node.parent, []).append(row)
    return tuple(reversed(within.get(None, [])))


def numbers_of(items: Sequence[PlanItem]) -> dict[int, str]:
    """Give each item's number in its plan."""
    return {int(each.node.key): each.number for each in placed(item.node() for item in items)}


def find(key: int, user: Any) -> Plan | None:
    """Give a plan that a person may see."""
    seen: Any = Plan.objects.visible_to(user).select_related("owner", "follows", "made_by")
    found: Plan | None = seen.by_key(key)
    return found


def find_item(key: int, user: Any) -> PlanItem | None:
    """Give an item of a plan that a person may see."""
    seen: Any = PlanItem.objects.visible_to(user).select_related("plan", "agency", "parent", "task")
    found: PlanItem | None = seen.by_key(key)
    return with_agencies([found], user)[0] if found is not None else None


def versions_of(plan: Plan, user: Any) -> list[Plan]:
    """Give all versions of a plan that a person may see, the newest first."""
    seen: Any = Plan.objects.visible_to(user)
    chain, before, after = [plan], plan.follows_id, plan.pk
    while before is not None and (older := Plan._base_manager.filter(pk=before).first()) is not None:
        chain.append(older)
        before = older.follows_id
    while (newer := Plan._base_manager.filter(follows=after).first()) is not None:
        chain.insert(0, newer)
        after = newer.pk
    allowed = set(seen.filter(pk__in=[each.pk for each in chain]).values_list("pk", flat=True))
    return [each for each in chain if each.pk in allowed]


def own_items(user: Any) -> QuerySet[Any]:
    """Give the items that wait for somebody: of their agency, in a plan that holds, due within a month or late."""
    reader = viewer(user)
    waiting = PlanItem.objects.visible_to(user).filter(
        plan__state__in=["adopted", "under-way"], state__in=["open", "under-way"], due_on__isnull=False,
        due_on__lte=timezone.localdate() + timedelta(days=30), task__isnull=True)
    if reader.role not in (Role.OFFICER, Role.OFFICE) or reader.organisation is None:
        return waiting.none()
    return waiting.filter(agency=reader.organisation)
