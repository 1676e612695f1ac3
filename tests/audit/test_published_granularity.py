"""The GRIM test against verdicts that others printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.audit.granularity import is_possible_mean
from outward.errors import InvalidValueError

# R package scrutiny (Jung, L.), data set pigs1
PIGS = ("7.22", "4.74", "5.23", "2.57", "6.77", "2.68", "7.01", "7.38", "3.14", "6.89", "5.00", "0.24")
PIG_COUNTS = (32, 25, 29, 24, 27, 28, 29, 26, 27, 31, 25, 28)


def verdicts(means: tuple[str, ...], counts: tuple[int, ...] | int, items: int = 1) -> str:
    all_counts = (counts,) * len(means) if isinstance(counts, int) else counts
    return "".join(
        "T" if is_possible_mean(mean, count, items) else "F" for mean, count in zip(means, all_counts, strict=True)
    )


def run(first: float, count: int, decimals: int) -> tuple[str, ...]:
    """Means that follow one another by their last digit."""
    return tuple(f"{first + place * 10.0**-decimals:.{decimals}f}" for place in range(count))


def test_scrutiny_pigs() -> None:
    """README of scrutiny, column "consistency" of grim_map(pigs1)."""
    assert verdicts(PIGS, PIG_COUNTS) == "TFFFFTFTFFTF"


@pytest.mark.parametrize(("count", "printed"), [(40, "TFTTTTFTFFTF"), (80, "TTTTTTTTTTTT")])
def test_scrutiny_rounding_up_or_down(count: int, printed: str) -> None:
    """test-grim-map.R: the corner cases of 40 and 80, where rounding a 5 up or down matters ("up_or_down")."""
    assert verdicts(PIGS, count) == printed


def test_scrutiny_percentages() -> None:
    """README of scrutiny, pigs2: percentages of 150."""
    assert verdicts(("67.4%", "54.2%", "54.0%", "69.8%", "68.1%", "55.4%"), 150) == "FFTFFF"


def test_scrutiny_sequences() -> None:
    """test-grim.R: 5.19 to 5.30 with 28 (and 519 % to 530 %), 6 % to 16 % with 50."""
    assert verdicts(run(5.19, 12, 2), 28) == "FFTFFFTFFFTF"
    assert verdicts(tuple(f"{percent}%" for percent in range(519, 531)), 28) == "FFTFFFTFFFTF"
    assert verdicts(tuple(f"{percent}%" for percent in range(6, 17)), 50) == "TFTFTFTFTFT"


def test_scrutiny_items() -> None:
    """test-grim.R and the vignette "GRIM", section "Scale items"."""
    assert verdicts(run(0.150, 10, 3), 120, 3) == "TFFTFFTFTF"
    assert verdicts(run(0.80, 10, 2), 28, 2) == "TFTFTFTTTT"
    assert verdicts(("5.90", "5.71", "3.50", "3.82", "4.61", "5.24"), 40, 3) == "TTTTTT"


def test_half_of_the_scale_means_fail_as_single_items() -> None:
    """Same section: with one item "half of these are wrongly flagged as inconsistent"."""
    assert verdicts(("5.90", "5.71", "3.50", "3.82", "4.61", "5.24"), 40).count("F") == 3


def test_bauer_and_francis() -> None:
    """Bauer, P. J. and Francis, G. (2021), as told in the same vignette: 5.3 and 4.71 of 40 people in two groups."""
    assert is_possible_mean("5.3", 20)
    assert not is_possible_mean("4.71", 20)
    assert is_possible_mean("4.71", 17)
    assert is_possible_mean("5.3", 23)


def test_the_economist() -> None:
    """The Economist, 18 June 2016, "Come again": a mean of 5.93 from 49 people looks wrong."""
    assert not is_possible_mean("5.93", 49)


@given(st.integers(-10_000, 10_000), st.integers(1, 200), st.integers(0, 3))
def test_a_mean_that_was_computed_is_possible(total: int, count: int, decimals: int) -> None:
    """Law: both rounding down and rounding up at a 5 are accepted; Python rounds the nearest binary fraction."""
    assert is_possible_mean(f"{total / count:.{decimals}f}", count)


@given(st.integers(0, 99_999), st.integers(1, 300))
def test_many_things_make_everything_possible(digits: int, extra: int) -> None:
    assert is_possible_mean(f"{digits / 100:.2f}", 99 + extra)


def test_trailing_zeros_count() -> None:
    """10 / 3 can be printed as 3.3, not as 3.30."""
    assert is_possible_mean("3.3", 3)
    assert not is_possible_mean("3.30", 3)


@pytest.mark.parametrize(("printed", "count", "items"), [
    ("about", 3, 1), ("3,4512", 3, 1), ("3.5", 0, 1), ("3.5", 3, 0),
])
def test_what_is_no_mean_is_an_error(printed: str, count: int, items: int) -> None:
    with pytest.raises(InvalidValueError, match="is_possible_mean"):
        is_possible_mean(printed, count, items)
