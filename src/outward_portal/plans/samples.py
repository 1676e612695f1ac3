"""Sample plans: one under way with results, one in consultation, one draft; all of it made up and marked so."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from outward_portal.accounts.models import Organisation
from outward_portal.accounts.requests import Act
from outward_portal.knowledge.models import Instrument
from outward_portal.plans.actions import items as item_actions
from outward_portal.plans.actions import links as link_actions
from outward_portal.plans.actions import plans as plan_actions
from outward_portal.plans.kinds import FACTORS
from outward_portal.plans.models import Factor, ItemRecord, ItemRelation, Opinion, Plan, PlanItem
from outward_portal.records import actions
from outward_portal.registers.models import Project
from outward_portal.theme.words import MADE_UP
from outward_portal.workflows.taking import take

_AUDIENCE: Final = "members"


def make_samples(act: Act) -> int:
    """Make the sample plans and factors, unless there are some; give how many plans were made."""
    if Plan.objects.filter(is_sample=True).exists():
        return 0
    with transaction.atomic():
        agencies = list(Organisation.objects.filter(kind=Organisation.Kind.AGENCY, is_sample=True).order_by("pk"))
        factors = _factors(act)
        _under_way(act, agencies, factors)
        _in_consultation(act, agencies)
        _draft(act, agencies)
    return Plan.objects.filter(is_sample=True).count()


def remove_samples(act: Act) -> int:
    """Delete the sample plans with all that hangs on them, and take the sample factors out; give how many plans."""
    with transaction.atomic():
        plans = Plan.objects.filter(is_sample=True)
        counted = plans.count()
        plans.update(follows=None)
        plans.delete()
        for factor in Factor.objects.filter(is_sample=True, retired_at__isnull=True):
            actions.retire(act, factor)
    return counted


def _factors(act: Act) -> list[Factor]:
    rows = (
        ("opportunity", "Sample: ports of two neighbours are rebuilt", "样例：两个邻国港口重建", "accepted", "strong"),
        ("unfavourable", "Sample: few engineers speak the buyers' languages", "样例：掌握买方语言的工程师不足",
         "accepted", "middle"),
        ("threat", "Sample: a competitor lends at lower rates", "样例：竞争对手提供更低利率贷款", "proposed", ""),
    )
    made = []
    for side, en, zh, state, strength in rows:
        record = actions.create(act, FACTORS, {
            "name_en": en, "name_zh": zh, "side": side, "strength": strength, "source": MADE_UP.en,
            "audience": _AUDIENCE, "sector": "equipment-manufacturing"}, is_sample=True)
        Factor.objects.filter(pk=record.pk).update(state=state)
        made.append(Factor.objects.get(pk=record.pk))
    return made


def _plan(act: Act, en: str, zh: str, **values: Any) -> Plan:
    return plan_actions.make(act, {"title_en": en, "title_zh": zh, "source": MADE_UP.en, "audience": _AUDIENCE,
                                   "case": "liaoning", **values}, is_sample=True)


def _item(act: Act, plan: Plan, kind: str, parent: PlanItem | None, en: str, zh: str, **values: Any) -> PlanItem:
    return item_actions.add(act, plan, kind, parent, {"title_en": en, "title_zh": zh, **values})


def _under_way(act: Act, agencies: list[Organisation], factors: list[Factor]) -> None:
    """A plan of which measures are done, under way, late and handed over, with its second version begun."""
    first, last, today = agencies[0], agencies[-1], timezone.localdate()
    plan = _plan(act, "Sample plan: equipment for ports", "样例规划：港口装备“走出去”", begins="2026", ends="2028",
                 summary_en="Made up, to show a plan under way.", summary_zh="虚构，用于展示实施中的规划。")
    sell = _item(act, plan, "goal", None, "Sell port cranes to two neighbours", "向两个邻国销售港口起重机")
    finance = _item(act, plan, "measure", sell, "Offer buyers' credit for cranes", "为买方提供起重机信贷", agency=last,
                    due_on=today - timedelta(days=20), indicator_en="credits given", indicator_zh="已发放信贷笔数",
                    target_value=5, priority="going-global")
    visit = _item(act, plan, "measure", sell, "Visit both port authorities", "走访两家港务局", agency=first,
                  due_on=today + timedelta(days=20), indicator_en="visits made", indicator_zh="走访次数",
                  target_value=2, area="marine-engineering")
    task = _item(act, plan, "task", visit, "Prepare the visit's papers", "准备走访材料", agency=first,
                 due_on=today + timedelta(days=10))
    train = _item(act, plan, "goal", None, "Train engineers in languages", "开展工程师语言培训")
    course = _item(act, plan, "measure", train, "Hold two courses", "举办两期培训班", agency=first,
                   due_on=today - timedelta(days=100), targets="G19", reform="opening")
    _item(act, plan, "measure", train, "Exchange engineers with a port abroad", "与境外港口互派工程师")
    for item, factor in ((finance, factors[0]), (visit, factors[0]), (course, factors[1])):
        link_actions.link(act, item, factor, ItemRecord.Role.ANSWERS)
    instrument = Instrument.objects.filter(retired_at__isnull=True).order_by("pk").first()
    if instrument is not None:
        link_actions.link(act, finance, instrument, ItemRecord.Role.USES)
    _adopt(act, plan)
    _step(act, plan, "begin")
    _step(act, finance, "start", {"progress": "Two of five credits are given. / 已发放两笔。"})
    _step(act, course, "finish", {"progress": "Both courses were held. / 两期培训班均已举办。",
                                  "done_on": date(today.year, 1, 31)})
    project = Project.objects.filter(is_sample=True, retired_at__isnull=True, owner__isnull=True).first() \
        or Project.objects.filter(is_sample=True, retired_at__isnull=True).order_by("pk").first()
    link_actions.add_result(act, course, {"text_en": "24 engineers passed", "text_zh": "24名工程师结业",
                                          "happened": str(today.year), "source": MADE_UP.en})
    if project is not None:
        link_actions.add_result(act, finance, {"record": project, "text_en": "the first credit went to this project",
                                               "text_zh": "首笔信贷用于该项目", "source": MADE_UP.en})
    link_actions.hand_over(act, task, {"owner": first, "due_on": today + timedelta(days=10), "details": MADE_UP.en})
    after = plan_actions.revise(act, plan)
    later = PlanItem.objects.get(plan=after, lineage=visit.lineage)
    item_actions.change(act, later, {"title_en": "Visit three port authorities", "title_zh": "走访三家港务局",
                                     "target_value": 3}, revision=later.revision)


def _in_consultation(act: Act, agencies: list[Organisation]) -> None:
    plan = _plan(act, "Sample plan: services around machines", "样例规划：装备配套服务", begins="2027",
                 owner=agencies[0])
    goal = _item(act, plan, "goal", None, "Sell service with every machine", "每台装备均配套服务")
    measure = _item(act, plan, "measure", goal, "Open a repair centre abroad", "在境外设立维修中心",
                    agency=agencies[0], indicator_en="centres open", indicator_zh="已设中心数", target_value=1)
    report = PlanItem.objects.filter(plan__key="recommendations:liaoning", kind="measure").order_by("pk").first()
    if report is not None:
        ItemRelation.objects.create(item=measure, recommendation=report)
    _step(act, plan, "consult")
    Opinion.objects.create(plan=plan, organisation=agencies[-1],
                           text="Sample opinion: name a date for the centre. / 样例意见：请明确中心设立时间。")


def _draft(act: Act, agencies: list[Organisation]) -> None:
    plan = _plan(act, "Sample plan: a draft just begun", "样例规划：刚起草的规划")
    goal = _item(act, plan, "goal", None, "A goal without measures yet", "尚无措施的目标")
    del goal, agencies


def _adopt(act: Act, plan: Plan) -> None:
    for step in ("consult", "adopt"):
        _step(act, plan, step)


def _step(act: Act, subject: Any, key: str, values: dict[str, Any] | None = None) -> None:
    """Take a step as the office would; a command may."""
    from outward_portal.workflows.flow import WORKFLOWS

    flow = WORKFLOWS.of(subject)
    step = flow.step(key)
    assert step is not None
    now = take(act, flow, subject, step, values)
    for field in subject._meta.concrete_fields:
        setattr(subject, field.attname, getattr(now, field.attname))
    del now
