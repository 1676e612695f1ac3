"""Evaluating rules: compiled once, asked of many.

A book of rules keeps each different condition once, so that what many programmes ask alike is worked out once for an
enterprise; trees are then walked over those answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from outward.eligibility.facts import DatedRate, Money, State, Weight, days_of
from outward.eligibility.rules import All, AnyOf, Condition, Node, Not, Rules
from outward.eligibility.verdicts import Finding, Outcome, Unsettled, Verdict

Rates = Mapping[tuple[str, str], DatedRate]
"""Dated rates by the currency that is asked for and the one that is known."""

_NOT, _UNKNOWN, _MET = Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.MET
_ANSWER: Final = (_NOT, _MET)
_NO_RATES: Final[Rates] = {}
_LEAF, _ALL, _ANY, _NEGATION = range(4)
_Test = Callable[[State, Rates], tuple[Outcome, Unsettled | None, DatedRate | None]]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A node of a compiled tree: its way, its parts, and of a leaf its place in the tree and among all conditions."""

    way: int
    parts: tuple[_Compiled, ...] = ()
    place: int = 0
    condition: int = 0
    fact: str = ""


def judge(rules: Rules, facts: Mapping[str, State], rates: Rates = _NO_RATES) -> Verdict:
    """Say whether rules are met by what is known.

    Parameters
    ----------
    rules : Rules
        From ``read_rules``.
    facts : mapping of str to State
        What is known; a fact that is not there is not known.
    rates : mapping of (str, str) to DatedRate, optional
        Rates by the rule's currency and the fact's; without one, amounts in two currencies are not compared.

    Returns
    -------
    Verdict
        Met, not met or unknown, with reasons and what is missing.

    References
    ----------
    Kleene, S. C. (1952), *Introduction to Metamathematics*, section 64: the strong connectives.

    Examples
    --------
    >>> from outward.eligibility import FactKind, read_rules
    >>> from outward.vocabulary.labels import Label
    >>> known = {"staff": FactKind("staff", Label("Staff", ""), "number"),
    ...          "listed": FactKind("listed", Label("Listed", ""), "yes-no")}
    >>> rules = read_rules({"any": [{"fact": "staff", "is": ">=", "value": 50, "en": "50 people"},
    ...                             {"fact": "listed", "value": True, "en": "listed"}]}, known)
    >>> verdict = judge(rules, {"listed": State(False)})
    >>> verdict.outcome.name, verdict.matter
    ('UNKNOWN', ('staff',))
    """
    return RuleBook({"": rules}).judge(facts, rates)[""]


class RuleBook:
    """Many rules, compiled together; ``judge`` answers all of them for one set of facts.

    Parameters
    ----------
    rules : mapping of str to Rules
        Rules by their names.

    Examples
    --------
    >>> RuleBook({}).judge({})
    {}
    """

    def __init__(self, rules: Mapping[str, Rules]) -> None:
        self._tests: list[tuple[str, Weight, _Test]] = []
        known: dict[tuple[object, ...], int] = {}
        self._trees: dict[str, tuple[_Compiled, tuple[tuple[Condition, int], ...]]] = {}
        for name, each in rules.items():
            leaves: list[tuple[Condition, int]] = []
            self._trees[name] = (self._compile(each.root, leaves, known), tuple(leaves))

    def _compile(self, node: Node, leaves: list[tuple[Condition, int]],
                 known: dict[tuple[object, ...], int]) -> _Compiled:
        match node:
            case Condition():
                key = (node.fact, node.operator, type(node.value), node.value, node.needs)
                if key not in known:
                    known[key] = len(self._tests)
                    self._tests.append((node.fact, node.needs, _test(node)))
                leaves.append((node, known[key]))
                return _Compiled(_LEAF, (), len(leaves) - 1, known[key], node.fact)
            case Not():
                return _Compiled(_NEGATION, (self._compile(node.part, leaves, known),))
            case All() | AnyOf():
                parts = tuple(self._compile(part, leaves, known) for part in node.parts)
                return _Compiled(_ALL if isinstance(node, All) else _ANY, parts)

    def judge(self, facts: Mapping[str, State], rates: Rates = _NO_RATES) -> dict[str, Verdict]:
        """Answer all rules for one set of facts, as ``judge`` does for one."""
        answers = [_answer(facts.get(fact), needs, test, rates) for fact, needs, test in self._tests]
        outcomes = [each[0] for each in answers]
        return {name: _verdict(tree, leaves, outcomes, answers) for name, (tree, leaves) in self._trees.items()}


_Answer = tuple[Outcome, State | None, Unsettled | None, DatedRate | None]
_NOTHING: Final[_Answer] = (_UNKNOWN, None, Unsettled.MISSING, None)


def _answer(state: State | None, needs: Weight, test: _Test, rates: Rates) -> _Answer:
    if state is None:
        return _NOTHING
    if state.weight < needs:
        return _UNKNOWN, state, Unsettled.WEIGHT, None
    outcome, why, rate = test(state, rates)
    return outcome, state, why, rate


