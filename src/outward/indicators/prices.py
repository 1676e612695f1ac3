"""Constant prices: levels deflated by a price index; deflator and base period are part of the result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outward.errors import DataGapError, InvalidValueError
from outward.indicators.measured import Missing, aligned
from outward.indicators.timelines import consecutive_years
from outward.vocabulary.periods import Period


@dataclass(frozen=True, slots=True, eq=False)
class PriceIndex:
    """A fixed-base price index."""

    values: pd.Series[float]  # by period, base = 100
    base_period: str
    name: str  # what it measures, such as "producer price index, Liaoning"


@dataclass(frozen=True, slots=True, eq=False)
class ConstantPrices:
    """Levels at the prices of one period."""

    levels: pd.Series[float]  # by period, in the unit of the levels given
    deflator: str
    base_period: str
    gaps: tuple[Missing, ...] = ()  # periods without a level or an index


def chained_index(links: pd.Series[float], *, base: str, name: str) -> PriceIndex:
    """Chain yearly links (previous year = 100) into a fixed-base index.

    Parameters
    ----------
    links : pandas.Series, shape (n,)
        Index of each year with the year before = 100, labelled by consecutive years, in order.
    base : str
        The period that becomes 100: the year before the first link, or one of the links' years.
    name : str
        What the index measures.

    Returns
    -------
    PriceIndex
        n + 1 values, from the year before the first link on.

    Raises
    ------
    DataGapError
        If a link is missing, or the base lies outside.
    InvalidValueError
        If a link is not positive, or years are not consecutive.

    Examples
    --------
    >>> chained_index(pd.Series({"2011": 110.0, "2012": 105.0}), base="2010", name="PPI").values.round(4).to_dict()
    {'2010': 100.0, '2011': 110.0, '2012': 115.5}
    """
    years, amounts = consecutive_years(links, "chained_index, links")
    if not (amounts > 0).all():
        raise InvalidValueError(f"a link of {amounts.min():g}", "chained_index, links", "Links lie near 100.")
    chain = 100.0 * np.cumprod(np.concatenate([[1.0], amounts.to_numpy() / 100.0]))
    return rebased(PriceIndex(pd.Series(chain, index=[str(year) for year in years]), str(years[0]), name), base=base)


def rebased(index: PriceIndex, *, base: str) -> PriceIndex:
    """Give an index with another base period.

    Raises
    ------
    DataGapError
        If the index has no value for that period.
    """
    period = str(Period.parse(base))
    if period not in index.values.index or np.isnan(index.values[period]):
        raise DataGapError(f"no value for {period}", f"price index {index.name}",
                           f"Choose a base among {', '.join(map(str, index.values.dropna().index))}.")
    return PriceIndex(100.0 * index.values / index.values[period], period, index.name)


def constant_prices(levels: pd.Series[float], index: PriceIndex, *, base: str) -> ConstantPrices:
    """Deflate levels to the prices of ``base``: the level times the base's index over the period's own.

    Parameters
    ----------
    levels : pandas.Series
        Levels at current prices, in one unit, labelled by period.
    index : PriceIndex
        A fixed-base index; whatever its own base, the result is at prices of ``base``.
    base : str
        The base period.

    Raises
    ------
    DataGapError
        If the index has no value for the base period.
    InvalidValueError
        If an index value is not positive.

    References
    ----------
    European Commission et al. (2009), System of National Accounts 2008, ch. 15.

    Examples
    --------
    >>> index = PriceIndex(pd.Series({"2010": 100.0, "2012": 120.0}), "2010", "PPI")
    >>> real = constant_prices(pd.Series({"2010": 50.0, "2012": 66.0}), index, base="2010")
    >>> real.levels.round(4).to_dict(), real.deflator, real.base_period
    ({'2010': 50.0, '2012': 55.0}, 'PPI', '2010')
    """
    based = rebased(index, base=base)
    table, gaps = aligned("constant_prices", level=levels, index=based.values)
    if not (table["index"] > 0).all():
        raise InvalidValueError(f"an index of {table['index'].min():g}", f"price index {index.name}",
                                "Price indices are positive.")
    wanted = {str(label) for label in levels.index}
    return ConstantPrices(100.0 * table["level"] / table["index"], index.name, based.base_period,
                          tuple(gap for gap in gaps if gap.label in wanted))
