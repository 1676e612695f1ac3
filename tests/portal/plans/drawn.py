"""A small plan as the office draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from outward_portal.accounts.models import User
from outward_portal.accounts.requests import Act
from outward_portal.plans.actions import items, plans
from outward_portal.plans.models import Factor, Plan, PlanItem
from outward_portal.records.models import Record
from outward_portal.workflows.flow import WORKFLOWS
from outward_portal.workflows.taking import take
from tests.portal.people import People


@dataclass(slots=True)
class Drawn:
    """A plan and its items: two goals, a measure of the commerce department with a task, and one of nobody."""

    people: People
    plan: Plan
    goal: PlanItem
    other: PlanItem
    measure: PlanItem
    bare: PlanItem
    task: PlanItem

    @property
    def act(self) -> Act:
        """The office's act."""
        return Act(self.people.office)

    def fresh(self) -> Plan:
        """The plan as it stands."""
        return Plan.objects.get(pk=self.plan.pk)

    def adopted(self) -> Plan:
        """Put it to the agencies and adopt it."""
        for step in ("consult", "adopt"):
            go(self.people.office, self.fresh(), step)
        return self.fresh()


def draw(people: People, **values: Any) -> Drawn:
    """Draw the plan."""
    act = Act(people.office)
    plan = plans.make(act, {"title_en": "Zqplan", "title_zh": "规划甲", **values})

    def item(kind: str, parent: PlanItem | None, en: str, **more: Any) -> PlanItem:
        return items.add(act, plan, kind, parent, {"title_en": en, "title_zh": "", **more})

    goal = item("goal", None, "Zqgoal")
    other = item("goal", None, "Zqother")
    measure = item("measure", goal, "Zqmeasure", agency=people.commerce, indicator_en="parks")
    bare = item("measure", goal, "Zqbare")
    return Drawn(people, plan, goal, other, measure, bare, item("task", measure, "Zqtask", agency=people.commerce))


def go(user: User, subject: Any, key: str, values: dict[str, Any] | None = None, reason: str = "why") -> Any:
    """Take a step."""
    flow = WORKFLOWS.of(subject)
    step = flow.step(key)
    assert step is not None
    return take(Act(user, reason), flow, subject, step, values)


def factor(name: str = "Zqfactor", **values: Any) -> Factor:
    """Make a factor that everybody sees and that holds."""
    return Factor.objects.create(**{"name_en": name, "side": "threat", "state": "accepted", "audience": "public",
                                    "source": "a test", **values})


def record(kind: type[Record], name: str, **values: Any) -> Any:
    """Make a record that everybody sees."""
    return kind.objects.create(**{"name_en": name, "audience": "public", **values})
