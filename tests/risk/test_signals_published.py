"""Detectors against figures that others printed."""

from __future__ import annotations

import random

import numpy as np
import pytest
from scipy.stats import nbinom

from outward.risk.changes import changes
from outward.risk.detection import (
    discoveries,
    exceedance,
    robust_scale,
    robust_z,
)
from outward.risk.online import cusum, cusum_run_length, page_hinkley

THROMBOLYSIS = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
                0.7590, 1.0000)
"""Benjamini and Hochberg (1995), section 4: fifteen p-values of Neuhaus et al. (1992), in order."""

MONTGOMERY = (9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08, 9.37,
              10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52)
"""Montgomery (2009), Introduction to Statistical Quality Control, 6th ed., Table 9.1: target 10, sigma 1."""

RUN_LENGTHS = {0.00: (168, 465), 0.25: (74.2, 139), 0.50: (26.6, 38.0), 0.75: (13.3, 17.0), 1.00: (8.38, 10.4),
               1.50: (4.75, 5.75), 2.00: (3.34, 4.01), 2.50: (2.62, 3.11), 3.00: (2.19, 2.57), 4.00: (1.71, 2.01)}
"""Montgomery (2009), Table 9.3: average run length of the two-sided CUSUM with k = 1/2 and h = 4, 5, by shift."""


def test_discoveries_of_benjamini_and_hochberg() -> None:
    """Four hypotheses are rejected at 0.05, where Bonferroni's bound rejects three."""
    adjusted = discoveries(THROMBOLYSIS)
    assert (adjusted <= 0.05).tolist() == [True] * 4 + [False] * 11
    assert sum(p <= 0.05 / 15 for p in THROMBOLYSIS) == 3
    np.testing.assert_allclose(adjusted[:4], [0.0015, 0.0030, 0.0095, 0.035625], rtol=0, atol=1e-12)


def test_cusum_of_montgomery() -> None:
    """Table 9.2: the upper sum first passes 5 at period 29, seven periods after it last was zero."""
    sums, since = cusum(np.array(MONTGOMERY) - 10)
    printed = [0, 0, 0, 1.16, 2.82, 2.50, 0.04, 1.00, 0, 0, 0, 0.97, 0.98, 0, 0, 0, 0.12, 0, 0, 0.34, 0.74, 0, 1.79,
               2.79, 2.89, 3.47, 3.35, 4.47, 5.28, 5.30]
    np.testing.assert_allclose(sums, printed, rtol=0, atol=0.005001)
    assert int(np.argmax(sums > 5)) + 1 == 29
    assert since[28] == 7


@pytest.mark.parametrize("shift", RUN_LENGTHS)
@pytest.mark.parametrize(("place", "decision"), [(0, 4.0), (1, 5.0)])
def test_run_lengths_of_montgomery(shift: float, place: int, decision: float) -> None:
    up, down = (cusum_run_length(sign * shift, decision=decision) for sign in (1, -1))
    printed = RUN_LENGTHS[shift][place]
    last_digit = 1.0 if printed >= 100 else 0.1 if printed >= 10 else 0.01
    assert 1 / (1 / up + 1 / down) == pytest.approx(printed, abs=last_digit)  # some digits are cut off, not rounded


def test_page_hinkley_of_river() -> None:
    """The example in the documentation of river.drift.PageHinkley (Montiel et al. 2021): index 1006."""
    generator = random.Random(12345)
    stream = generator.choices([0, 1], k=1000) + generator.choices(range(4, 8), k=1000)
    found = page_hinkley(stream, delta=0.005, threshold=50.0, forgetting=1 - 0.0001)
    assert found.at == (1006,)
    assert stream[1006] == 5


def test_robust_scale_of_r() -> None:
    """R's manual of stats::mad: the same for 1..9 and for 1..8, 100; without the constant it is 2."""
    for values in (range(1, 10), (*range(1, 9), 100)):
        assert float(robust_scale(list(values))[1]) / 1.4826 == pytest.approx(2.0)


def test_robust_z_of_iglewicz_and_hoaglin() -> None:
    """Modified z-scores, 0.6745 (x - median) / MAD, of ten values with two outliers (their ch. 3)."""
    values = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3]
    expected = 0.6745 * (8.2 - 2.45) / 0.15
    assert float(robust_z(8.2, values)) == pytest.approx(expected, rel=1e-4)
    assert float(robust_z(8.2, values)) > 3.5  # their limit


def test_exceedance_is_the_poisson_gamma_predictive() -> None:
    """A gamma posterior (sum + 1/2, exposure) of a Poisson rate predicts by this (Gelman et al. 2013, section 2.6)."""
    before, exposures = np.full((1, 20), 3.0), np.full((1, 20), 50.0)  # less spread than Poisson: no overdispersion
    p, expected, dispersion = exceedance([9.0], [70.0], before, exposures)
    assert dispersion[0] == 0
    assert expected[0] == pytest.approx(70 * 60.5 / 1000)
    assert p[0] == pytest.approx(nbinom.sf(8, 60.5, 1000 / 1070), rel=1e-9)


def test_one_change_of_the_nile() -> None:
    """Flow of the Nile at Aswan, 1871-1970: the mean moved with 1899 (Cobb 1978, Biometrika 65(2), 243-251)."""
    flow = [1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
            1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
            1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796,
            1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874,
            848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718,
            714, 740]
    found = changes(flow)
    assert [1871 + place for place in found.at] == [1899]
    assert found.is_firm(found.at[0])
