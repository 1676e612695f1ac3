"""A matching against the plain loop, its laws, and what it tells of each candidate."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from benchmarks.matching import CRITERIA, WANTED, made, plain
from hypothesis import assume, given
from hypothesis import strategies as st

from outward.errors import InvalidValueError, NotFoundError
from outward.matching import AnyOf, AtLeast, Criterion, Matches, NoneOf, Overlap, Same, Says, Verdict, match

KEYS = sorted(WANTED)


@given(st.integers(0, 10_000), st.integers(1, 60), st.sets(st.sampled_from(KEYS), min_size=1))
def test_it_gives_what_the_plain_loop_gives(seed: int, count: int, asked: set[str]) -> None:
    assume(asked != {"conflict"})
    table = made(count, seed)
    wanted = {key: WANTED[key] for key in asked}
    found, expected = match(wanted, table, CRITERIA).top(count), plain(wanted, table, CRITERIA)
    assert [each.key for each in found] == [key for key, _ in expected]
    np.testing.assert_allclose([each.score or 0.0 for each in found], [score for _, score in expected], atol=1e-9)


@given(st.integers(0, 10_000), st.randoms())
def test_the_order_of_rows_does_not_matter(seed: int, random: Any) -> None:
    table = made(30, seed)
    rows = list(table.index)
    random.shuffle(rows)
    assert match(WANTED, table.loc[rows], CRITERIA).top(30) == match(WANTED, table, CRITERIA).top(30)
    assert match(WANTED, table.loc[rows], CRITERIA).others(30) == match(WANTED, table, CRITERIA).others(30)


@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_only_the_ratios_of_weights_matter(seed: int, factor: float) -> None:
    table = made(30, seed)
    scaled = [Criterion(each.key, each.rule, each.weight * factor, each.is_required, each.least) for each in CRITERIA]
    one, other = match(WANTED, table, CRITERIA), match(WANTED, table, scaled)
    np.testing.assert_allclose(other.scores, one.scores, rtol=1e-9)
    np.testing.assert_array_equal(other.places, one.places)


@given(st.integers(0, 10_000))
def test_reasons_sum_to_the_score_and_weights_to_one(seed: int) -> None:
    found = match(WANTED, made(30, seed), CRITERIA)
    for each in (*found.top(30), *found.others(30)):
        assert sum(reason.share for reason in each.reasons) == pytest.approx(each.score or 0.0, abs=1e-9)
        assert sum(reason.weight for reason in each.reasons) == pytest.approx(1.0)
        assert each.coverage == pytest.approx(sum(r.weight for r in each.reasons if r.degree is not None), abs=1e-9)


@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1))
def test_whoever_does_not_match_is_told_why(seed: int, least_score: float, least_coverage: float) -> None:
    found = match(WANTED, made(30, seed), CRITERIA, least_score=least_score, least_coverage=least_coverage)
    assert len(found.top(99)) + len(found.others(99)) == 30
    for each in found.others(99):
        assert not each.is_match
        assert each.against, each
        assert each.place == 0


DEGREES = st.sampled_from([0.0, 0.25, 0.5, 1.0, None])


@given(st.lists(st.lists(DEGREES, min_size=3, max_size=3), min_size=2, max_size=12), st.data())
def test_a_better_degree_never_costs_a_place(rows: list[list[float | None]], data: Any) -> None:
    table = pd.DataFrame(rows, columns=["a", "b", "c"], dtype=float)
    row, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, 2))
    before = float(table.to_numpy()[row, column])
    assume(not np.isnan(before) and before < 1)
    better = table.copy()
    better.iat[row, column] = data.draw(st.floats(before, 1, exclude_min=True))
    one, other = of_degrees(table), of_degrees(better)
    assert other.scores[row] >= one.scores[row]
    if one.places[row]:
        assert 0 < other.places[row] <= one.places[row]


def of_degrees(table: pd.DataFrame) -> Matches:
    """Match by numbers that are their own degrees: at least 1, falling to nothing at 0."""
    return match({"a": 1, "b": 1, "c": 1}, table, [
        Criterion("a", AtLeast("a", tolerance=1.0), 3.0), Criterion("b", AtLeast("b", tolerance=1.0), 1.0),
        Criterion("c", AtLeast("c", tolerance=1.0), 2.0, is_required=True),
    ])


TABLE = pd.DataFrame({"language": ["en", "fr", None, "en", ""], "country": ["KEN", "KEN", "KEN", "ZMB", None]},
                     index=["ade", "bo", "cai", "dan", "eve"])
BOTH = (Criterion("language", AnyOf("language"), is_required=True), Criterion("country", Overlap("country"), 2.0))


def test_what_is_missing_is_neither_yes_nor_no() -> None:
    found = match({"language": "en", "country": "KEN"}, TABLE, BOTH)
    told = {each.key: (each.verdict, each.score, round(each.coverage, 3), each.gaps)
            for each in (*found.top(9), *found.others(9))}
    assert told == {
        "ade": (Verdict.MATCH, 1.0, 1.0, ()),
        "cai": (Verdict.MATCH, 1.0, 0.667, ("language",)),  # not excluded by what nobody knows
        "dan": (Verdict.MATCH, pytest.approx(1 / 3), 1.0, ()),
        "bo": (Verdict.EXCLUDED, pytest.approx(2 / 3), 1.0, ()),
        "eve": (Verdict.UNKNOWN, None, 0.0, ("language", "country")),
    }
    assert [each.key for each in found.top(9)] == ["ade", "cai", "dan"]  # of one score, the better known first


def test_a_reason_says_what_was_wanted_and_what_is_there() -> None:
    reason = match({"language": "en", "country": "KEN"}, TABLE, BOTH).explain("bo").against[0]
    assert (reason.criterion, reason.says, reason.wanted, reason.there, reason.excludes) == (
        "language", Says.NONE, "en", ("fr",), True)


def test_alike_share_a_place_and_stand_in_the_order_of_their_keys() -> None:
    table = pd.DataFrame({"v": ["x", "y", "x", "x"]}, index=[4, 3, 2, 1])
    found = match({"v": "x"}, table, [Criterion("v", Same("v"))])
    assert [(each.key, each.place) for each in found.top(9)] == [(1, 1), (2, 1), (4, 1), (3, 4)]


def test_what_nobody_asks_is_named_and_does_not_count() -> None:
    found = match({"language": "", "country": "KEN"}, TABLE, BOTH)
    assert found.not_asked == ("language",)
    assert match({"language": " ; ", "country": "KEN"}, TABLE, BOTH).not_asked == ("language",)
    assert found.explain("bo").score == 1.0
    nothing = match({}, TABLE, BOTH)
    assert (nothing.count, nothing.not_asked, {each.verdict for each in nothing.others(9)}) == (
        0, ("language", "country"), {Verdict.UNKNOWN})


def test_thresholds_leave_out_the_weak_and_the_unknown() -> None:
    found = match({"language": "en", "country": "KEN"}, TABLE, BOTH, least_score=0.5, least_coverage=0.7)
    assert [each.key for each in found.top(9)] == ["ade"]
    assert {each.key: each.verdict for each in found.others(9)} == {
        "bo": Verdict.EXCLUDED, "cai": Verdict.UNKNOWN, "dan": Verdict.WEAK, "eve": Verdict.UNKNOWN}
    assert [reason.criterion for reason in found.explain("dan").against] == ["country"]


def test_a_criterion_of_no_weight_only_excludes() -> None:
    criteria = (*BOTH, Criterion("rival", NoneOf("country"), 0.0, is_required=True))
    found = match({"language": "en", "country": "KEN", "rival": "ZMB"}, TABLE, criteria)
    assert found.explain("dan").verdict is Verdict.EXCLUDED
    assert found.explain("ade").score == 1.0


def test_no_candidates_give_no_matches() -> None:
    assert match({"language": "en"}, TABLE.iloc[:0], BOTH).top(5) == ()


@pytest.mark.parametrize(("wanted", "criteria", "says"), [
    ({"language": "en"}, (*BOTH, BOTH[0]), "two criteria 'language'"),
    ({"tongue": "en"}, BOTH, "'tongue' is wanted, and no criterion"),
    ({"a": "en"}, [Criterion("a", Same("none"))], "no column 'none'"),
    ({"language": "en"}, [Criterion("language", AnyOf("language"), 0.0)], "weighs nothing"),
])
def test_what_cannot_be_matched_is_refused(wanted: Any, criteria: Any, says: str) -> None:
    with pytest.raises(InvalidValueError, match=says):
        match(wanted, TABLE, criteria)


@pytest.mark.parametrize(("weight", "least"), [(-1.0, 0.0), (float("nan"), 0.0), (1.0, 1.5)])
def test_a_criterion_has_a_weight_and_a_degree(weight: float, least: float) -> None:
    with pytest.raises(InvalidValueError):
        Criterion("a", Same("a"), weight, least=least)


def test_asking_for_a_candidate_that_is_none_is_refused() -> None:
    with pytest.raises(NotFoundError):
        match({"language": "en"}, TABLE, BOTH).explain("zoe")
