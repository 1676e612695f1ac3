"""The template of tasks: data of this room, read once and held to its rules."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from outward.errors import InvalidValueError
from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.risks.models import Incident

OFFICE: Final = "office"
ENTERPRISE: Final = "enterprise"
_FILE: Final = "tasks.toml"


@dataclass(frozen=True, slots=True)
class AgencyOfTasks:
    """An agency as the template speaks of it, with words by which it is found."""

    id: str
    name: Label
    words: tuple[str, ...]

    def among(self, organisations: Iterable[Organisation]) -> Organisation | None:
        """Find it by its name; the first of several, ``None`` where there is none."""
        return next((each for each in organisations
                     if any(word in f"{each.name_en} {each.name_zh}".casefold() for word in self.words)), None)


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """A task that incidents open."""

    id: str
    title: Label
    who: str
    hours: int
    risks: frozenset[str]  # none: of any kind
    route: str  # empty: of either

    def fits(self, risk: str, route: str) -> bool:
        """Whether an incident of this kind and route opens it."""
        return (not self.risks or risk in self.risks) and self.route in ("", route)


@cache
def agencies() -> tuple[AgencyOfTasks, ...]:
    """Give the agencies that tasks may be given to."""
    return tuple(AgencyOfTasks(each["id"], Label(each["name_en"], each["name_zh"]), tuple(each["words"]))
                 for each in _read()["agency"])


@cache
def task_templates() -> tuple[TaskTemplate, ...]:
    """Give all tasks, the most urgent first.

    Raises
    ------
    InvalidValueError
        If a task is for a kind, a route or somebody that there is not.
    """
    known = {OFFICE, ENTERPRISE, *(agency.id for agency in agencies())}
    found = [TaskTemplate(each["id"], Label(each["title_en"], each["title_zh"]), each["who"], each["hours"],
                          frozenset(each.get("risks", ())), each.get("route", "")) for each in _read()["task"]]
    for task in found:
        if not (task.who in known and task.risks <= set(Incident.Risk.values)
                and task.route in ("", *Incident.Route.values) and 0 < task.hours <= 8760):
            raise InvalidValueError(f"task {task.id}: {task.who}, {sorted(task.risks)}, {task.route}, {task.hours} h",
                                    _FILE, "Name a kind of risk, a route, an agency and hours that there are.")
    return tuple(sorted(found, key=lambda task: task.hours))


def tasks_for(risk: str, route: str) -> list[TaskTemplate]:
    """Give the tasks that an incident of a kind and route opens."""
    return [task for task in task_templates() if task.fits(risk, route)]


def _read() -> dict[str, Any]:
    return tomllib.loads((files("outward_portal.risks.incidents") / _FILE).read_text(encoding="utf-8"))
