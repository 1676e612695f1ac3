"""The ASEM index as the R package COINr 1.1.14 computes it: every printed table, to the last step."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from outward.composite import Evaluation, evaluate
from outward.composite.alternatives import Alternatives
from outward.composite.sensitivity import RANK_SHIFT, exact_sobol_indices
from outward.composite.treatment import kurtosis, skewness, treat
from outward.composite.uncertainty import exact_rank_uncertainty
from tests.composite.asem import asem, expected, expected_rows, number

pytestmark = pytest.mark.reference

CLOSE = 1e-9
STEPS = {"raw": "01_raw", "denominated": "02_denominated", "imputed": "03_imputed", "treated": "05_treated",
         "normalised": "06_normalised"}


@lru_cache(maxsize=1)
def evaluated() -> Evaluation:
    return evaluate(*asem())


@lru_cache(maxsize=1)
def varied() -> Alternatives:
    """The 20 runs of weight set w1; shifts are counted from the ranks with all weights 1, as the table's are."""
    framework, data = asem()
    weights = {code: number(row["w1"]) for code, row in expected("sa_weight_sets").items()}
    alternatives = Alternatives.of(framework.with_weights(weights), data)
    return replace(alternatives, nominal=replace(alternatives.nominal, ranks=evaluated().ranks))


def test_the_example_is_whole() -> None:
    framework, data = asem()
    assert (len(data.units), len(framework.indicators), len(framework.pillars)) == (51, 49, 11)
    assert evaluated().excluded == ()
    assert np.isnan(evaluated().inputs.values).sum() == 64
    assert evaluated().stages.filled.sum() == 65  # one denominator is missing, and two indicators are divided by it


@pytest.mark.parametrize("step", STEPS)
def test_each_step_has_the_printed_values(step: str) -> None:
    printed = expected(STEPS[step])
    codes = [each.code for each in evaluated().framework.indicators]
    wanted = [[number(printed[unit][code]) for code in codes] for unit in evaluated().units]
    np.testing.assert_allclose(evaluated().stages.values(step), wanted, rtol=CLOSE, atol=1e-12)


def test_every_score_of_every_level() -> None:
    printed = expected("07_aggregated")
    assert set(next(iter(printed.values()))) == {"uCode", *evaluated().scores}
    for code, scores in evaluated().scores.items():
        wanted = [number(printed[unit][code]) for unit in evaluated().units]
        np.testing.assert_allclose(scores, wanted, rtol=CLOSE, atol=1e-12, err_msg=code)


@pytest.mark.parametrize("code", ["Index", "Conn", "Sust"])
def test_ranks(code: str) -> None:
    printed = expected("ranks")
    ranks = dict(zip(evaluated().units, evaluated().ranks[code].tolist(), strict=True))
    assert ranks == {unit: int(row[code]) for unit, row in printed.items()}


def half_a_digit(text: str) -> float:
    """Half a unit of the third significant digit, to which COINr's ``get_stats`` rounds."""
    value = abs(number(text))
    return 0.5 * 10.0 ** (math.floor(math.log10(value)) - 2) * (1 + 1e-9) if value else 0.0


def test_statistics_of_the_raw_columns_to_the_printed_digits() -> None:
    printed = expected("raw_stats")
    for place, indicator in enumerate(evaluated().framework.indicators):
        row, column = printed[indicator.code], evaluated().stages.raw[:, place]
        known = column[~np.isnan(column)]
        found = {"Min": known.min(), "Max": known.max(), "Mean": known.mean(), "Median": np.median(known),
                 "Std": known.std(ddof=1), "Skew": skewness(column), "Kurt": kurtosis(column)}
        for name, value in found.items():
            assert value == pytest.approx(number(row[name]), abs=half_a_digit(row[name]), rel=0), (indicator.code, name)
        _, times = np.unique(known, return_counts=True)
        assert [known.size, np.count_nonzero(known), times.size, times.max()] == \
            [int(row[name]) for name in ("N.Avail", "N.NonZero", "N.Unique", "N.Same")]
        assert treat(column, "log").logged == (row["Flag.SkewKurt"] == "OUT"), indicator.code


