"""Laws of Kleene's strong logic, and the compiled rules held to the plain interpreter."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from outward.eligibility import (
    DatedRate,
    Money,
    Outcome,
    RuleBook,
    State,
    Verdict,
    Weight,
    explain,
    judge,
    read_rules,
)
from tests.eligibility.made import FACTS, KINDS, STATES, TREES, read_once, turned
from tests.eligibility.plain import interpret

RATES = {("CNY", "USD"): DatedRate("CNY", "USD", Decimal("6.2"), "2015-12-31", "a table")}
COMPLETIONS: dict[str, list[State]] = {
    "sector": [State(code, Weight.REGISTER) for code in "abcd"],
    "countries": [State(frozenset(codes), Weight.REGISTER) for codes in ("", "a", "b", "c", "d", "abc", "abd", "acd",
                                                                         "bcd", "abcd")],
    "staff": [State(Decimal(number), Weight.REGISTER) for number in range(-1, 22)],
    "revenue": [State(Money(Decimal(number), currency), Weight.REGISTER) for number in range(-1, 22)
                for currency in ("CNY", "USD")],
    "founded": [State(day, Weight.REGISTER) for day in ("2013-01-01", "2015-01-01", "2015-06-30", "2015-07-01",
                                                        "2016-01-15", "2016-02-10", "2018-01-01", "2014-12-31",
                                                        "2015-06-10", "2015-05-31")],
    "first-set": [State(answer, Weight.REGISTER) for answer in (True, False)],
}


def outcome(tree: dict[str, Any], facts: dict[str, State]) -> Outcome:
    return said(tree, facts).outcome


def said(tree: dict[str, Any], facts: dict[str, State]) -> Verdict:
    return judge(read_rules(tree, KINDS), facts)


@given(st.lists(TREES, min_size=1, max_size=4), FACTS, st.booleans())
def test_a_book_says_what_the_plain_interpreter_says(trees: list[dict[str, Any]], facts: dict[str, State],
                                                     with_rates: bool) -> None:
    rates = RATES if with_rates else {}
    book = RuleBook({str(place): read_rules(tree, KINDS) for place, tree in enumerate(trees)})
    verdicts = book.judge(facts, rates)
    assert [verdicts[str(place)].outcome for place in range(len(trees))] == [
        interpret(tree, facts, rates) for tree in trees]


@given(TREES, TREES, FACTS)
def test_de_morgan(one: dict[str, Any], other: dict[str, Any], facts: dict[str, State]) -> None:
    assert outcome({"not": {"all": [one, other]}}, facts) == outcome({"any": [{"not": one}, {"not": other}]}, facts)
    assert outcome({"not": {"any": [one, other]}}, facts) == outcome({"all": [{"not": one}, {"not": other}]}, facts)
    assert outcome({"not": {"not": one}}, facts) == outcome(one, facts)


@given(TREES, FACTS)
def test_order_does_not_matter(tree: dict[str, Any], facts: dict[str, State]) -> None:
    first, second = said(tree, facts), said(turned(tree), facts)
    assert first.outcome == second.outcome
    assert set(first.matter) == set(second.matter)
    assert len(first.shortest) == len(second.shortest) or not read_rules(tree, KINDS).is_read_once


@given(TREES, FACTS, st.data())
def test_what_becomes_known_never_unsettles_an_answer(tree: dict[str, Any], facts: dict[str, State],
                                                      data: st.DataObject) -> None:
    """A fact that was not known, a declaration that a register confirms, and a rate that is found are information."""
    before = outcome(tree, facts)
    more = {name: data.draw(state) for name, state in STATES.items() if name not in facts}
    confirmed = {name: State(state.value, Weight.REGISTER) for name, state in facts.items()}
    after = judge(read_rules(tree, KINDS), more | confirmed, RATES).outcome
    assert before in (Outcome.UNKNOWN, after)


@given(read_once(), FACTS)
def test_a_tree_that_asks_once_is_unknown_only_where_either_answer_is_possible(tree: dict[str, Any],
                                                                               facts: dict[str, State]) -> None:
    """And each fact that is said to matter can turn the answer, whatever else becomes known in some way."""
    facts = {name: state for name, state in facts.items() if state.weight == Weight.REGISTER and name != "revenue"
             and name != "founded"}
    verdict = said(tree, facts)
    open_facts = [name for name in read_rules(tree, KINDS).facts if name not in facts]
    ends = {}
    for states in product(*(_telling(tree, name) for name in open_facts)):
        ends[states] = judge(read_rules(tree, KINDS), facts | dict(zip(open_facts, states, strict=True)), RATES).outcome
    assert set(ends.values()) == ({Outcome.MET, Outcome.NOT_MET} if verdict.outcome == Outcome.UNKNOWN
                                  else {verdict.outcome})
    for place, name in enumerate(open_facts):
        turns = any(ends[one] != ends[other] for one in ends for other in ends
                    if all(a is b for at, (a, b) in enumerate(zip(one, other, strict=True)) if at != place))
        assert turns == (name in verdict.matter), name


def _telling(tree: dict[str, Any], fact: str) -> list[State]:
    """Give one value of a fact that meets its condition and one that does not."""
    leaf = next(each for each in _leaves(tree) if each["fact"] == fact)
    found: dict[Outcome, State] = {}
    for state in COMPLETIONS[fact]:
        found.setdefault(interpret(leaf, {fact: state}, RATES), state)
    return [found[Outcome.MET], found[Outcome.NOT_MET]]


def _leaves(tree: dict[str, Any]) -> list[dict[str, Any]]:
    if "fact" in tree:
        return [tree]
    if "not" in tree:
        return _leaves(tree["not"])
    return [leaf for part in tree.get("all", tree.get("any", [])) for leaf in _leaves(part)]


@given(read_once(), FACTS)
def test_the_shortest_choice_suffices_and_none_is_smaller(tree: dict[str, Any], facts: dict[str, State]) -> None:
    facts = {name: state for name, state in facts.items() if state.weight == Weight.REGISTER and name != "revenue"
             and name != "founded"}
    verdict = said(tree, facts)
    if verdict.outcome != Outcome.UNKNOWN:
        assert verdict.shortest == ()
        return
    open_facts = list(verdict.matter)
    least = min(sum(mask) for mask in product((0, 1), repeat=len(open_facts)) if any(
        judge(read_rules(tree, KINDS), facts | dict(zip(_chosen(open_facts, mask), states, strict=True)),
              RATES).outcome == Outcome.MET
        for states in product(*(_telling(tree, name) for name in _chosen(open_facts, mask)))))
    assert len(verdict.shortest) == least


def _chosen(names: list[str], mask: tuple[int, ...]) -> list[str]:
    return [name for name, is_in in zip(names, mask, strict=True) if is_in]


@given(TREES, FACTS)
def test_the_explanation_comes_to_the_verdict(tree: dict[str, Any], facts: dict[str, State]) -> None:
    rules = read_rules(tree, KINDS)
    verdict = judge(rules, facts)
    assert explain(rules, verdict).outcome == verdict.outcome


@given(TREES, FACTS)
def test_reasons_alone_bear_a_known_answer(tree: dict[str, Any], facts: dict[str, State]) -> None:
    """With nothing known but the facts of the reasons, the answer is the same."""
    verdict = said(tree, facts)
    named = {verdict.findings[place].condition.fact for place in verdict.reasons}
    assert bool(named) == (verdict.outcome != Outcome.UNKNOWN)
    if verdict.outcome != Outcome.UNKNOWN:
        assert outcome(tree, {name: state for name, state in facts.items() if name in named}) == verdict.outcome