def _verdict(tree: _Compiled, leaves: Sequence[tuple[Condition, int]], outcomes: Sequence[Outcome],
             answers: Sequence[_Answer]) -> Verdict:
    findings = tuple([Finding(condition, *answers[index]) for condition, index in leaves])
    outcome = _truth(tree, outcomes)
    if outcome is not _UNKNOWN:
        return Verdict(outcome, findings, tuple(sorted(_forcing(tree, outcomes, outcome))), (), ())
    matter: dict[str, None] = {}
    _gather(tree, outcomes, matter)
    shortest = _least(tree, outcomes, is_met=True)
    return Verdict(outcome, findings, (), tuple(matter), tuple(fact for fact in matter if fact in shortest))


def _truth(node: _Compiled, outcomes: Sequence[Outcome]) -> Outcome:
    """Kleene's value of a node: the least of a conjunction, the most of a disjunction, turned by a negation."""
    if node.way == _LEAF:
        return outcomes[node.condition]
    if node.way == _NEGATION:
        return _NEGATED[_truth(node.parts[0], outcomes)]
    stop, found = (_NOT, _MET) if node.way == _ALL else (_MET, _NOT)
    for part in node.parts:
        value = _truth(part, outcomes)
        if value is stop:
            return stop
        if value is _UNKNOWN:
            found = _UNKNOWN
    return found


_NEGATED: Final = {_NOT: _MET, _UNKNOWN: _UNKNOWN, _MET: _NOT}


def _forcing(node: _Compiled, outcomes: Sequence[Outcome], outcome: Outcome) -> Iterable[int]:
    """Give the places of conditions that bear an answer.

    All that fail bear a conjunction's no, because each of them would have to change; of a disjunction's yes each one
    that is met; of the others every part.
    """
    if node.way == _LEAF:
        return (node.place,)
    if node.way == _NEGATION:
        return _forcing(node.parts[0], outcomes, _NEGATED[outcome])
    return [place for part in node.parts if _truth(part, outcomes) is outcome
            for place in _forcing(part, outcomes, outcome)]


def _gather(node: _Compiled, outcomes: Sequence[Outcome], into: dict[str, None]) -> None:
    """Gather the facts of unknown conditions that are reached over unknown nodes alone."""
    if node.way == _LEAF:
        into[node.fact] = None
        return
    for part in node.parts:
        if _truth(part, outcomes) is _UNKNOWN:
            _gather(part, outcomes, into)


def _least(node: _Compiled, outcomes: Sequence[Outcome], *, is_met: bool) -> frozenset[str]:
    """Give a smallest set of facts of an unknown node that, once known, can make it met (or not met)."""
    if node.way == _LEAF:
        return frozenset((node.fact,))
    if node.way == _NEGATION:
        return _least(node.parts[0], outcomes, is_met=not is_met)
    ways = [_least(part, outcomes, is_met=is_met) for part in node.parts if _truth(part, outcomes) is _UNKNOWN]
    needs_all = (node.way == _ALL) == is_met
    return frozenset().union(*ways) if needs_all else min(ways, key=len)


def _test(condition: Condition) -> _Test:
    """Make the function that holds a known value against a condition."""
    wanted, operator = condition.value, condition.operator
    if isinstance(wanted, Money):
        return _money_test(wanted, operator)
    if isinstance(wanted, bool):
        return lambda state, _: (_ANSWER[state.value is wanted], None, None)
    if isinstance(wanted, frozenset):
        return _codes_test(wanted, operator)
    if isinstance(wanted, str):
        if operator in ("=", "!="):
            return lambda state, _: (_ANSWER[(state.value == wanted) == (operator == "=")], None, None)
        return _day_test(wanted, operator)
    compare = _COMPARE[operator]
    return lambda state, _: (_ANSWER[compare(state.value, wanted)], None, None)


_COMPARE: Final[Mapping[str, Callable[[object, object], bool]]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b,
    ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b, "<": lambda a, b: a < b,  # type: ignore[operator]
}


def _codes_test(wanted: frozenset[str], operator: str) -> _Test:
    if operator == "has":
        return lambda state, _: (_ANSWER[not wanted.isdisjoint(cast("frozenset[str]", state.value))], None, None)
    if operator == "has all":
        return lambda state, _: (_ANSWER[wanted <= cast("frozenset[str]", state.value)], None, None)
    return lambda state, _: (_ANSWER[(state.value in wanted) == (operator == "in")], None, None)


def _money_test(wanted: Money, operator: str) -> _Test:
    compare = _COMPARE[operator]

    def test(state: State, rates: Rates) -> tuple[Outcome, Unsettled | None, DatedRate | None]:
        known = cast(Money, state.value)
        if known.currency == wanted.currency:
            return _ANSWER[compare(known.amount, wanted.amount)], None, None
        rate = rates.get((wanted.currency, known.currency))
        if rate is None:
            return _UNKNOWN, Unsettled.CURRENCY, None
        return _ANSWER[compare(known.amount * rate.value, wanted.amount)], None, rate

    return test


def _day_test(wanted: str, operator: str) -> _Test:
    """Compare days: a wanted month or year is met as a whole, and a day known only roughly may leave it open."""
    first, last = days_of(wanted)
    compare = _COMPARE[operator]
    edge = first if operator in (">=", "<") else last  # not before its first day; not after its last

    def test(state: State, _: Rates) -> tuple[Outcome, Unsettled | None, DatedRate | None]:
        earliest, latest = (compare(day, edge) for day in days_of(cast(str, state.value)))
        return (_ANSWER[earliest], None, None) if earliest == latest else (_UNKNOWN, Unsettled.PRECISION, None)

    return test
