"""Random worlds of projects, made and changed by the same actions as people use."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from outward_portal.accounts.requests import command
from outward_portal.records import actions
from outward_portal.registers.kinds import PROJECTS
from outward_portal.registers.models import Project

ACT = command("a test")
COUNTRIES = ("KEN", "ZMB", "IND", "", "KEN;ZMB", "IND;KEN;DEU")


def project(**values: Any) -> Project:
    """Add a public project."""
    values = {"name_en": "A project", "audience": "public", **values}
    return actions.create(ACT, PROJECTS, values)  # type: ignore[return-value]


def edit(one: Project, **values: Any) -> Project:
    """Change a project."""
    current = Project.objects.get(pk=one.pk)
    actions.change(ACT, current, PROJECTS, values, revision=current.revision)
    return Project.objects.get(pk=one.pk)


def amount(chance: random.Random) -> dict[str, Any]:
    """Give a value with its currency, or none."""
    if chance.random() < 0.3:
        return {"value": None, "currency": "", "value_hedge": ""}
    return {"value": Decimal(chance.randint(1, 10**13)) / 100, "currency": chance.choice(["USD", "CNY", "EUR"]),
            "value_hedge": chance.choice(["", "", "more than", "less than", "about"])}


def world(chance: random.Random, size: int = 12) -> list[Project]:
    """Make projects of all sorts; the first three may have parts."""
    made = [project(name_en=f"Whole {n}", countries=chance.choice(COUNTRIES), **amount(chance)) for n in range(3)]
    for n in range(size - 3):
        made.append(project(
            name_en=f"Project {n}", countries=chance.choice(COUNTRIES), begins=chance.choice(["", "2015", "2016-03"]),
            sector=chance.choice(["", "machine-tools", "ships"]), type=chance.choice(["", "supply", "aid"]),
            stage=chance.choice([*Project.Stage.values, ""]), umbrella=chance.choice([None, None, *made[:3]]),
            is_programme=chance.random() < 0.1, **amount(chance)))
    return made


def change_something(chance: random.Random, made: list[Project]) -> None:
    """Do one edit of any kind to any project of a world."""
    one = Project.objects.get(pk=chance.choice(made).pk)
    deed = chance.choice(["value", "stage", "umbrella", "retire", "restore", "programme"])
    if deed == "value":
        edit(one, **amount(chance))
    elif deed == "stage":
        edit(one, stage=chance.choice([*Project.Stage.values, ""]))
    elif deed == "umbrella" and one.pk not in {each.pk for each in made[:3]}:
        edit(one, umbrella=chance.choice([None, *(Project.objects.get(pk=each.pk) for each in made[:3])]))
    elif deed == "retire":
        actions.retire(ACT, one)
    elif deed == "restore":
        actions.restore(ACT, one)
    elif deed == "programme":
        edit(one, is_programme=not one.is_programme)
