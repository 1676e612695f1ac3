"""What a region is specialised in: location quotients, and Krugman's index of how far two structures differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outward.errors import DataGapError, InvalidValueError
from outward.indicators.measured import Measured, aligned, left_out
from outward.indicators.structure import shares


@dataclass(frozen=True, slots=True)
class Specialisation:
    """How far a structure differs from another."""

    index: float  # 0 (alike) .. 2 (nothing in common)


def location_quotients(
    region: pd.Series[float],
    nation: pd.Series[float],
    *,
    region_whole: float | None = None,
    nation_whole: float | None = None,
) -> Measured:
    """Measure location quotients: the part's share in the region over its share in the nation.

    Above 1 the region has more of the part than the nation. Of exports, this is Balassa's revealed comparative
    advantage.

    Parameters
    ----------
    region, nation : pandas.Series, shape (n,)
        Non-negative amounts by part (sector, product), in one unit.
    region_whole, nation_whole : float, optional
        What the parts are shares of; by default the sums of those parts that both have.

    Returns
    -------
    Measured
        Parts that one of the two lacks, or the nation does not have, stand in ``gaps``.

    Raises
    ------
    InvalidValueError
        If amounts are negative, none is positive, or a whole is not positive.

    References
    ----------
    Florence, P. S. (1939), Report on the Location of Industry, Political and Economic Planning. Balassa, B. (1965),
    "Trade Liberalisation and 'Revealed' Comparative Advantage", The Manchester School 33(2), 99-123.

    Examples
    --------
    >>> region, nation = pd.Series({"a": 30.0, "b": 70.0}), pd.Series({"a": 150.0, "b": 850.0})
    >>> location_quotients(region, nation).values.round(3).to_dict()
    {'a': 2.0, 'b': 0.824}
    """
    table, gaps = aligned("location_quotients", amount_in_the_region=region, amount_in_the_nation=nation)
    here = shares(table["amount_in_the_region"], whole=region_whole).values
    there = shares(table["amount_in_the_nation"], whole=nation_whole).values
    both, absent = left_out(pd.DataFrame({"here": here, "there": there}), there == 0, "the nation has none of it")
    return Measured(both["here"] / both["there"], gaps + absent)


def specialisation(here: pd.Series[float], there: pd.Series[float]) -> Specialisation:
    """Measure how far two structures differ (Krugman's specialisation index): the sum of absolute share differences.

    Parameters
    ----------
    here, there : pandas.Series, shape (n,)
        Non-negative amounts by part, each in one unit, labelled alike; a part that one lacks is an explicit zero.

    Raises
    ------
    DataGapError
        If a part is missing in one of the two.
    InvalidValueError
        If amounts are negative, or none is positive.

    References
    ----------
    Krugman, P. (1991), Geography and Trade, MIT Press, p. 76.

    Examples
    --------
    >>> round(specialisation(pd.Series({"a": 50.0, "b": 50.0}), pd.Series({"a": 40.0, "b": 60.0})).index, 4)
    0.2
    """
    table, gaps = aligned("specialisation", amount_here=here, amount_there=there)
    if gaps:
        raise DataGapError("; ".join(map(str, gaps)), "specialisation", "Fill them; a part that one lacks is 0.")
    if table.empty:
        raise InvalidValueError("no parts", "specialisation", "Pass the amounts of at least one part.")
    difference = shares(table["amount_here"]).values - shares(table["amount_there"]).values
    return Specialisation(float(np.abs(difference.to_numpy()).sum()))
