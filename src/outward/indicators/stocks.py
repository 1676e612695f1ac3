"""Stock against flow: whether the stock of outward investment moved as the year's flow says it should."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from outward.indicators.measured import Missing
from outward.indicators.timelines import by_period


@dataclass(frozen=True, slots=True, eq=False)
class StockFlow:
    """The change in stock, split into flow and what the flow does not explain; by period, in the stocks' unit."""

    changes: pd.Series[float]  # stock less the stock a year before
    unexplained: pd.Series[float]  # change less flow: revaluation, exchange rates, revision, change of scope
    gaps: tuple[Missing, ...] = ()


def stock_flow(stocks: pd.Series[float], flows: pd.Series[float]) -> StockFlow:
    """Hold the change in a year-end stock against the flow of the year.

    Parameters
    ----------
    stocks : pandas.Series
        Stocks at the end of each period, labelled by year.
    flows : pandas.Series
        Flows during each period, in the same unit, labelled by year.

    Returns
    -------
    StockFlow
        Periods that lack the stock, the stock a year before, or the flow stand in ``gaps``; the series' first year has
        no change and is no gap.

    Raises
    ------
    InvalidValueError
        If a label is no period, or stands twice.

    References
    ----------
    OECD (2008), Benchmark Definition of Foreign Direct Investment, 4th ed.: positions change by transactions, price and
    exchange-rate changes, and other changes in volume.

    Examples
    --------
    >>> found = stock_flow(pd.Series({"2013": 45.47, "2014": 92.3}), pd.Series({"2014": 14.79}))
    >>> found.changes.round(2).to_dict(), found.unexplained.round(2).to_dict()
    ({'2014': 46.83}, {'2014': 32.04})
    """
    levels, yearly = by_period(stocks, "stock_flow, stocks"), by_period(flows, "stock_flow, flows")
    begin = min((period for period, level in levels.items() if not math.isnan(level)), default=None)
    changes: dict[str, float] = {}
    unexplained: dict[str, float] = {}
    gaps = []
    for period in sorted(levels.keys() | yearly.keys()):
        before = period.year_before()
        if begin is None or before < begin:
            continue
        stock, stock_before = levels.get(period, math.nan), levels.get(before, math.nan)
        flow = yearly.get(period, math.nan)
        lacking = [name for name, value in (("stock", stock), (f"stock of {before}", stock_before), ("flow", flow))
                   if math.isnan(value)]
        if lacking:
            gaps.append(Missing(str(period), f"no {' and no '.join(lacking)}"))
            continue
        changes[str(period)] = stock - stock_before
        unexplained[str(period)] = stock - stock_before - flow
    return StockFlow(pd.Series(changes, dtype=float), pd.Series(unexplained, dtype=float), tuple(gaps))
