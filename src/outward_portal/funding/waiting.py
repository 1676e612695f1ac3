"""What waits in this room for whom."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outward_portal.accounts.models import Role
from outward_portal.accounts.policy import viewer
from outward_portal.funding.applications import queries
from outward_portal.funding.models import Application, Instalment, Report
from outward_portal.work.waiting import Waiting


def waiting(user: Any) -> Iterable[Waiting]:
    """Count what waits for a person."""
    role = viewer(user).role
    if role == Role.ENTERPRISE:
        yield from _of_enterprise(user)
    elif role == Role.OFFICER:
        yield Waiting(_("Reviews of applications to hand in"), queries.own_places(user).count(), reverse("reviews"))
    elif role == Role.OFFICE:
        yield from _of_office(user)


def _of_enterprise(user: Any) -> Iterable[Waiting]:
    own = Application.objects.visible_to(user)
    listed = reverse("applications")
    yield Waiting(_("Questions about applications to answer"), own.filter(state="questioned").count(),
                  f"{listed}?state=questioned")
    yield Waiting(_("Awards to accept"), own.filter(state="granted").count(), f"{listed}?state=granted")
    reports = Report.objects.visible_to(user).filter(state__in=("due", "returned"), application__state="running")
    yield Waiting(_("Reports on awards to hand in"), reports.count(), f"{listed}?state=running")


def _of_office(user: Any) -> Iterable[Waiting]:
    seen = Application.objects.visible_to(user)
    listed = reverse("applications")
    yield Waiting(_("Applications to give to reviewers"), seen.filter(state="submitted").count(),
                  f"{listed}?state=submitted")
    decide = queries.to_decide(user)
    yield Waiting(_("Applications to decide"), sum(each.state == "review" for each in decide), f"{listed}?state=review")
    yield Waiting(_("Appeals to decide"), sum(each.state == "appealed" for each in decide), f"{listed}?state=appealed")
    yield Waiting(_("Instalments whose milestone is reached"),
                  Instalment.objects.visible_to(user).filter(state="reached").count(), f"{listed}?state=running")
    yield Waiting(_("Reports on awards to read"), Report.objects.visible_to(user).filter(state="handed-in").count(),
                  f"{listed}?state=running")
