"""How concentrated a breakdown is: by the Herfindahl-Hirschman index, and by the largest few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outward.errors import DataGapError, InvalidValueError
from outward.indicators.measured import non_negative, unique_labels

OnMissing = Literal["raise", "drop"]


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated a breakdown is."""

    hhi: float  # Herfindahl-Hirschman index of shares, 1/n (even) .. 1 (one item); a ratio, not percent
    effective_number: float  # 1 / hhi: how many equal items would be as concentrated
    normalised_hhi: float  # (hhi - 1/n) / (1 - 1/n): 0 (even) .. 1; 1 where there is but one item
    items: int  # n
    gaps: tuple[str, ...] = ()  # items left out, by label


@dataclass(frozen=True, slots=True)
class ConcentrationRatio:
    """What the largest few hold."""

    share: float  # of the n largest in the sum, a ratio
    largest: tuple[str, ...]  # their labels, largest first
    gaps: tuple[str, ...] = ()  # items left out, by label


def concentration(values: pd.Series[float], *, on_missing: OnMissing = "raise") -> Concentration:
    """Measure how concentrated a breakdown is, by the Herfindahl-Hirschman index (HHI).

    Use it for sales by class, exports by destination, or capital by owner.

    Parameters
    ----------
    values : pandas.Series, shape (n,)
        Non-negative amounts in one unit, labelled by item.
    on_missing : {"raise", "drop"}
        What to do with missing amounts; "drop" names them in the result's ``gaps``.

    Returns
    -------
    Concentration
        Pure ratios, with the items left out.

    Raises
    ------
    DataGapError
        If an amount is missing and ``on_missing="raise"``.
    InvalidValueError
        If an amount is negative, none is positive, or an item stands twice.

    References
    ----------
    Hirschman, A. O. (1964), "The Paternity of an Index", American Economic Review 54(5), 761-762. Effective number:
    Laakso, M., and R. Taagepera (1979), Comparative Political Studies 12(1), 3-27.

    Examples
    --------
    >>> exports = pd.Series({"copper": 60.0, "fruit": 30.0, "wine": 10.0})
    >>> round(concentration(exports).hhi, 4)
    0.46
    """
    amounts, gaps = _amounts(values, on_missing, "concentration, values")
    hhi = _hhi(np.asarray(amounts, dtype=np.float64))
    even = 1.0 / amounts.size
    normalised = (hhi - even) / (1.0 - even) if amounts.size > 1 else 1.0
    return Concentration(hhi, 1.0 / hhi, normalised, amounts.size, gaps)


def concentration_ratio(
    values: pd.Series[float], n: int, *, on_missing: OnMissing = "raise"
) -> ConcentrationRatio:
    """Measure what the ``n`` largest items hold (CRn); among equals the one that stands first counts as larger.

    Parameters
    ----------
    values : pandas.Series
        Non-negative amounts in one unit, labelled by item.
    n : int
        How many.
    on_missing : {"raise", "drop"}
        As in ``concentration``.

    Raises
    ------
    DataGapError
        If an amount is missing and ``on_missing="raise"``.
    InvalidValueError
        If an amount is negative, none is positive, or ``n`` is not between 1 and their number.

    Examples
    --------
    >>> concentration_ratio(pd.Series({"copper": 60.0, "fruit": 30.0, "wine": 10.0}), 2)
    ConcentrationRatio(share=0.9, largest=('copper', 'fruit'), gaps=())
    """
    amounts, gaps = _amounts(values, on_missing, "concentration_ratio, values")
    if not 1 <= n <= amounts.size:
        raise InvalidValueError(f"the {n} largest of {amounts.size}", "concentration_ratio, n",
                                f"Ask for 1 to {amounts.size}.")
    ranked = amounts.sort_values(ascending=False, kind="stable")
    return ConcentrationRatio(float(ranked.iloc[:n].sum() / ranked.sum()), tuple(map(str, ranked.index[:n])), gaps)


def _amounts(values: pd.Series[float], on_missing: OnMissing, where: str) -> tuple[pd.Series[float], tuple[str, ...]]:
    unique_labels(values, where)
    gaps = tuple(str(label) for label in values.index[values.isna()])
    if gaps and on_missing == "raise":
        raise DataGapError(f"amounts missing for {', '.join(gaps)}", where,
                           "Fill them, or pass on_missing='drop' to have them named in the result's gaps.")
    amounts = values.dropna().astype(float)
    non_negative(where, amounts)
    return amounts, gaps


def _hhi(amounts: NDArray[np.float64]) -> float:
    """Sum of squared shares; amounts of shape (n,), non-negative, sum > 0."""
    shares = amounts / amounts.sum()
    return float(shares @ shares)
