"""The plain interpreter: reads the tree as it is written, each time anew. The reference of the compiled one."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from outward.eligibility import DatedRate, Money, Outcome, State, Weight
from outward.eligibility.facts import days_of

NOT, UNKNOWN, MET = Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET


def interpret(tree: Mapping[str, Any], facts: Mapping[str, State],
              rates: Mapping[tuple[str, str], DatedRate] | None = None) -> Outcome:
    """Give Kleene's value of a tree."""
    if "all" in tree:
        return min(interpret(part, facts, rates) for part in tree["all"])
    if "any" in tree:
        return max(interpret(part, facts, rates) for part in tree["any"])
    if "not" in tree:
        return Outcome(2 - interpret(tree["not"], facts, rates))
    return _leaf(tree, facts.get(tree["fact"]), rates or {})


def _leaf(tree: Mapping[str, Any], state: State | None, rates: Mapping[tuple[str, str], DatedRate]) -> Outcome:
    needs = Weight.REGISTER if tree.get("evidence") == "register" else Weight.DECLARED
    if state is None or state.weight < needs:
        return UNKNOWN
    value, operator, wanted = state.value, tree.get("is", "="), tree["value"]
    if isinstance(value, Money):
        amount = value.amount
        if value.currency != tree["currency"]:
            rate = rates.get((tree["currency"], value.currency))
            if rate is None:
                return UNKNOWN
            amount *= rate.value
        return _said(_compare(amount, operator, Decimal(wanted)))
    if isinstance(value, bool):
        return _said(value == wanted)
    if isinstance(value, Decimal):
        return _said(_compare(value, operator, Decimal(wanted)))
    if isinstance(value, frozenset):
        return _said(bool(value & set(wanted)) if operator == "has" else set(wanted) <= value)
    if operator in (">=", "<=", ">", "<"):
        return _day(value, operator, wanted)
    if operator in ("in", "not in"):
        return _said((value in wanted) == (operator == "in"))
    return _said((value == wanted) == (operator == "="))


def _compare(a: Any, operator: str, b: Any) -> bool:
    return bool({"=": a == b, "!=": a != b, ">=": a >= b, "<=": a <= b, ">": a > b, "<": a < b}[operator])


def _day(value: str, operator: str, wanted: str) -> Outcome:
    first, last = days_of(wanted)
    answers = {_compare(day, operator, first if operator in (">=", "<") else last) for day in days_of(value)}
    return _said(answers.pop()) if len(answers) == 1 else UNKNOWN


def _said(answer: bool) -> Outcome:
    return MET if answer else NOT
