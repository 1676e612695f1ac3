"""Writing plans and their versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from outward_portal.accounts.models import Organisation, Role, User
from outward_portal.accounts.requests import Act
from outward_portal.journal import entries
from outward_portal.notices.telling import tell
from outward_portal.plans.models import ItemRecord, ItemRelation, ItemResult, Opinion, Plan, PlanItem
from outward_portal.records.errors import RefusedError

FIELDS: Final = ("title_en", "title_zh", "summary_en", "summary_zh", "begins", "ends", "case", "source", "audience",
                 "owner")
"""What a person writes of a plan."""

ROOM: Final = "room:plans"


def make(act: Act, values: Mapping[str, Any], **system: Any) -> Plan:
    """Begin a plan as a draft.

    Parameters
    ----------
    act : Act
        Who makes it.
    values : mapping
        Fields of ``FIELDS``.
    **system
        Fields that no form has: ``key``, ``is_sample``.
    """
    with transaction.atomic():
        made = Plan.objects.create(**values, **system, made_by=act.actor)
        entries.write(act, "plan.made", made, changes={"version": [None, 1]})
    return made


def change(act: Act, plan: Plan, values: Mapping[str, Any], *, revision: int) -> dict[str, Any]:
    """Change what a plan says of itself, unless somebody else has meanwhile."""
    with transaction.atomic():
        current = drawn(plan)
        if current.revision != revision:
            raise RefusedError(_("Somebody has changed the plan meanwhile. Copy your text, open it again and change "
                                 "it there."))
        before = _told(current)
        for name, value in values.items():
            setattr(current, name, value)
        changes = entries.differences(before, _told(current))
        if changes:
            current.revision += 1
            current.save()
            entries.write(act, "plan.changed", current, changes=dict.fromkeys(changes))
    return changes


def _told(plan: Plan) -> dict[str, Any]:
    return {name: plan.owner_id if name == "owner" else getattr(plan, name) for name in FIELDS}


def drawn(plan: Plan) -> Plan:
    """Take hold of a plan whose items can be changed; whoever comes second sees what the first has done."""
    current: Plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not current.is_drawn:
        raise RefusedError(_("The plan is adopted: its items are changed in a next version only."))
    return current


def discard(act: Act, plan: Plan) -> None:
    """Throw a draft away that was never adopted."""
    with transaction.atomic():
        current = drawn(plan)
        if current.adopted_on is not None or current.state != Plan.State.DRAFT:
            raise RefusedError(_("Only a draft can be thrown away."))
        entries.write(act, "plan.discarded", current)
        current.delete()


def opine(act: Act, plan: Plan, text: str) -> Opinion:
    """Add an opinion; the step's transaction is open."""
    return Opinion.objects.create(plan=plan, text=text, by=act.actor,
                                  organisation=act.actor.organisation if act.actor else None)


def offer(plan: Plan) -> None:
    """Tell those who answer for something in a plan that it is put to them."""
    tell("plan.consulted", f"plan.consulted:{plan.pk}:{plan.revision}", about=plan, topics=[ROOM],
         to=_answering(plan))


def adopt(act: Act, plan: Plan) -> None:
    """Adopt a version: the one before it hands on how far it is and is closed; everybody who follows plans is told."""
    if not plan.items.filter(kind=PlanItem.Kind.MEASURE).exists():
        raise RefusedError(_("A plan without a measure cannot be adopted. Add one."))
    plan.adopted_on = timezone.localdate()
    before = Plan.objects.select_for_update().filter(pk=plan.follows_id or 0).first()
    if before is not None:
        _carry_over(before, plan)
    if before is not None and before.state != Plan.State.CLOSED:
        before.state, before.closing_note = Plan.State.CLOSED, ""
        before.save(update_fields=["state", "closing_note", "changed_at"])
        entries.write(act, "plan.closed", before, changes={"followed by version": [None, plan.version]})
    kind = "plan.changed" if before is not None else "plan.adopted"
    tell(kind, f"{kind}:{plan.pk}", about=plan, topics=[ROOM], to=_answering(plan),
         values={"version": plan.version})


