"""Series over time with their breaks: no growth crosses one silently, and a linked series is made only when asked for.

A break stands at the first period of the new kind, as ``break_before`` does on an observation: ``coverage`` (another
threshold or scope of the enterprises counted), ``revision`` (an official revision), ``classification`` (another
edition).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from outward.errors import DataGapError, InvalidValueError
from outward.indicators.growth import GrowthKind, compound_growth
from outward.indicators.measured import Measured, Missing, complete
from outward.indicators.timelines import by_period
from outward.vocabulary.observations import BREAKS
from outward.vocabulary.periods import Period

Anchor = Literal["new", "old"]


@dataclass(frozen=True, slots=True)
class CompoundGrowth:
    """A compound growth rate and the years it runs over."""

    rate: float  # a year, a ratio
    years: float
    first: str
    last: str


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Two series made one by splicing: growth within each is kept, the level is that of ``anchor``."""

    levels: pd.Series[float]  # by period, in order
    overlap: str  # period at which they were joined
    factor: float  # by which the other series was multiplied
    anchor: Anchor


def growth_over_time(
    levels: pd.Series[float], *, breaks: Mapping[str, str] | None = None, kind: GrowthKind = "simple"
) -> Measured:
    """Measure growth on the same period a year before, for every period of a series.

    Parameters
    ----------
    levels : pandas.Series, shape (n,)
        Levels in one unit, labelled by period (``2015``, ``2016H1``, ``2010Q1``); missing ones allowed.
    breaks : mapping of str to str, optional
        Periods that cannot be compared with what lies before them, and why: ``{"2011": "coverage"}``.
    kind : {"simple", "log"}
        As in ``growth``.

    Returns
    -------
    Measured
        Ratios by period. A growth that would cross a break, or lacks a level, stands in ``gaps`` with the reason; a
        period before whose year the series has not begun yet is no gap.

    Raises
    ------
    InvalidValueError
        If a label is no period, a period stands twice, or a break is of no known kind.

    Examples
    --------
    >>> sales = pd.Series({"2010": 100.0, "2011": 90.0, "2012": 99.0})
    >>> measured = growth_over_time(sales, breaks={"2011": "coverage"})
    >>> measured.values.round(4).to_dict(), str(measured.gaps[0])
    ({'2012': 0.1}, '2011: break of coverage in 2011; growth on 2010 would cross it')
    """
    series = by_period(levels, "growth_over_time")
    flagged = _flagged(breaks or {})
    begin = min(series, default=None)
    rates: dict[str, float] = {}
    gaps: list[Missing] = []
    for period, level in series.items():
        before = period.year_before()
        if begin is None or before < begin:
            continue
        reason = _obstacle(level, series.get(before, np.nan), before, period, flagged, kind)
        if reason:
            gaps.append(Missing(str(period), reason))
        else:
            ratio = level / series[before]
            rates[str(period)] = float(np.log(ratio)) if kind == "log" else ratio - 1.0
    return Measured(pd.Series(rates, dtype=float), tuple(gaps))


def compound_growth_over_time(
    levels: pd.Series[float], first: str, last: str, *, breaks: Mapping[str, str] | None = None
) -> CompoundGrowth:
    """Measure the compound growth a year between two periods of a series.

    Raises
    ------
    DataGapError
        If one of the two levels is missing, or a break lies between them.
    InvalidValueError
        If growth between them is not defined, or ``last`` is not a whole number of years after ``first``.

    Examples
    --------
    >>> sales = pd.Series({"2010": 100.0, "2015": 161.051})
    >>> found = compound_growth_over_time(sales, "2010", "2015")
    >>> round(found.rate, 6), found.years
    (0.1, 5.0)
    """
    where = f"compound_growth_over_time, {first} to {last}"
    series = by_period(levels, where)
    start, end = Period.parse(first), Period.parse(last)
    months = end.first_month - start.first_month
    if months <= 0 or months % 12 or start.months != end.months:
        raise InvalidValueError(f"from {first} to {last}", where, "Compare the same period of two years, in order.")
    for period in (start, end):
        if not np.isfinite(series.get(period, np.nan)):
            raise DataGapError(f"no level for {period}", where, "Load it, or choose periods that the series has.")
    if crossed := _crossed(start, end, _flagged(breaks or {})):
        raise DataGapError(f"break of {crossed[1]} in {crossed[0]}", where,
                           "Choose periods on one side of it, or link the series at an overlap first.")
    years = months / 12
    return CompoundGrowth(compound_growth(series[start], series[end], years), years, str(start), str(end))


