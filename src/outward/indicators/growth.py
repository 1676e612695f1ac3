"""Growth between two times: of many items, of a whole by its parts, and levels projected by growth.

Rates are ratios: 0.05 is five percent. Growth from or into a loss is not defined and named as a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from outward.errors import InvalidValueError
from outward.indicators.measured import Measured, aligned, complete, left_out
from outward.indicators.timelines import consecutive_years

GrowthKind = Literal["simple", "log"]


@dataclass(frozen=True, slots=True, eq=False)
class Contributions:
    """What the parts contribute to the growth of their sum."""

    parts: pd.Series[float]  # ratios to the sum before; they add up to ``total``
    total: float  # growth of the sum, a ratio


def growth(current: pd.Series[float], previous: pd.Series[float], *, kind: GrowthKind = "simple") -> Measured:
    """Measure growth from one time to another, item by item.

    Parameters
    ----------
    current, previous : pandas.Series, shape (n,)
        Levels in one unit, labelled by item.
    kind : {"simple", "log"}
        ``simple``: current / previous - 1; ``log``: ln(current / previous), which adds up over time.

    Returns
    -------
    Measured
        Ratios; items without both levels, from or into a loss, or from nothing, stand in ``gaps``.

    Raises
    ------
    InvalidValueError
        If an item stands twice, or a level is infinite.

    Examples
    --------
    >>> measured = growth(pd.Series({"a": 110.0, "b": 5.0}), pd.Series({"a": 100.0, "b": -2.0}))
    >>> measured.values.round(4).to_dict(), str(measured.gaps[0])
    ({'a': 0.1}, 'b: growth from -2 to 5 is not defined')
    """
    table, gaps = aligned("growth", current_level=current, previous_level=previous)
    undefined = (table["previous_level"] <= 0) | (table["current_level"] < 0)
    if kind == "log":
        undefined |= table["current_level"] == 0
    table, losses = left_out(table, undefined, "growth from {previous_level:g} to {current_level:g} is not defined")
    ratio = (table["current_level"] / table["previous_level"]).to_numpy()
    return Measured(pd.Series(np.log(ratio) if kind == "log" else ratio - 1.0, index=table.index), gaps + losses)


def compound_growth(first: float, last: float, years: float) -> float:
    """Give the growth a year that leads from ``first`` to ``last`` in ``years`` years, a ratio.

    Raises
    ------
    InvalidValueError
        If ``first`` or ``years`` is not positive, or ``last`` is negative.

    Examples
    --------
    >>> round(compound_growth(100.0, 200.0, 10.0), 4)
    0.0718
    """
    if not (first > 0 and last >= 0 and years > 0):
        raise InvalidValueError(f"growth from {first} to {last} in {years} years", "compound_growth",
                                "Pass a positive level, a later one that is not negative, and a span above zero.")
    return float((last / first) ** (1.0 / years) - 1.0)


def level_before(current: pd.Series[float], growth: pd.Series[float]) -> Measured:
    """Project levels back: what they were before they grew by ``growth`` (ratios), item by item.

    Items without level or growth, or with growth of -1 or less (from which nothing can be projected back), stand in
    ``gaps``.

    Examples
    --------
    >>> level_before(pd.Series({"a": 110.0}), pd.Series({"a": 0.1})).values.round(6).to_dict()
    {'a': 100.0}
    """
    table, gaps = aligned("level_before", level=current, growth=growth)
    table, vanished = left_out(table, table["growth"] <= -1.0, "growth of {growth:g} leads back to no level")
    return Measured(table["level"] / (1.0 + table["growth"]), gaps + vanished)


def levels_back(level: float, growth: pd.Series[float]) -> pd.Series[float]:
    """Chain levels back in time from a level and the growth that led to it.

    Parameters
    ----------
    level : float
        The level of the last period of ``growth``.
    growth : pandas.Series, shape (n,)
        Growth on the year before, ratios, labelled by consecutive years (``2014``, ``2015``) or by the same part of
        them (``2014H1``, ``2015H1``), in order.

    Returns
    -------
    pandas.Series, shape (n + 1,)
        Levels, the first a year before the first growth.

    Raises
    ------
    DataGapError
        If a growth is missing.
    InvalidValueError
        If periods are not a year apart, or a growth is -1 or less.

    Examples
    --------
    >>> levels_back(121.0, pd.Series({"2014": 0.1, "2015": 0.1})).round(6).to_dict()
    {'2013': 100.0, '2014': 110.0, '2015': 121.0}
    """
    path = _path(growth, "levels_back")
    return level * path / path.iloc[-1]


def levels_forward(level: float, growth: pd.Series[float]) -> pd.Series[float]:
    """Chain levels forward in time from a level and the growth that follows it.

    As ``levels_back``, but ``level`` is that of the year before the first growth.

    Examples
    --------
    >>> levels_forward(100.0, pd.Series({"2014": 0.1, "2015": 0.1})).round(6).to_dict()
    {'2013': 100.0, '2014': 110.0, '2015': 121.0}
    """
    return level * _path(growth, "levels_forward")


def contributions(current: pd.Series[float], previous: pd.Series[float]) -> Contributions:
    """Split the growth of a sum into what each part contributes: its own change over the sum before.

    Parameters
    ----------
    current, previous : pandas.Series, shape (n,)
        Amounts of all parts in one unit and at one price basis, labelled alike; a part may be negative.

    Raises
    ------
    DataGapError
        If a part is missing at one of the two times: the rest would not add up.
    InvalidValueError
        If the sum before is not positive, or a part stands twice.

    References
    ----------
    INSEE, "Contribution to GDP growth", definition c1207: the component's growth weighted by its weight before.

    Examples
    --------
    >>> split = contributions(pd.Series({"a": 66.0, "b": 44.0}), pd.Series({"a": 60.0, "b": 40.0}))
    >>> split.parts.round(4).to_dict(), round(split.total, 4)
    ({'a': 0.06, 'b': 0.04}, 0.1)
    """
    before = complete("contributions, previous", previous)
    now = complete("contributions, current", current.reindex(before.index.union(current.index, sort=False)))
    before = complete("contributions, previous", before.reindex(now.index))
    whole = float(before.sum())
    if not whole > 0:
        raise InvalidValueError(f"parts that add up to {whole:g}", "contributions, previous",
                                "Growth of a sum needs a sum above zero.")
    parts = (now - before) / whole
    return Contributions(parts, float(now.sum()) / whole - 1.0)


def _path(growth: pd.Series[float], where: str) -> pd.Series[float]:
    """Levels by period where the first, a year before the first growth, is 1."""
    years, rates = consecutive_years(growth, where)
    if not (rates > -1.0).all():
        raise InvalidValueError(f"growth of {rates.min():g}", where, "Growth must stay above -1 (-100 %).")
    path = np.cumprod(np.concatenate([[1.0], 1.0 + rates.to_numpy()]))
    return pd.Series(path, index=[str(year) for year in years])
