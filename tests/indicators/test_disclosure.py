"""Disclosure control: printed examples of the rules, and that no reader works out what is withheld."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.errors import InvalidValueError
from outward.indicators.disclosure import ProtectedSums, SafetyRule, protected_sums, why_sensitive

Row = tuple[str, str, float]
RULE = SafetyRule()

rows = st.lists(
    st.tuples(st.sampled_from("PQRS"), st.sampled_from("abcdefghij"), st.integers(0, 1000).map(float)),
    min_size=1, max_size=25)


def table(of: list[Row]) -> pd.DataFrame:
    return pd.DataFrame(of, columns=["cell", "contributor", "amount"])


def test_example_1_of_the_handbook() -> None:
    """Handbook on SDC, 2nd ed., section 4.2, example 1: safe by the (1,90)-rule, an estimate 2 % off all the same."""
    cell = pd.Series({"first": 50_000.0, "second": 49_000.0, "others": 1_000.0})
    assert why_sensitive(cell, SafetyRule(largest_share=0.90, margin=0.0)) is None
    assert why_sensitive(cell, SafetyRule(largest_share=0.90, margin=0.02)) is None
    assert why_sensitive(cell, SafetyRule(largest_share=0.90, margin=0.0201)) == "close"


def test_example_2_of_the_handbook() -> None:
    """Handbook on SDC, 2nd ed., section 4.2, example 2: the estimate is 15.4 % off; safe at p = 10."""
    cell = pd.Series({"first": 52_000.0, "second": 50_000.0, "others": 8_000.0})
    assert why_sensitive(cell, SafetyRule(margin=0.10)) is None
    assert why_sensitive(cell, SafetyRule(margin=0.1535)) is None
    assert why_sensitive(cell, SafetyRule(margin=0.1545)) == "close"


@pytest.mark.parametrize(("amounts", "expected"), [
    ([5.0, 5.0], "few"), ([5.0, 5.0, 0.0], "few"), ([0.0, 0.0, 0.0], "few"), ([], "few"),
    ([86.0, 7.0, 7.0], "dominant"), ([85.0, 5.0, 10.0], "close"), ([80.0, 10.0, 10.0], None), ([4.0, 3.0, 3.0], None),
])
def test_each_rule_withholds_what_it_is_for(amounts: list[float], expected: str | None) -> None:
    labels = [f"c{number}" for number in range(len(amounts))]
    assert why_sensitive(pd.Series(amounts, index=labels, dtype=float)) == expected


def test_amounts_of_one_contributor_are_one_contribution() -> None:
    assert why_sensitive(pd.Series([4.0, 3.0, 3.0], index=["a", "a", "b"])) == "few"


def test_a_single_withheld_cell_takes_the_smallest_other_with_it() -> None:
    found = protected_sums(table([
        ("P", "a", 9.0), *(("Q", name, 30.0) for name in "bcd"), *(("R", name, 20.0) for name in "efg")]))
    assert found.sums.to_dict() == {"Q": 90.0}
    assert found.withheld.to_dict() == {"P": "few", "R": "secondary"}
    assert (found.total, found.total_contributors) == (159.0, 7)
    assert found.gaps == ("P", "R")


def test_a_total_that_one_makes_up_is_withheld_and_safe_cells_stand() -> None:
    found = protected_sums(table([("P", "a", 10_000.0), *(("Q", name, 30.0) for name in "bcd")]))
    assert found.sums.to_dict() == {"Q": 90.0}
    assert (found.total, found.total_withheld) == (None, "dominant")


def test_what_an_insider_does_not_know_must_be_safe_by_itself() -> None:
    """An agency is told of a and b: the sum of a, b and c would tell it c."""
    data = table([("P", name, 30.0) for name in "abc"] + [("Q", name, 30.0) for name in "defg"])
    known = pd.DataFrame({"agency": [True, True, False, *[False] * 4]})
    assert protected_sums(data).withheld.empty
    assert protected_sums(data, known=known).withheld["P"] == "known"
    all_known = pd.DataFrame({"agency": [True, True, True, *[False] * 4]})
    assert protected_sums(data, known=all_known).withheld.empty


@pytest.mark.parametrize("amount", [-1.0, float("nan")])
def test_negative_and_missing_amounts_are_refused(amount: float) -> None:
    with pytest.raises(InvalidValueError):
        protected_sums(table([("P", "a", amount)]))


@pytest.mark.parametrize("wrong", [{"contributors": 1}, {"largest_share": 1.0}, {"margin": -0.1}])
def test_a_rule_that_protects_nobody_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidValueError):
        SafetyRule(**wrong)  # type: ignore[arg-type]


def readable_groups(of: list[Row], found: ProtectedSums) -> list[list[Row]]:
    """The rows behind each number that a reader has or gets by subtraction; found out without the method's own code."""
    shown = set(found.sums.index)
    groups = [[row for row in of if row[0] == cell] for cell in shown]
    if found.total is not None:
        groups += [of, [row for row in of if row[0] not in shown]]
    return [group for group in groups if group]


@settings(deadline=None, max_examples=300)
@given(rows)
def test_no_contributor_works_out_another(of: list[Row]) -> None:
    """Whoever subtracts its own from any number that can be read is still 10 % off each other's contribution."""
    found = protected_sums(table(of))
    for group in readable_groups(of, found):
        by_name: dict[str, float] = {}
        for _, name, amount in group:
            by_name[name] = by_name.get(name, 0.0) + amount
        positive = {name: amount for name, amount in by_name.items() if amount > 0}
        assert len(positive) >= 3
        whole = sum(by_name.values())
        assert max(by_name.values()) <= 0.85 * whole * (1 + 1e-12)
        for reader, other in itertools.permutations(positive, 2):
            assert whole - positive[reader] - positive[other] >= 0.10 * positive[other] * (1 - 1e-9)


@settings(deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_unit_change_nothing(of: list[Row], random: object) -> None:
    shuffled = list(of)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    plain, other = protected_sums(table(of)), protected_sums(table([(c, n, 8 * a) for c, n, a in shuffled]))
    assert plain.withheld.to_dict() == other.withheld.to_dict()
    assert (8 * plain.sums).to_dict() == other.sums.to_dict()


@settings(deadline=None)
@given(rows)
def test_cells_are_shown_or_withheld_and_shown_ones_add_up(of: list[Row]) -> None:
    data = table(of)
    found = protected_sums(data)
    assert set(found.sums.index) | set(found.withheld.index) == set(data["cell"])
    assert not set(found.sums.index) & set(found.withheld.index)
    for cell, amount in found.sums.items():
        assert amount == data.loc[data["cell"] == cell, "amount"].sum()
    if found.total is not None:
        assert found.total == data["amount"].sum()
