"""What can happen, as data: each event with the rule that says, from figures alone, whether it has happened."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from outward.errors import InvalidValueError, UnknownCodeError
from outward.vocabulary.labels import Label

Kind = Literal["political", "institutional", "security", "economic", "social"]
Route = Literal["warning", "protection"]

KINDS: Mapping[Kind, Label] = {
    "political": Label("Political", "政治风险"),
    "institutional": Label("Institutional", "制度风险"),
    "security": Label("Security", "安全风险"),
    "economic": Label("Economic", "经济风险"),
    "social": Label("Social", "社会风险"),
}
"""The five kinds of risk of paragraph 90, in its order."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When an event has happened.

    ``reaches``: the variable is at least ``value`` in a target year. ``falls``: in some target year it lies ``value``
    or
    more below the year before the first one. ``rises``: it lies so above, from exactly ``start``. Where ``quiet_years``
    is not 0, the event cannot happen within so many years after ``quiet_variable`` was above zero.
    """

    variable: str
    test: Literal["reaches", "falls", "rises"]
    value: float
    start: float | None = None
    quiet_variable: str = ""
    quiet_years: int = 0


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """An event that a forecast is about.

    ``route`` is "warning" where past years show that the event can be foreseen to a degree, "protection" where it
    cannot and only cover, contracts and plans help.
    """

    id: str
    kind: Kind
    name: Label
    rule: Rule
    horizon: int  # target years
    route: Route
    source: str


def event(id: str) -> EventDefinition:
    """Give the definition of an event.

    Raises
    ------
    UnknownCodeError
        If there is none of this id; names those that there are.

    Examples
    --------
    >>> event("libdem_fall").rule
    Rule(variable='v2x_libdem', test='falls', value=0.05, start=None, quiet_variable='', quiet_years=0)
    """
    try:
        return events()[id]
    except KeyError:
        raise UnknownCodeError(f"event {id!r}", "early warning", f"Use one of {', '.join(events())}.") from None


@cache
def events() -> Mapping[str, EventDefinition]:
    """Give every event that comes with Outward, by id, in the order of the five kinds."""
    text = (files("outward.risk") / "data" / "events.toml").read_text(encoding="utf-8")
    found = {each["id"]: _definition(each) for each in tomllib.loads(text)["event"]}
    return dict(sorted(found.items(), key=lambda item: get_args(Kind).index(item[1].kind)))


def _definition(given: Mapping[str, Any]) -> EventDefinition:
    rule = given["rule"]
    if given["kind"] not in get_args(Kind) or rule["test"] not in ("reaches", "falls", "rises"):
        raise InvalidValueError(f"kind {given['kind']!r}, test {rule['test']!r}", f"event {given['id']}",
                                "Use a kind and a test that outward.risk.events names.")
    return EventDefinition(
        given["id"], given["kind"], Label(given["name_en"], given["name_zh"]),
        Rule(rule["variable"], rule["test"], float(rule["value"]), rule.get("start"),
             rule.get("quiet_variable", ""), int(rule.get("quiet_years", 0))),
        int(given["horizon"]), given["route"], given["source"])
