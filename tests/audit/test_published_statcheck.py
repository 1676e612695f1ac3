"""Boxes of printed numbers against statcheck's verdicts: a p-value recomputed from a printed statistic lies in its box.

The cases and verdicts are those of R package statcheck (Nuijten, M. B. and Epskamp, S.), tests/testthat/test-error.R
and test-decisionerror.R; the rounding of the statistic is as in Nuijten, M. B. et al. (2016), "The prevalence of
statistical reporting errors in psychology (1985-2013)", Behavior Research Methods 48, 1205-1226, p. 1207.
"""

from __future__ import annotations

import math
import re

import pytest
from scipy import stats

from outward.audit.printed import Printed, read_printed

RESULT = re.compile(
    r"(?P<test>t|F|r|chi2|Q|z)(?:\((?P<df>[\d, ]+)\))? = (?P<value>-?[\d.]+), p (?P<sign>[=<>]) (?P<p>[\d.]+)"
)


def box(text: str) -> Printed:
    number = read_printed(text)
    assert number is not None
    return number


def p_value(test: str, degrees: list[int], statistic: float) -> float:
    """Two-tailed where the test has two tails."""
    if test == "F":
        return float(stats.f.sf(statistic, *degrees))
    if test in {"chi2", "Q"}:
        return float(stats.chi2.sf(statistic, *degrees))
    if test == "z":
        return 2.0 * float(stats.norm.sf(abs(statistic)))
    if test == "r":
        statistic = statistic * math.sqrt(degrees[0] / (1.0 - statistic**2))
    return 2.0 * float(stats.t.sf(abs(statistic), degrees[0]))


def recomputed(result: str) -> tuple[float, float]:
    """The least and the greatest p-value that the printed statistic can stand for."""
    found = RESULT.fullmatch(result)
    assert found is not None
    degrees = [int(one) for one in (found["df"] or "").split(",") if one]
    statistic = box(found["value"])
    ends = [p_value(found["test"], degrees, end) for end in (statistic.low, statistic.high)]
    return min(ends), max(ends)


def is_consistent(result: str) -> bool:
    found = RESULT.fullmatch(result)
    assert found is not None
    least, greatest = recomputed(result)
    printed = box(found["p"])
    if found["sign"] == "<":
        return least < printed.value
    if found["sign"] == ">":
        return greatest > printed.value
    return least <= printed.high and greatest >= printed.low


@pytest.mark.parametrize("result", [
    "t(28) = 2.0, p < .05",
    "t(28) = 2, p = .02", "t(28) = 2, p = .14", "t(28) = 2.2, p = .03", "t(28) = 2.2, p = .04",
    "t(28) = 2.20, p = .036", "t(28) = 2.20, p = .037",
    "t(28) = 2.2, p = .036", "t(28) = 2.2, p < .08", "t(28) = 2.2, p > .02",
])
def test_consistent(result: str) -> None:
    assert is_consistent(result)


@pytest.mark.parametrize("result", [
    "t(28) = 2.20, p = .03", "F(2, 28) = 2.20, p = .15", "r(28) = .22, p = .26", "chi2(28) = 22.20, p = .79",
    "z = 2.20, p = .04", "Q(28) = 22.20, p = .79", "t(28) = 2.20, p > .05",
    "t(28) = 1.20, p = .03", "t(28) = 2.20, p = .30",
    "t(28) = 2.2, p = .08", "t(28) = 2.2, p = .02", "t(28) = 2.2, p > .08", "t(28) = 2.2, p < .02",
])
def test_inconsistent(result: str) -> None:
    assert not is_consistent(result)


@pytest.mark.parametrize("result", [
    "t(28) = 2.20, p = .06", "t(28) = 1.20, p = .03", "F(2, 28) = 22.20, p = .06", "F(2, 28) = 2.20, p = .03",
    "r(28) = .22, p = .03", "r(28) = .52, p = .06", "chi2(28) = 2.20, p = .03", "chi2(28) = 52.20, p = .06",
    "z = 1.20, p = .03", "z = 2.20, p = .06", "Q(28) = 2.20, p = .03", "Q(28) = 52.20, p = .06",
])
def test_decision_errors_are_inconsistent(result: str) -> None:
    assert not is_consistent(result)


def test_a_printed_statistic_is_a_range_of_p_values() -> None:
    """Nuijten et al. (2016), p. 1207: t(28) = 2.0 has p = .055; 1.95 to 2.05 have .0498 to .0613."""
    assert p_value("t", [28], 2.0) == pytest.approx(0.055, abs=5e-4)
    assert recomputed("t(28) = 2.0, p < .05") == pytest.approx((0.0498, 0.0613), abs=5e-5)
