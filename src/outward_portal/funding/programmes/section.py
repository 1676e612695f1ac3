"""What a programme's page says beside its fields: calls, rules, budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outward_portal.accounts.policy import may
from outward_portal.funding.models import BudgetHead, Call, Programme, RuleVersion
from outward_portal.records.models import Record


def section(record: Record, user: Any) -> Mapping[str, Any]:
    """Give what a reader may see of a programme's calls, rules and budget."""
    programme = Programme.objects.select_related("agency").get(pk=record.pk)
    return {
        "calls": list(Call.objects.visible_to(user).filter(programme=record.pk).order_by("-closes_on")[:20]),
        "rules": RuleVersion.objects.visible_to(user).filter(programme=record.pk).first(),
        "budget": BudgetHead.objects.visible_to(user).filter(programme=record.pk).first(),
        "agency": programme.agency, "may_keep": may(user, "programme.keep", programme),
        "may_give": may(user, "programme.give", programme), "may_qualify": may(user, "funding.qualify")}