def linked(old: pd.Series[float], new: pd.Series[float], *, overlap: str, anchor: Anchor = "new") -> Linked:
    """Splice an old and a new series at a period that both have.

    Up to the overlap the linked series grows as the old one, from there on as the new one. What was measured
    differently stays different: linking moves the level and mends nothing else.

    Parameters
    ----------
    old, new : pandas.Series
        Levels by period. Of ``old`` only periods up to the overlap are used, of ``new`` only those from it on.
    overlap : str
        The period at which they are joined.
    anchor : {"new", "old"}
        Whose level is kept: the other series is multiplied by a factor.

    Raises
    ------
    DataGapError
        If one of them has no level at the overlap.
    InvalidValueError
        If a level at the overlap is not positive, or a label is no period.

    References
    ----------
    Statistics Finland, "Linking old indices" (course on indices, 3.6): the coefficient is the quotient of the two
    indices in the common period.

    Examples
    --------
    >>> old, new = pd.Series({"2009": 80.0, "2010": 100.0}), pd.Series({"2010": 50.0, "2011": 55.0})
    >>> linked(old, new, overlap="2010").levels.to_dict()
    {'2009': 40.0, '2010': 50.0, '2011': 55.0}
    """
    where = f"linked, overlap {overlap}"
    joint = Period.parse(overlap)
    before, after = by_period(complete(where, old), where), by_period(complete(where, new), where)
    for name, series in (("old", before), ("new", after)):
        if joint not in series:
            raise DataGapError(f"the {name} series has no level for {joint}", where, "Choose a period that both have.")
        if not series[joint] > 0:
            raise InvalidValueError(f"{name} level {series[joint]:g}", where, "Join where both levels are positive.")
    factor = after[joint] / before[joint] if anchor == "new" else before[joint] / after[joint]
    old_factor, new_factor = (factor, 1.0) if anchor == "new" else (1.0, factor)
    levels = {str(period): level * old_factor for period, level in before.items() if period < joint}
    levels |= {str(period): level * new_factor for period, level in after.items() if period >= joint}
    return Linked(pd.Series(levels, dtype=float), str(joint), factor, anchor)


def _flagged(breaks: Mapping[str, str]) -> dict[Period, str]:
    for period, reason in breaks.items():
        if reason not in BREAKS:
            raise InvalidValueError(f"break {reason!r} in {period}", "breaks",
                                    f"Use one of {', '.join(repr(known) for known in BREAKS)}.")
    return {Period.parse(period): reason for period, reason in breaks.items() if reason}


def _crossed(before: Period, period: Period, flagged: Mapping[Period, str]) -> tuple[Period, str] | None:
    """The first break that lies after ``before`` and not after ``period``."""
    between = sorted(at for at in flagged if before.first_month < at.first_month <= period.first_month)
    return (between[0], flagged[between[0]]) if between else None


def _obstacle(
    level: float, level_before: float, before: Period, period: Period, flagged: Mapping[Period, str], kind: GrowthKind
) -> str:
    """Why growth cannot be measured; empty if it can."""
    if np.isnan(level):
        return "no level"
    if np.isnan(level_before):
        return f"no level for {before}"
    if crossed := _crossed(before, period, flagged):
        return f"break of {crossed[1]} in {crossed[0]}; growth on {before} would cross it"
    if level_before <= 0 or level < 0 or (kind == "log" and level == 0):
        return f"growth from {level_before:g} to {level:g} is not defined"
    return ""
