"""Reading rules: what is refused and how it is named; money, weights and days."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from outward.eligibility import DatedRate, Money, Outcome, State, Unsettled, Verdict, Weight, judge, read_rules
from outward.errors import InvalidInputError
from tests.eligibility.made import KINDS


def refused(tree: object) -> str:
    with pytest.raises(InvalidInputError) as error:
        read_rules(tree, KINDS, file="the rules")
    return str(error.value)


@pytest.mark.parametrize(("tree", "said"), [
    ({"fact": "weight", "value": 1, "en": "x"}, "column fact: 'weight' is no fact. Use countries, first-set, founded"),
    ({"all": []}, "all holds no list of rules"),
    ({"all": [{"fact": "staff", "is": "has", "value": 1, "en": "x"}]}, "column all[0].is: 'has' cannot be asked"),
    ({"all": [{"fact": "staff", "value": 0.5, "en": "x"}]}, "column all[0].value: 0.5 is no exact number"),
    ({"any": [{"not": {"fact": "revenue", "is": ">=", "value": 1, "en": "x"}}]},
     "column any[0].not: money without its currency"),
    ({"fact": "staff", "value": 1, "currency": "CNY", "en": "x"}, "a currency, though staff is no money"),
    ({"fact": "revenue", "is": ">=", "value": 1, "currency": "yuan", "en": "x"}, "'yuan' is no currency"),
    ({"fact": "sector", "is": "in", "value": ["a", "z"], "en": "x"}, "'z': no code of sector"),
    ({"fact": "sector", "is": "in", "value": ["a", "b", "c", "d"], "en": "x"}, "every value of sector, or none"),
    ({"fact": "founded", "is": ">=", "value": "2015-02-30", "en": "x"}, "'2015-02-30' is no date"),
    ({"fact": "first-set", "value": "yes", "en": "x"}, "'yes' is neither true nor false"),
    ({"fact": "staff", "value": "NaN", "en": "x"}, "'NaN' is no exact number"),
    ({"fact": "staff", "value": "1e999", "en": "x"}, "'1e999' is no exact number"),
    ({"fact": "staff", "value": 1}, "no text"),
    ({"fact": "staff", "value": 1, "en": "x", "weight": 2}, "'weight' means nothing here"),
    ({"fact": "staff", "value": 1, "en": "x", "evidence": "hearsay"}, "'hearsay' is no weight"),
    ({"fact": "staff", "value": 1, "en": "x", "evidence": ["register"]}, "['register'] is no weight"),
    ({"fact": "staff", "value": 1, "en": "a\x00b"}, "a character that cannot be printed"),
    ({"all": [{"fact": "staff", "value": 1, "en": "x"}], "zh": "\ud800"}, "a character that cannot be printed"),
    ({"fact": "staff", "all": [], "en": "x"}, "none or several of all, any, not, fact"),
    ([], "[] is no rule"),
    (None, "None is no rule"),
])
def test_what_is_wrong_is_named_with_its_place(tree: object, said: str) -> None:
    assert said in refused(tree)


def test_everything_wrong_is_named_at_once() -> None:
    told = refused({"all": [{"fact": "weight", "value": 1, "en": "x"}, {"fact": "staff", "value": [], "en": "x"}]})
    assert "2 problems in the rules" in told


def test_deep_and_long_rules_are_refused() -> None:
    tree: dict[str, Any] = {"fact": "staff", "value": 1, "en": "x"}
    for _ in range(12):
        tree = {"not": tree}
    assert "nested more than 12 deep" in refused(tree)
    leaf = {"fact": "staff", "value": 1, "en": "x"}
    assert "250 conditions" in refused({"all": [{"all": [leaf] * 125}, {"all": [leaf] * 125}]})
    assert "300 parts" in refused({"all": [leaf] * 300})


def verdict(tree: dict[str, Any], state: State, rates: Any = None) -> Verdict:
    return judge(read_rules(tree, KINDS), {tree["fact"]: state}, rates or {})


def test_money_is_compared_only_within_a_currency_unless_a_dated_rate_is_given() -> None:
    tree = {"fact": "revenue", "is": ">=", "value": "620.00", "currency": "CNY", "en": "x"}
    abroad = State(Money(Decimal(100), "USD"))
    assert verdict(tree, abroad).outcome == Outcome.UNKNOWN
    assert verdict(tree, abroad).findings[0].why == Unsettled.CURRENCY
    rate = DatedRate("CNY", "USD", Decimal("6.2"), "2015-12-31", "a table")
    told = verdict(tree, abroad, {("CNY", "USD"): rate})
    assert (told.outcome, told.findings[0].rate) == (Outcome.MET, rate)
    assert verdict(tree, State(Money(Decimal("619.99"), "CNY"))).outcome == Outcome.NOT_MET


def test_a_declaration_does_not_weigh_as_much_as_a_register() -> None:
    tree = {"fact": "staff", "is": ">=", "value": 50, "evidence": "register", "en": "x"}
    told = verdict(tree, State(Decimal(60)))
    assert (told.outcome, told.findings[0].why, told.matter) == (Outcome.UNKNOWN, Unsettled.WEIGHT, ("staff",))
    assert verdict(tree, State(Decimal(60), Weight.REGISTER)).outcome == Outcome.MET


@pytest.mark.parametrize(("known", "operator", "wanted", "outcome"), [
    ("2015", ">=", "2015-06-01", Outcome.UNKNOWN), ("2015", ">=", "2014-06", Outcome.MET),
    ("2015", "<=", "2014", Outcome.NOT_MET), ("2015-06-30", "<=", "2015-06", Outcome.MET),
    ("2015-06-30", "<", "2015-06", Outcome.NOT_MET), ("2015-07", ">", "2015-06", Outcome.MET),
    ("2015-06", ">", "2015-06", Outcome.NOT_MET),
])
def test_a_day_that_is_known_roughly_leaves_open_what_it_cannot_say(known: str, operator: str, wanted: str,
                                                                    outcome: Outcome) -> None:
    told = verdict({"fact": "founded", "is": operator, "value": wanted, "en": "x"}, State(known))
    assert told.outcome == outcome
    assert (told.findings[0].why == Unsettled.PRECISION) == (outcome == Outcome.UNKNOWN)


def test_what_matters_and_the_shortest_way() -> None:
    """Sector is right; of the two ways that are left, one asks for one fact and the other for two."""
    tree = {"all": [{"fact": "sector", "value": "a", "en": "x"},
                    {"any": [{"all": [{"fact": "staff", "is": ">=", "value": 5, "en": "x"},
                                      {"fact": "first-set", "value": True, "en": "x"}]},
                             {"fact": "countries", "is": "has", "value": ["a"], "en": "x"}]}]}
    told = judge(read_rules(tree, KINDS), {"sector": State("a")})
    assert (told.matter, told.shortest) == (("staff", "first-set", "countries"), ("countries",))
    told = judge(read_rules(tree, KINDS), {"sector": State("a"), "first-set": State(False)})
    assert told.matter == ("countries",)


def test_a_tree_that_asks_twice_may_be_unknown_though_it_cannot_be_otherwise() -> None:
    """Strong Kleene logic is not supervaluation: the page on the method says so."""
    tree = {"any": [{"fact": "first-set", "value": True, "en": "x"}, {"fact": "first-set", "value": False, "en": "x"}]}
    rules = read_rules(tree, KINDS)
    assert not rules.is_read_once
    assert judge(rules, {}).outcome == Outcome.UNKNOWN
    assert judge(rules, {"first-set": State(True)}).outcome == Outcome.MET


def test_kleenes_tables() -> None:
    """Kleene (1952), Introduction to Metamathematics, section 64: the strong tables of and, or and not."""
    known = {"t": State(Decimal(1)), "f": State(Decimal(0))}

    def leaf(value: str) -> dict[str, Any]:
        fact = {"t": "staff", "f": "staff", "u": "first-set"}[value]
        return {"fact": fact, "value": {"t": 1, "f": 2, "u": True}[value], "en": value}

    name = {Outcome.MET: "t", Outcome.NOT_MET: "f", Outcome.UNKNOWN: "u"}
    facts = {"staff": known["t"]}
    printed_and = {"tt": "t", "tf": "f", "tu": "u", "ft": "f", "ff": "f", "fu": "f", "ut": "u", "uf": "f", "uu": "u"}
    printed_or = {"tt": "t", "tf": "t", "tu": "t", "ft": "t", "ff": "f", "fu": "u", "ut": "t", "uf": "u", "uu": "u"}
    for pair, result in printed_and.items():
        assert name[judge(read_rules({"all": [leaf(each) for each in pair]}, KINDS), facts).outcome] == result, pair
    for pair, result in printed_or.items():
        assert name[judge(read_rules({"any": [leaf(each) for each in pair]}, KINDS), facts).outcome] == result, pair
    for value, result in {"t": "f", "f": "t", "u": "u"}.items():
        assert name[judge(read_rules({"not": leaf(value)}, KINDS), facts).outcome] == result
