"""What waits for somebody in this room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import may, viewer
from outward_portal.plans.models import Factor, Plan
from outward_portal.plans.queries.plans import own_items
from outward_portal.work.waiting import Waiting


def waiting(user: Any) -> Iterator[Waiting]:
    """Give what waits for a person who has signed in."""
    if not may(user, "plan.working"):
        return
    plans: Any = Plan.objects.visible_to(user)
    reader = viewer(user)
    yield Waiting(_("Items of plans of my agency, due within a month or late"), own_items(user).count(),
                  reverse("plan-own-items"))
    consulted = plans.filter(state=Plan.State.CONSULTATION)
    if reader.role == Role.OFFICE:
        yield Waiting(_("Plans in consultation, to be adopted or taken back"), consulted.count(),
                      f"{reverse('plans')}?state=consultation")
        proposed = Factor.objects.visible_to(user).filter(state=Factor.State.PROPOSED, retired_at__isnull=True)
        yield Waiting(_("Factors to be accepted"), proposed.count(),
                      f"{reverse('records', args=['factors'])}?state=proposed")
    elif reader.organisation is not None:
        silent = consulted.exclude(opinions__organisation=reader.organisation)
        yield Waiting(_("Plans in consultation, for my agency's opinion"), silent.count(),
                      f"{reverse('plans')}?state=consultation")
