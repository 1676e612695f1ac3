"""Scores of forecasts against figures that others printed."""

from __future__ import annotations

import numpy as np
import pytest

from outward.risk.skill import auprc, auroc, brier, relative_usefulness

RATED_NORMAL, RATED_ABNORMAL = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)
"""Hanley and McNeil (1982), Table I: ratings 1 (definitely normal) to 5 (definitely abnormal) of 109 CT images."""

RAIN = ((0.00, 0.4112, 0.006), (0.05, 0.0671, 0.019), (0.10, 0.1833, 0.059), (0.20, 0.0986, 0.150),
        (0.30, 0.0616, 0.277), (0.40, 0.0366, 0.377), (0.50, 0.0303, 0.511), (0.60, 0.0275, 0.587),
        (0.70, 0.0245, 0.723), (0.80, 0.0220, 0.779), (0.90, 0.0170, 0.934), (1.00, 0.0203, 0.933))
"""Wilks, Statistical Methods in the Atmospheric Sciences, ch. 7 (1st ed., Table 7.3; also the example of R's package
verification): forecast probability of precipitation, share of forecasts, and relative frequency of precipitation."""

FINLEY = (28, 72, 23, 2680)
"""Finley's tornado forecasts of 1884 (Murphy 1996): hits, false alarms, misses, correct negatives."""


def rain() -> tuple[np.ndarray, np.ndarray]:
    """The table as a million forecasts, each with its outcome."""
    said, happened = [], []
    for probability, share, frequency in RAIN:
        wet, all_ = round(share * frequency * 1e6), round(share * 1e6)
        said += [probability] * all_
        happened += [1.0] * wet + [0.0] * (all_ - wet)
    return np.array(said), np.array(happened)


def test_area_of_hanley_and_mcneil() -> None:
    """Hanley and McNeil (1982), Radiology 143(1), 29-36, Table I: the area by Wilcoxon's statistic is 0.893."""
    ratings = np.concatenate([np.repeat(np.arange(1, 6), counts) for counts in (RATED_NORMAL, RATED_ABNORMAL)])
    abnormal = np.repeat([0.0, 1.0], [sum(RATED_NORMAL), sum(RATED_ABNORMAL)])
    assert auroc(ratings / 5, abnormal) == pytest.approx(0.893, abs=5e-4)


def test_area_and_climatology_of_wilks() -> None:
    """Wilks, ch. 7: sample climatology 0.162, area under the ROC curve 0.922."""
    said, happened = rain()
    assert happened.mean() == pytest.approx(0.162, abs=6e-4)  # shares and frequencies are rounded in the table
    assert auroc(said, happened) == pytest.approx(0.922, abs=5e-4)


@pytest.mark.parametrize(("probability", "happened", "printed"), [(1.0, 1, 0.0), (1.0, 0, 1.0), (0.7, 1, 0.09),
                                                                  (0.3, 1, 0.49), (0.5, 1, 0.25), (0.5, 0, 0.25)])
def test_brier_score_of_one_forecast_of_rain(probability: float, happened: float, printed: float) -> None:
    """Wikipedia, "Brier score", examples: "70 % and it rains: (0.70 - 1)^2 = 0.09", and the others."""
    assert brier(np.array([probability]), np.array([happened])) == pytest.approx(printed, abs=1e-12)


def test_average_precision_and_area_of_scikit_learns_example() -> None:
    """scikit-learn, documentation of average_precision_score (0.83) and of roc_auc_score's kind of example (0.75)."""
    said, happened = np.array([0.1, 0.4, 0.35, 0.8]), np.array([0.0, 0.0, 1.0, 1.0])
    assert auprc(said, happened) == pytest.approx(0.83, abs=5e-3)
    assert auroc(said, happened) == pytest.approx(0.75, abs=1e-12)


def test_usefulness_of_finleys_forecasts() -> None:
    """Peirce's skill score of Finley's forecasts is 0.523 (Wilks, ch. 7).

    Where missing all events and alarming always cost the same, relative usefulness is Peirce's score: hit rate less
    false alarm rate. Finley's forecasts are worse than silence where a miss costs no more than a false alarm.
    """
    hits, false, misses, quiet = FINLEY
    share = (hits + misses) / sum(FINLEY)
    caught, alarmed = hits / (hits + misses), false / (false + quiet)
    assert caught == pytest.approx(0.549, abs=5e-4)
    assert relative_usefulness(caught, alarmed, share, 1 - share) == pytest.approx(0.523, abs=5e-4)
    assert relative_usefulness(caught, alarmed, share, 0.5) < 0
