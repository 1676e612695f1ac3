"""Targets and thresholds: the gap, the years to reach it at a stated pace, the growth that would, and who reaches it.

A pace is a stated assumption, never a forecast; no target and no threshold is built in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from outward.errors import DataGapError, InvalidValueError
from outward.indicators.measured import unique_labels


@dataclass(frozen=True, slots=True)
class YearsToTarget:
    """When a target is reached at a stated growth."""

    exact: float  # ln(target / level) / ln(1 + growth)
    whole: int  # the first whole year whose level reaches the target


@dataclass(frozen=True, slots=True)
class Reaching:
    """Who reaches a threshold."""

    reached: tuple[str, ...]  # labels, in order
    short: tuple[str, ...]  # labels of those that do not
    gaps: tuple[str, ...] = ()  # labels without a value


def target_gap(value: float, target: float) -> float:
    """Give what is missing to a target: positive while it is not reached.

    Examples
    --------
    >>> round(target_gap(0.30, 0.40), 4)
    0.1
    """
    return target - value


def years_at_points(value: float, target: float, points_per_year: float) -> float:
    """Give the years to a target share at a stated gain a year (shares and gain as ratios, or all in points).

    Raises
    ------
    InvalidValueError
        If the pace is not positive, or the target already reached.

    Examples
    --------
    >>> round(years_at_points(30.0, 40.0, 0.8), 4)
    12.5
    """
    _not_reached(value, target, "years_at_points")
    if not points_per_year > 0:
        raise InvalidValueError(f"a pace of {points_per_year}", "years_at_points", "State a pace above zero.")
    return (target - value) / points_per_year


def years_at_growth(level: float, target: float, growth: float) -> YearsToTarget:
    """Give the years to a target level at a stated growth a year (a ratio).

    Raises
    ------
    InvalidValueError
        If level or growth is not positive, or the target already reached.

    Examples
    --------
    >>> years_at_growth(100.0, 200.0, 0.07).whole
    11
    """
    _not_reached(level, target, "years_at_growth")
    if not (level > 0 and growth > 0):
        raise InvalidValueError(f"level {level}, growth {growth}", "years_at_growth",
                                "Pass a level above zero and a growth above zero; else the target is never reached.")
    exact = math.log(target / level) / math.log1p(growth)
    whole = max(1, math.ceil(exact) - 1)  # rounding in the logarithms may put the ceiling a year late
    while level * (1.0 + growth) ** whole < target:
        whole += 1
    return YearsToTarget(exact, whole)


def required_growth(level: float, target: float, years: float) -> float:
    """Give the growth a year, a ratio, by which ``level`` reaches ``target`` in ``years`` years.

    Raises
    ------
    InvalidValueError
        If one of the three is not positive.

    Examples
    --------
    >>> round(required_growth(100.0, 200.0, 10.0), 4)
    0.0718
    """
    if not (level > 0 and target > 0 and years > 0):
        raise InvalidValueError(f"from {level} to {target} in {years} years", "required_growth",
                                "Pass levels above zero and a span above zero.")
    return float((target / level) ** (1.0 / years) - 1.0)


def reaching(values: pd.Series[float], threshold: float) -> Reaching:
    """Say which items reach a threshold: shares of the world market, sales of groups.

    Raises
    ------
    DataGapError
        If there are no values at all.
    InvalidValueError
        If an item stands twice.

    Examples
    --------
    >>> reaching(pd.Series({"A": 150.0, "B": 80.0}), 100.0).reached
    ('A',)
    """
    unique_labels(values, "reaching, values")
    if values.dropna().empty:
        raise DataGapError("no values", "reaching", "Load the values, or name the gap.")
    return Reaching(
        tuple(str(label) for label in values.index[values >= threshold]),
        tuple(str(label) for label in values.index[values < threshold]),
        tuple(str(label) for label in values.index[values.isna()]),
    )


def _not_reached(value: float, target: float, where: str) -> None:
    if value >= target:
        raise InvalidValueError(f"{value} has reached the target of {target}", where,
                                "Say that it is reached; no years are left.")
