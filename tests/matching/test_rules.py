"""What each rule says of each kind of value."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from outward.errors import InvalidValueError
from outward.matching import (
    AnyOf,
    AtLeast,
    AtMost,
    Branch,
    By,
    Candidates,
    CapacityLeft,
    From,
    NoneOf,
    Overlap,
    Rule,
    Same,
    Tokens,
    Within,
)
from outward.matching.says import ALL_SAYS

PARENTS = {"ships": "transport", "trains": "transport", "transport": "manufacturing", "food": "manufacturing",
           "manufacturing": "all"}
WIDE = frozenset({"manufacturing", "all"})


@pytest.mark.parametrize(("rule", "wanted", "there", "degree", "says"), [
    (Same("v"), "A", "A", 1, "same"),
    (Same("v"), "A", "B", 0, "none"),
    (Same("v"), "A", None, None, "unknown"),
    (Same("v"), "A", "", None, "unknown"),
    (AnyOf("v"), "a;b", "b;c", 1, "same"),
    (AnyOf("v"), ["a"], "b;c", 0, "none"),
    (Overlap("v"), "a;b", "b;a;c", 1, "same"),
    (Overlap("v"), "a;b;c;d", "b", 0.25, "some"),
    (Overlap("v"), "a;b", "c", 0, "none"),
    (NoneOf("v"), "a;b", "c", 1, "clear"),
    (NoneOf("v"), "a;b", "c;a", 0, "barred"),
    (NoneOf("v"), "a;b", None, 1, "clear"),
    (Branch("v", PARENTS, WIDE), "ships", "ships", 1, "same"),
    (Branch("v", PARENTS, WIDE), "transport", "ships", 0.9, "narrower"),
    (Branch("v", PARENTS, WIDE), "ships", "transport", 0.6, "broader"),
    (Branch("v", PARENTS, WIDE), "ships", "trains", 0.4, "beside"),
    (Branch("v", PARENTS, WIDE), "ships", "food", 0, "none"),
    (Branch("v", PARENTS, WIDE), "ships", "manufacturing", None, "unknown"),  # too wide to say anything
    (Branch("v", PARENTS, WIDE), "ships", "manufacturing;food", None, "unknown"),
    (Branch("v", PARENTS, WIDE), "ships", "manufacturing;trains", 0.4, "beside"),
    (Branch("v", PARENTS, WIDE), "manufacturing", "ships", 0.9, "narrower"),  # but it may be what is wanted
    (Branch("v", PARENTS, WIDE), "food;ships", "trains;food", 1, "same"),  # the best of several
    (Branch("v", {"a": "b", "b": "a"}), "a", "c", 0, "none"),  # a circle ends
    (Branch("v", PARENTS, WIDE, is_reversed=True), "ships", "transport", 0.9, "narrower"),  # the candidate asks
    (Branch("v", PARENTS, WIDE, is_reversed=True), "transport", "ships", 0.6, "broader"),
    (Tokens("v"), "rail signals", "Signals for RAIL.", 1, "same"),
    (Tokens("v"), "rail signals for bridges", "bridges and other works for rivers", pytest.approx(1 / 3), "some"),
    (Tokens("v"), "rail signals", "the signals and a", 1, "same"),  # all that it says beside what joins words
    (Tokens("v"), "rail", "by the", None, "unknown"),
    (Tokens("v"), "by the", "rail", None, "unknown"),
    (Tokens("v"), "rail", "-", None, "unknown"),
    (AnyOf("v"), "a", " ; ", None, "unknown"),
    (Overlap("v"), "a", ";", None, "unknown"),
    (NoneOf("v"), "a", ";", 1, "clear"),
    (Branch("v", PARENTS, WIDE), "ships", ";", None, "unknown"),
    (Tokens("v"), "works for the rail", "bridges for the ships", 0, "none"),  # what joins words is not compared
    (Tokens("v"), "数控机床", "机床", 1, "same"),  # all that it says
    (Tokens("v"), "数控机床", "机床附件", pytest.approx(1 / 3), "some"),
    (Tokens("v"), "数控机床", "轮船", 0, "none"),
    (AtLeast("v"), 10, 10.0, 1, "enough"),
    (AtLeast("v"), 10, 9.0, 0, "short"),
    (AtLeast("v", tolerance=0.5), 10, 9.0, 0.8, "short"),
    (AtLeast("v", tolerance=0.5), 10, 2.0, 0, "short"),
    (AtLeast("v"), 10, math.nan, None, "unknown"),
    (AtMost("v"), 10, 10.0, 1, "enough"),
    (AtMost("v"), 10, 11.0, 0, "over"),
    (AtMost("v", tolerance=0.5), 10, 11.0, 0.8, "over"),
    (By("v"), "2026-06-30", "2026-06-30", 1, "in-time"),
    (By("v"), "2026-06-30", "2025", 1, "in-time"),
    (By("v"), "2026-06-30", "2026", None, "unknown"),  # before or after: the year does not say
    (By("v"), "2026-06-30", "2026-07", 0, "late"),
    (From("v"), "2026-06-30", "2026-06-30", 1, "in-time"),
    (From("v"), "2026-06-30", "2026-06", None, "unknown"),
    (From("v"), "2026-06-30", "2026-05", 0, "early"),
])
def test_a_rule_says_how_far_a_value_is_what_is_wanted(rule: Rule, wanted: Any, there: Any, degree: float | None,
                                                       says: str) -> None:
    judged = rule.judge(wanted, Candidates(pd.DataFrame({"v": [there, "" if isinstance(there, str) else None]})))
    assert (None if math.isnan(judged.degrees[0]) else judged.degrees[0]) == degree
    assert ALL_SAYS[judged.says[0]] == says
    if not isinstance(rule, NoneOf):
        assert math.isnan(judged.degrees[1])  # who says nothing is neither


@pytest.mark.parametrize(("low", "high", "degree", "says"), [
    (1, 9, 1, "enough"), (6, 9, 0, "short"), (1, 4, 0, "over"), (None, 9, 1, "enough"), (1, None, 1, "enough"),
    (6, None, 0, "short"), (None, None, None, "unknown"),
])
def test_a_number_lies_within_a_range_whose_missing_end_is_open(low: float | None, high: float | None,
                                                                degree: float | None, says: str) -> None:
    table = pd.DataFrame({"low": [low], "high": [high]}, dtype=float)
    judged = Within("low", "high").judge(5, Candidates(table))
    assert (None if math.isnan(judged.degrees[0]) else judged.degrees[0]) == degree
    assert ALL_SAYS[judged.says[0]] == says


@pytest.mark.parametrize(("capacity", "used", "degree"),
                         [(5, 3, 1), (5, 4, 0.5), (5, 5, 0), (5, 7, 0), (5, None, None)])
def test_what_is_left_of_a_capacity_counts(capacity: float, used: float | None, degree: float | None) -> None:
    table = pd.DataFrame({"capacity": [capacity], "used": [used]}, dtype=float)
    found = CapacityLeft("capacity", "used").judge(2, Candidates(table)).degrees[0]
    assert (None if math.isnan(found) else found) == degree


def test_a_wanted_number_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="finite"):
        AtLeast("v").judge(math.inf, Candidates(pd.DataFrame({"v": [1.0]})))


def test_two_candidates_of_one_key_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="two candidates of the key 'a'"):
        Candidates(pd.DataFrame({"v": [1, 2]}, index=["a", "a"]))
