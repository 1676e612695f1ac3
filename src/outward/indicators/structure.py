"""Structure: shares and their change, ratios and margins, weighted means. Shares are ratios: 0.05 is five percent."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from outward.errors import DataGapError, InvalidValueError
from outward.indicators.measured import Measured, Missing, aligned, complete, left_out, non_negative


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """A whole by its parts."""

    values: pd.Series[float]  # ratios
    whole: float  # what they are shares of, in the unit of the amounts


@dataclass(frozen=True, slots=True)
class WeightedMean:
    """A mean and the weight behind it."""

    value: float
    weight: float  # sum of the weights used
    gaps: tuple[Missing, ...] = ()


def shares(parts: pd.Series[float], *, whole: float | None = None) -> Shares:
    """Measure the shares of parts in their sum, or in a whole of which they are some.

    Parameters
    ----------
    parts : pandas.Series, shape (n,)
        Non-negative amounts in one unit, labelled by item.
    whole : float, optional
        What they are shares of; by default their sum.

    Raises
    ------
    DataGapError
        If a part is missing: shares of what is left would look like shares of all.
    InvalidValueError
        If a part is negative, none is positive, or ``whole`` is not positive.

    Examples
    --------
    >>> shares(pd.Series({"a": 60.0, "b": 40.0})).values.to_dict()
    {'a': 0.6, 'b': 0.4}
    """
    amounts = complete("shares, parts", parts)
    non_negative("shares, parts", amounts)
    base = float(amounts.sum()) if whole is None else float(whole)
    if not base > 0:
        raise InvalidValueError(f"a whole of {base:g}", "shares, whole", "Pass a whole above zero.")
    return Shares(amounts / base, base)


def share_changes(current: pd.Series[float], previous: pd.Series[float]) -> Measured:
    """Measure the change of shares or rates, item by item: 0.01 is one percentage point.

    Items without both shares stand in ``gaps``.

    Examples
    --------
    >>> share_changes(pd.Series({"a": 0.323}), pd.Series({"a": 0.315})).values.round(4).to_dict()
    {'a': 0.008}
    """
    table, gaps = aligned("share_changes", current_share=current, previous_share=previous)
    return Measured(table["current_share"] - table["previous_share"], gaps)


def shares_before(current: pd.Series[float], change: pd.Series[float]) -> Measured:
    """Project shares back: what they were before they changed by ``change`` (differences of ratios), item by item.

    Examples
    --------
    >>> shares_before(pd.Series({"a": 0.323}), pd.Series({"a": 0.008})).values.round(6).to_dict()
    {'a': 0.315}
    """
    table, gaps = aligned("shares_before", current_share=current, change=change)
    return Measured(table["current_share"] - table["change"], gaps)


def multiples(levels: pd.Series[float], *, base: str) -> Measured:
    """Measure levels as multiples of one of them: every region's against the home region's.

    Parameters
    ----------
    levels : pandas.Series, shape (n,)
        Levels in one unit, labelled by region.
    base : str
        The label whose level is 1.

    Returns
    -------
    Measured
        Regions without a level stand in ``gaps``.

    Raises
    ------
    DataGapError
        If the base has no level.
    InvalidValueError
        If the base's level is not positive.

    Examples
    --------
    >>> multiples(pd.Series({"CN-LN": 74.0, "CN-JS": 311.0}), base="CN-LN").values.round(1).to_dict()
    {'CN-LN': 1.0, 'CN-JS': 4.2}
    """
    table, gaps = aligned("multiples", level=levels)
    if base not in table.index:
        raise DataGapError(f"no level for {base}", "multiples, base", "Load it, or choose a base that has one.")
    level = float(table["level"][base])
    if not level > 0:
        raise InvalidValueError(f"a level of {level:g} for {base}", "multiples, base", "Choose a base above zero.")
    return Measured(table["level"] / level, gaps)


def ratios(numerator: pd.Series[float], denominator: pd.Series[float]) -> Measured:
    """Divide amounts item by item: sales per enterprise, assets per head, revenue over assets.

    Parameters
    ----------
    numerator, denominator : pandas.Series, shape (n,)
        Amounts labelled by item; the result's unit is the numerator's over the denominator's.

    Returns
    -------
    Measured
        Items that lack one of the two, or whose denominator is not positive, stand in ``gaps``.

    Examples
    --------
    >>> measured = ratios(pd.Series({"a": 6.0, "b": 1.0}), pd.Series({"a": 4.0, "b": 0.0}))
    >>> float(measured.values["a"]), str(measured.gaps[0])
    (1.5, 'b: denominator 0 is not positive')
    """
    table, gaps = aligned("ratios", numerator=numerator, denominator=denominator)
    table, undefined = left_out(table, table["denominator"] <= 0, "denominator {denominator:g} is not positive")
    return Measured(table["numerator"] / table["denominator"], gaps + undefined)


def margins(profit: pd.Series[float], revenue: pd.Series[float]) -> Measured:
    """Measure what is left of revenue, item by item: negative for a loss.

    Items that lack one of the two, or have no revenue, stand in ``gaps``.

    Examples
    --------
    >>> margins(pd.Series({"a": -5.0}), pd.Series({"a": 100.0})).values.to_dict()
    {'a': -0.05}
    """
    table, gaps = aligned("margins", profit=profit, revenue=revenue)
    table, undefined = left_out(table, table["revenue"] <= 0, "revenue {revenue:g} is not positive")
    return Measured(table["profit"] / table["revenue"], gaps + undefined)


def export_intensity(exports: pd.Series[float], sales: pd.Series[float]) -> Measured:
    """Measure the share of exports in sales, item by item (in China: export delivery value over sales value).

    Items that lack one of the two, have no sales, or export more than they sell (the two then differ in scope or unit)
    stand in ``gaps``.

    Examples
    --------
    >>> float(export_intensity(pd.Series({"a": 25.0}), pd.Series({"a": 100.0})).values["a"])
    0.25
    """
    table, gaps = aligned("export_intensity", exports=exports, sales=sales)
    table, undefined = left_out(table, table["sales"] <= 0, "sales {sales:g} are not positive")
    table, impossible = left_out(table, (table["exports"] > table["sales"]) | (table["exports"] < 0),
                                 "exports {exports:g} of sales {sales:g} cannot be")
    return Measured(table["exports"] / table["sales"], gaps + undefined + impossible)


def weighted_mean(values: pd.Series[float], weights: pd.Series[float]) -> WeightedMean:
    """Average values by weights: an industry's state share from its classes' shares and paid-in capital.

    Parameters
    ----------
    values, weights : pandas.Series, shape (n,)
        Labelled alike; weights are non-negative amounts in one unit.

    Returns
    -------
    WeightedMean
        Items that lack value or weight stand in ``gaps`` and do not count.

    Raises
    ------
    InvalidValueError
        If a weight is negative, or none is positive.

    Examples
    --------
    >>> round(weighted_mean(pd.Series({"a": 10.0, "b": 20.0}), pd.Series({"a": 3.0, "b": 1.0})).value, 4)
    12.5
    """
    table, gaps = aligned("weighted_mean", value=values, weight=weights)
    non_negative("weighted_mean, weights", table["weight"])
    weight = float(table["weight"].sum())
    return WeightedMean(float(table["value"].to_numpy() @ table["weight"].to_numpy()) / weight, weight, gaps)