def test_treatment_of_every_column() -> None:
    """check_SkewKurt0 before, winsorise.nwin points, check_SkewKurt1 after."""
    printed = expected("treat_details")
    for indicator, treatment in zip(evaluated().framework.indicators, evaluated().stages.treatments, strict=True):
        row = printed[indicator.code]
        first = number(row["check_SkewKurt0.Skew"]), number(row["check_SkewKurt0.Kurt"])
        assert treatment.before == pytest.approx(first, rel=CLOSE)
        if row["check_SkewKurt0.Pass"] == "TRUE":
            assert treatment.points == treatment.winsorised.sum() == 0
            continue
        last = number(row["check_SkewKurt1.Skew"]), number(row["check_SkewKurt1.Kurt"])
        assert treatment.points == int(row["winsorise.nwin"])
        assert treatment.after == pytest.approx(last, rel=CLOSE)
        assert treatment.winsorised.sum() == treatment.points  # no two of these columns' extremes are equal
        assert row["check_SkewKurt1.Pass"] == "TRUE"
        assert not treatment.logged
    assert sum(treatment.points > 0 for treatment in evaluated().stages.treatments) == 15


def test_effective_weights_of_every_node() -> None:
    printed = expected("effective_weights")
    assert evaluated().effective_weights == pytest.approx(
        {code: number(row["EffWeight"]) for code, row in printed.items()}, rel=CLOSE)


PRINTED_FACTORS = {"winmax": "treatment", "norm": "normalisation", "agg": "aggregation"}
PRINTED_RUNS = {"minmax": 0, "zscore": 1, "a_amean": 0, "a_gmean": 1}


def expected_runs() -> list[tuple[tuple[int, int, int], list[float]]]:
    """Give the printed runs: which alternatives each took, and the index of every country."""
    return [((int(row["winmax"]) - 1, PRINTED_RUNS[row["norm"]], PRINTED_RUNS[row["agg"]]),
             [number(row[unit]) for unit in varied().nominal.units])
            for row in expected_rows("sa_factorial_w1_index")]


def test_the_index_in_20_other_ways() -> None:
    """Winsorising 1 to 5 points (then a logarithm), two normalisations, two means, weight set w1."""
    combinations, wanted = zip(*expected_runs(), strict=True)
    assert len(set(combinations)) == 20
    np.testing.assert_allclose(varied().scores(np.array(combinations)), wanted, rtol=CLOSE)


def test_the_same_20_one_by_one() -> None:
    for combination, wanted in expected_runs():
        framework = varied().framework
        for factor, place in zip(framework.factors, combination, strict=True):
            framework = framework.with_choices(factor.alternatives[place])
        np.testing.assert_allclose(evaluate(framework, asem()[1]).score, wanted, rtol=CLOSE)


def test_places_over_those_20() -> None:
    printed = expected("rankstats_factorial_w1")
    places = exact_rank_uncertainty(varied())
    assert places.runs == 20
    for name, found in (("nominal", places.nominal), ("mean", places.mean()), ("q05_type7", places.quantile(0.05)),
                        ("q95_type7", places.quantile(0.95))):
        np.testing.assert_allclose(found, [number(printed[unit][name]) for unit in places.units], rtol=CLOSE)


def test_sobol_indices_by_enumeration() -> None:
    (found,) = exact_sobol_indices(varied())
    printed = {row["factor"]: row for row in expected_rows("sobol_exact_factorial_w1")}
    assert (found.target, found.runs, set(printed)) == (RANK_SHIFT, 20, set(PRINTED_FACTORS))
    for name, row in printed.items():
        place = found.factors.index(PRINTED_FACTORS[name])
        assert found.first[place] == pytest.approx(number(row["S"]), rel=CLOSE)
        assert found.total[place] == pytest.approx(number(row["ST"]), rel=CLOSE)

