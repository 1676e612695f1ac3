"""Enterprises and leads for the tests of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from outward_portal.accounts.requests import Act
from outward_portal.leads.actions import show_interest
from outward_portal.leads.flow import INTEREST
from outward_portal.leads.models import Interest, Lead
from outward_portal.records import actions
from outward_portal.records.kinds import KINDS
from outward_portal.registers.models import Enterprise
from outward_portal.workflows.taking import take
from tests.portal.people import People


@dataclass(frozen=True, slots=True)
class Board:
    """An enterprise of the works, one of their rivals, and a lead that fits both."""

    people: People
    works: Enterprise
    rivals: Enterprise
    lead: Lead

    def act(self, who: str, reason: str = "") -> Act:
        """Act as somebody."""
        return Act(getattr(self.people, who), reason)

    def interest(self, message: str = "Zqmessage") -> Interest:
        """Show the works' interest."""
        return show_interest(self.act("enterprise"), self.lead, self.works, message)

    def take(self, who: str, interest: Interest, key: str, reason: str = "Zqreason", **values: Any) -> Interest:
        """Take a step."""
        step = INTEREST.step(key)
        assert step is not None
        taken: Interest = take(self.act(who, reason), INTEREST, interest, step, values)
        return taken


def day(days: int) -> str:
    """Give the day so many days from now."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def make_lead(people: People, *, owner: int | None = None, is_sample: bool = False, **values: Any) -> Lead:
    """Add a lead that everybody with an account sees."""
    made = actions.create(Act(people.office), KINDS["lead"], {
        "name_en": "Zqlead ball mills", "type": "tender", "sector": "special-equipment", "countries": "KEN",
        "wanted_en": "ball mills", "value": Decimal(10_000_000), "currency": "USD", "deadline": day(10),
        "audience": "members", **values}, owner=owner, is_sample=is_sample)
    assert isinstance(made, Lead)
    return made


def make_enterprise(people: People, owner: int | None, **values: Any) -> Enterprise:
    """Add an enterprise."""
    made = actions.create(Act(people.office), KINDS["enterprise"], {
        "name_en": "Zqworks", "sector": "special-equipment", "products_en": "ball mills and crushers",
        "audience": "public", **values}, owner=owner)
    assert isinstance(made, Enterprise)
    return made


def make_project(people: People, enterprise: Enterprise, **values: Any) -> Any:
    """Add a project of an enterprise."""
    return actions.create(Act(people.office), KINDS["project"], {
        "name_en": "Zqproject", "enterprise": enterprise, "countries": "KEN", "stage": "completed",
        "value": Decimal(4_000_000), "currency": "USD", "audience": "public", **values}, owner=enterprise.owner_id)


def make_board(people: People) -> Board:
    """Add two enterprises and a lead that fits both."""
    rivals = people.rival.organisation
    assert rivals is not None
    return Board(people, make_enterprise(people, people.works.pk),
                 make_enterprise(people, rivals.pk, name_en="Zqrivals"), make_lead(people))