def _carry_over(before: Plan, into: Plan) -> None:
    """Take over what was written in a version while the next one was drawn up: it held, and that one could not be.

    How far items are, what came of them, the leading group's tasks, and by which items of other plans they are carried
    out; all of it by lineage.
    """
    old = {item.lineage: item for item in before.items.select_for_update()}  # nobody writes in them meanwhile
    items = [item for item in into.items.all() if item.lineage in old]
    for item in items:
        was = old[item.lineage]
        item.state, item.progress, item.done_on, item.task_id = was.state, was.progress, was.done_on, was.task_id
    new = {old[item.lineage].pk: item for item in items}
    before.items.filter(pk__in=list(new)).update(task=None)  # a task belongs to one item
    PlanItem.objects.bulk_update(items, ["state", "progress", "done_on", "task"])
    ItemResult.objects.filter(item__in=items).delete()  # as they were when the version was begun
    _copy_results(before, new)
    _carried_out_by(before, into, new)


def _carried_out_by(before: Plan, into: Plan, new: Mapping[int, PlanItem]) -> None:
    """Let items of other plans carry out the new version's items instead of the old one's."""
    stated = ItemRelation.objects.filter(recommendation__plan=before, recommendation__in=list(new)).exclude(
        item__plan__in=[before, into]).exclude(item__plan__state=Plan.State.CLOSED)
    for each in stated:
        follower = new[each.recommendation_id]
        if ItemRelation.objects.filter(item=each.item_id, recommendation=follower).exists():
            each.delete()
        else:
            each.recommendation = follower
            each.save(update_fields=["recommendation"])


def _answering(plan: Plan) -> list[Organisation | User]:
    """Give the agencies that answer for something in a plan."""
    return list(Organisation.objects.filter(plan_items__plan=plan).distinct())


def office_people() -> list[Organisation | User]:
    """Give the offices of the leading group."""
    return list(Organisation.objects.filter(kind=Organisation.Kind.OFFICE, people__role=Role.OFFICE).distinct())


def revise(act: Act, plan: Plan) -> Plan:
    """Begin the next version of a plan as a draft, with all its items, links and results.

    Raises
    ------
    RefusedError
        If a next version has been begun already.
    """
    begun = _("A next version has been begun already.")
    if Plan.objects.filter(follows=plan).exists():
        raise RefusedError(begun)
    values = {name: getattr(plan, name) for name in FIELDS}
    try:
        with transaction.atomic():
            made = Plan.objects.create(**values, version=plan.version + 1, follows=plan, made_by=act.actor,
                                       is_sample=plan.is_sample)
            _copy_items(plan, made)
            entries.write(act, "plan.made", made, changes={"version": [plan.version, made.version]})
    except IntegrityError as error:  # two have begun it at once
        raise RefusedError(begun) from error
    return made


def _copy_items(plan: Plan, into: Plan) -> None:
    """Copy the items in reading order, so that each parent is there before what stands within it."""
    new: dict[int, PlanItem] = {}
    left = {item.pk: item for item in plan.items.all()}
    while left:
        ready = [item for item in left.values() if item.parent_id is None or item.parent_id in new]
        for old in ready:
            copied = PlanItem.objects.get(pk=old.pk)
            copied.pk, copied.plan, copied.task = None, into, None
            copied.parent = new[old.parent_id] if old.parent_id else None
            copied._state.adding = True
            copied.save(force_insert=True)
            new[old.pk] = copied
            del left[old.pk]
    ItemRecord.objects.bulk_create([
        ItemRecord(item=new[each.item_id], record_id=each.record_id, role=each.role, note=each.note)
        for each in ItemRecord.objects.filter(item__plan=plan)])
    ItemRelation.objects.bulk_create([
        ItemRelation(item=new[each.item_id], recommendation=new.get(each.recommendation_id) or each.recommendation)
        for each in ItemRelation.objects.filter(item__plan=plan).select_related("recommendation")])
    _copy_results(plan, new)


def _copy_results(plan: Plan, new: Mapping[int, PlanItem]) -> None:
    """Copy what came of a version's items to those that follow them, the oldest first."""
    ItemResult.objects.bulk_create([
        ItemResult(item=new[each.item_id], **{name: getattr(each, name) for name in (
            "record_id", "target", "page", "text_en", "text_zh", "happened", "source", "by_id", "organisation_id")})
        for each in ItemResult.objects.filter(item__plan=plan, item__in=list(new)).order_by("pk")])
