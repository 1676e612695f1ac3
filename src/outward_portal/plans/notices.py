"""What people are told of plans, items and targets."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.notices.telling import NoticeKind
from outward_portal.plans.models import Plan, PlanItem, TargetReading
from outward_portal.records.readable_cases import case_name
from outward_portal.theme.languages import current_language


def _plan_page(plan: Plan) -> str:
    return reverse("plan", kwargs={"row": plan.pk})


def _item_page(item: PlanItem) -> str:
    return reverse("plan-item", kwargs={"row": item.pk})


def _targets_page(reading: TargetReading) -> str:
    return f"{reverse('plan-targets')}?case={reading.access.case}"


def _case(reading: Any) -> str:
    return case_name(reading.access.case).text(current_language())


ALL: Final = (
    NoticeKind("plan.consulted", _("Plan put to the agencies"),
               _("The plan “%(name)s” is put to the agencies: give your opinion."), _plan_page),
    NoticeKind("plan.adopted", _("Plan adopted"), _("The plan “%(name)s” is adopted."), _plan_page),
    NoticeKind("plan.changed", _("Plan changed"), _("Version %(version)s of the plan “%(name)s” is adopted."),
               _plan_page),
    NoticeKind("plan-item.due", _("Item of a plan due"), _("“%(name)s” is due on %(due)s."), _item_page),
    NoticeKind("plan-item.late", _("Item of a plan late"), _("“%(name)s” was due on %(due)s and is not done."),
               _item_page),
    NoticeKind("target.moved", _("Progress of targets changed"),
               _("%(name)s: with release %(release)s the progress of targets changed: %(targets)s."), _targets_page,
               name_of=_case),
)
