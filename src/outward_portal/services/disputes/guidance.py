"""From answers about a dispute to the paths that are open: data of this room, read once and held to its rules."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.errors import InvalidValueError
from outward.vocabulary.labels import Label

_FILE: Final = "paths.toml"
YES_NO: Final = ("yes", "no", "unknown")
ANSWERS: Final = {
    "yes": pgettext_lazy("answer", "Yes"), "no": pgettext_lazy("answer", "No"), "unknown": _("Not known yet"),
    "institution": _("Arbitration before an institution"), "ad-hoc": _("Arbitration without an institution"),
    "court": _("A court"), "nothing": _("Nothing"),
}
"""What answers are called."""


class Standing(StrEnum):
    """Whether a path can be taken."""

    OPEN = "open"
    MISSING = "missing"  # something is to be found out or agreed first
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a dispute."""

    id: str
    text: Label
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What a path needs."""

    id: str
    text: Label


@dataclass(frozen=True, slots=True)
class Rule:
    """What follows for a path from some answers."""

    then: str  # closed, missing, advice
    when: Mapping[str, frozenset[str]]
    text: Label

    def holds(self, answers: Mapping[str, str]) -> bool:
        """Whether every answer that it names is one of those listed; what is not answered is not known."""
        return all(answers.get(question, "unknown") in listed for question, listed in self.when.items())


@dataclass(frozen=True, slots=True)
class Path:
    """A way to settle a dispute."""

    id: str
    name: Label
    what: Label
    needs: tuple[Need, ...]
    rules: tuple[Rule, ...]
    sources: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class PathStanding:
    """A path under some answers."""

    path: Path
    standing: Standing
    closed: tuple[Label, ...]
    missing: tuple[Label, ...]
    advice: tuple[Label, ...]


@cache
def questions() -> Mapping[str, Question]:
    """Give the questions by id, in order."""
    return {each["id"]: Question(each["id"], _label(each), tuple(each.get("choices", YES_NO)))
            for each in _read()["question"]}


@cache
def paths() -> Mapping[str, Path]:
    """Give the paths by id, in order.

    Raises
    ------
    InvalidValueError
        If a rule asks for an answer that no question has, or a path names a source that there is not.
    """
    sources = {each["id"]: _label(each) for each in _read()["source"]}
    found = {}
    for each in _read()["path"]:
        rules = tuple(Rule(rule["then"], {question: frozenset(listed) for question, listed in rule["when"].items()},
                           _label(rule)) for rule in each["rules"])
        for rule in rules:
            if rule.then not in ("closed", "missing", "advice") or any(
                    question not in questions() or listed - set(questions()[question].choices)
                    for question, listed in rule.when.items()):
                raise InvalidValueError(f"path {each['id']}: rule {rule.when} then {rule.then}", _FILE,
                                        "Name a question, its answers, and closed, missing or advice.")
        if unknown := set(each["sources"]) - set(sources):
            raise InvalidValueError(f"path {each['id']}: source {sorted(unknown)[0]}", _FILE, "Name a source above.")
        found[each["id"]] = Path(
            each["id"], _label(each), Label(each["what_en"], each["what_zh"]),
            tuple(Need(need["id"], _label(need)) for need in each["needs"]), rules,
            tuple(sources[id] for id in each["sources"]))
    return found


def weigh(answers: Mapping[str, str]) -> list[PathStanding]:
    """Say which paths are open under some answers, why, and what is missing: the open ones first.

    Examples
    --------
    >>> [(each.path.id, each.standing.value) for each in weigh({"clause": "court", "state": "no"})][:2]
    [('negotiation', 'open'), ('mediation', 'open')]
    >>> {each.path.id: each.standing.value for each in weigh({"clause": "institution"})}["court"]
    'closed'
    """
    order = list(Standing)
    return sorted((_weighed(path, answers) for path in paths().values()), key=lambda each: order.index(each.standing))


def _weighed(path: Path, answers: Mapping[str, str]) -> PathStanding:
    said = {then: tuple(rule.text for rule in path.rules if rule.then == then and rule.holds(answers))
            for then in ("closed", "missing", "advice")}
    standing = Standing.CLOSED if said["closed"] else Standing.MISSING if said["missing"] else Standing.OPEN
    return PathStanding(path, standing, said["closed"], said["missing"], said["advice"])


def read_answers(given: Mapping[str, str]) -> dict[str, str]:
    """Read the answers of an address or a form; what no question has is left out."""
    return {id: given[id] for id, question in questions().items() if given.get(id) in question.choices}


def need(key: str) -> Need | None:
    """Find what a path needs by its key ``path:need``."""
    path, _colon, id = key.partition(":")
    return next((each for each in paths()[path].needs if each.id == id), None) if path in paths() else None


def _label(row: Mapping[str, Any]) -> Label:
    return Label(row["en"], row["zh"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((files("outward_portal.services.disputes") / _FILE).read_text(encoding="utf-8"))
