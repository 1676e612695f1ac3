"""Writing what items are linked to: factors, instruments, recommendations, results, and the leading group's tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.coordination.models import Task
from outward_portal.coordination.tasks import actions as tasks
from outward_portal.journal import entries
from outward_portal.plans.models import ItemRecord, ItemRelation, ItemResult, Plan, PlanItem
from outward_portal.records.errors import RefusedError
from outward_portal.records.models import Record

MOST_LINKS: Final = 200


def link(act: Act, item: PlanItem, record: Record, role: str, note: str = "") -> ItemRecord:
    """Say that an item answers a factor or works by an instrument; said twice it stands once."""
    with transaction.atomic():
        current = _held(item)
        _check_room(current.records)
        made, is_new = ItemRecord.objects.get_or_create(item=current, record_id=record.pk, role=role,
                                                        defaults={"note": note})
        if is_new:
            entries.write(act, "plan.linked", current.plan, changes={"item": [item.pk, item.pk],
                                                                     role: [None, record.pk]})
    return made


def unlink(act: Act, stated: ItemRecord) -> None:
    """Take a link back."""
    with transaction.atomic():
        current = _held(stated.item)
        if ItemRecord.objects.filter(pk=stated.pk).delete()[0]:
            entries.write(act, "plan.unlinked", current.plan, changes={"item": [current.pk, current.pk],
                                                                       stated.role: [stated.record_id, None]})


def set_links(act: Act, plan: Plan, role: str, added: set[tuple[int, int]], removed: set[tuple[int, int]]) -> int:
    """Add and take back many links of a plan at once, as a matrix says; give how many changed."""
    with transaction.atomic():
        current = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if current.state == Plan.State.CLOSED:
            raise RefusedError(_closed())
        gone = sum(ItemRecord.objects.filter(item=item, item__plan=current, record=record, role=role).delete()[0]
                   for item, record in sorted(removed))
        new = [ItemRecord(item_id=item, record_id=record, role=role) for item, record in sorted(added)
               if not ItemRecord.objects.filter(item=item, record=record, role=role).exists()]
        ItemRecord.objects.bulk_create(new)
        if gone or new:
            entries.write(act, "plan.linked", current, changes={role: [gone, len(new)]})
    return gone + len(new)


def relate(act: Act, item: PlanItem, recommendation: PlanItem) -> ItemRelation:
    """Say that an item carries out a recommendation of another plan, or of this one."""
    if item.pk == recommendation.pk:
        raise RefusedError(_("An item does not carry itself out. Choose another."))
    with transaction.atomic():
        current = _held(item)
        _check_room(current.carries_out)
        made, is_new = ItemRelation.objects.get_or_create(item=current, recommendation=recommendation)
        if is_new:
            entries.write(act, "plan.linked", current.plan, changes={"item": [item.pk, item.pk],
                                                                     "carries out": [None, recommendation.pk]})
    return made


def unrelate(act: Act, stated: ItemRelation) -> None:
    """Take that back."""
    with transaction.atomic():
        current = _held(stated.item)
        if ItemRelation.objects.filter(pk=stated.pk).delete()[0]:
            entries.write(act, "plan.unlinked", current.plan, changes={
                "item": [current.pk, current.pk], "carries out": [stated.recommendation_id, None]})


def add_result(act: Act, item: PlanItem, values: Mapping[str, Any]) -> ItemResult:
    """Write what came of an item."""
    with transaction.atomic():
        current = _held(item)
        _check_room(current.results)
        made = ItemResult.objects.create(item=current, **values, by=act.actor,
                                         organisation=act.actor.organisation if act.actor else None)
        entries.write(act, "plan.result-added", current.plan, changes={"item": [item.pk, item.pk],
                                                                       "result": [None, made.pk]})
    return made


def remove_result(act: Act, result: ItemResult) -> None:
    """Take a result out; the journal keeps that there was one."""
    with transaction.atomic():
        current = _held(result.item)
        if ItemResult.objects.filter(pk=result.pk).delete()[0]:
            entries.write(act, "plan.result-removed", current.plan, changes={"item": [current.pk, current.pk],
                                                                             "result": [result.pk, None]})


def hand_over(act: Act, item: PlanItem, values: Mapping[str, Any]) -> Task:
    """Give a plan's task to an agency as a task of the leading group, which says from then on how far it is.

    Parameters
    ----------
    act : Act
        Who hands it over.
    item : PlanItem
        A task of a plan that holds, which was not handed over yet, or whose task was dropped.
    values : mapping
        ``owner`` and ``due_on``, and ``details`` where there are.
    """
    try:
        with transaction.atomic():
            current = PlanItem.objects.select_for_update(of=("self",)).select_related("plan").get(pk=item.pk)
            if current.task is not None and current.task.state != Task.State.DROPPED:
                raise RefusedError(_handed())
            records = [each.record for each in current.records.select_related("record")]
            made = tasks.give(act, {"title_en": current.title_en, "title_zh": current.title_zh,
                                    "is_sample": current.plan.is_sample, **values}, records=records)
            current.task = made
            current.save(update_fields=["task"])
            entries.write(act, "plan.task-handed", current.plan, changes={"item": [item.pk, item.pk],
                                                                          "task": [None, made.pk]})
    except IntegrityError as error:
        raise RefusedError(_handed()) from error
    return made


def _handed() -> str:
    return _("It has been handed over already.")


def _closed() -> str:
    return _("The plan is closed: nothing more is written in it.")


def _held(item: PlanItem) -> PlanItem:
    current = PlanItem.objects.select_for_update(of=("self",)).select_related("plan").get(pk=item.pk)
    if current.plan.state == Plan.State.CLOSED:
        raise RefusedError(_closed())
    return current


def _check_room(rows: Any) -> None:
    if rows.count() >= MOST_LINKS:
        raise RefusedError(_("An item holds at most %(most)d of these.") % {"most": MOST_LINKS})
