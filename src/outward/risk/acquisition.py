"""The screen of a purchase abroad: an open checklist that says what is not known yet, and never adds up to a score.

A score would let ten harmless answers outweigh one that must stop the purchase. What comes out is what stops it, what
speaks against it, what is said without evidence, and what is open.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from outward.errors import InvalidValueError, UnknownCodeError
from outward.vocabulary.labels import Label

Reply = Literal["yes", "no", "unknown"]
Standing = Literal["stop", "against", "open", "unproven", "met"]
REPLIES: Final[tuple[Reply, ...]] = get_args(Reply)
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)

STANDING_LABELS: Final[dict[Standing, Label]] = {
    "stop": Label("stops the purchase", "应停止收购"),
    "against": Label("speaks against it", "不利因素"),
    "open": Label("open: not answered, or not known", "待查：未回答或未知"),
    "unproven": Label("said without evidence", "已答但无证据"),
    "met": Label("met, with evidence", "已满足且有证据"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A question to which "yes" is good."""

    id: str
    group: str
    asks: Label
    why: Label
    evidence: Label  # what would show it
    paragraph: int  # of the report that gives rise to it; 0: usual practice
    stops: bool  # whether "no" should stop the purchase


@dataclass(frozen=True, slots=True)
class Checklist:
    """The questions by group."""

    groups: dict[str, Label]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to a question.

    Raises
    ------
    InvalidValueError
        If the reply is none of yes, no and unknown.
    """

    item: str
    reply: Reply
    evidence: str = ""  # the document that shows it
    by: str = ""
    on: str = ""  # ISO date
    note: str = ""

    def __post_init__(self) -> None:
        if self.reply not in REPLIES:
            raise InvalidValueError(f"answer {self.reply[:60]!r}", f"item {self.item[:60]}",
                                    f"Write one of {', '.join(REPLIES)}.")


@dataclass(frozen=True, slots=True)
class Screened:
    """A question with its answer and how it stands."""

    item: Item
    answer: Answer | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Screen:
    """All questions of a purchase, in the checklist's order."""

    screened: tuple[Screened, ...]

    def of(self, standing: Standing) -> tuple[Screened, ...]:
        """Give the questions that stand so."""
        return tuple(each for each in self.screened if each.standing == standing)

    @property
    def verdict(self) -> Label:
        """Say what the answers allow to say; it never says that the purchase is good."""
        stops, unsure = len(self.of("stop")), len(self.of("open")) + len(self.of("unproven"))
        unsure_stops = sum(each.item.stops for each in (*self.of("open"), *self.of("unproven")))
        if stops:
            return Label(f"stop: {_count(stops)} answered no that should stop the purchase; {unsure} not yet sure",
                         f"停止：{stops}项应停止收购的问题答案为否；另有{unsure}项尚不确定")
        if unsure_stops:
            return Label(f"not yet to be decided: {_count(unsure)} not sure, {unsure_stops} of them able to stop the "
                         f"purchase", f"尚不能决定：{unsure}项不确定，其中{unsure_stops}项可能导致停止收购")
        if unsure:
            return Label(f"nothing stops the purchase; {_count(unsure)} not sure", f"无停止事项；{unsure}项尚不确定")
        return Label("nothing is open: what speaks against it is for those who decide to weigh",
                     "已无待查事项：不利因素由决策者权衡")


def _count(items: int) -> str:
    return f"{items} item{'' if items == 1 else 's'}"


@cache
def checklist() -> Checklist:
    """Give the checklist that the package carries.

    Examples
    --------
    >>> [item.id for item in checklist().items if item.stops][:3]
    ['fits-strategy', 'detailed-plan', 'what-is-held']
    """
    read = tomllib.loads((files("outward.risk") / "data" / "acquisition.toml").read_text(encoding="utf-8"))
    return Checklist(
        {each["id"]: _label(each, "name") for each in read["group"]},
        tuple(Item(each["id"], each["group"], _label(each, "asks"), _label(each, "why"), _label(each, "evidence"),
                   each["paragraph"], each["stop"]) for each in read["item"]))


def _label(row: dict[str, str], name: str) -> Label:
    return Label(row[f"{name}_en"], row[f"{name}_zh"])


def screen(answers: Iterable[Answer], questions: Checklist | None = None) -> Screen:
    """Say how each question of a purchase stands.

    A "yes" counts only with evidence; what nobody answered is open.

    Parameters
    ----------
    answers : iterable of Answer
        At most one a question.
    questions : Checklist, optional
        The shipped checklist by default.

    Raises
    ------
    UnknownCodeError
        If an answer is to no question of the checklist.
    InvalidValueError
        If a question is answered twice.

    Examples
    --------
    >>> found = screen([Answer("fits-strategy", "no"), Answer("culture", "yes")])
    >>> [each.item.id for each in found.of("stop")], [each.item.id for each in found.of("unproven")]
    (['fits-strategy'], ['culture'])
    """
    asked = questions or checklist()
    known = {item.id for item in asked.items}
    given: dict[str, Answer] = {}
    for answer in answers:
        if answer.item not in known:
            raise UnknownCodeError(f"no item {answer.item[:60]!r}", "acquisition checklist",
                                   f"Items are {', '.join(sorted(known))}.")
        if answer.item in given:
            raise InvalidValueError(f"item {answer.item} is answered twice", "acquisition checklist", "Keep one.")
        given[answer.item] = answer
    return Screen(tuple(Screened(item, given.get(item.id), _standing(item, given.get(item.id)))
                        for item in asked.items))


def _standing(item: Item, answer: Answer | None) -> Standing:
    if answer is None or answer.reply == "unknown":
        return "open"
    if answer.reply == "no":
        return "stop" if item.stops else "against"
    return "met" if answer.evidence.strip() else "unproven"
