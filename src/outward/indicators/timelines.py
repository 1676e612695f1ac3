"""Series by period: read their labels as periods, and hold consecutive years to be consecutive."""

from __future__ import annotations

import itertools

import pandas as pd

from outward.errors import InvalidValueError
from outward.indicators.measured import complete, unique_labels
from outward.vocabulary.periods import Period


def by_period(values: pd.Series[float], where: str) -> dict[Period, float]:
    """Give values by period, in order of time; missing ones stay missing.

    Raises
    ------
    InvalidValueError
        If a label is no period, or a period stands twice.
    """
    periods = [Period.parse(str(label)) for label in values.index]
    unique_labels(pd.Series(0.0, index=[str(period) for period in periods]), where)
    return dict(sorted(zip(periods, values.astype(float).tolist(), strict=True)))


def consecutive_years(values: pd.Series[float], where: str) -> tuple[list[Period], pd.Series[float]]:
    """Give the period a year before the first, then those of ``values``; and ``values`` themselves, all there.

    Raises
    ------
    DataGapError
        If a value is missing.
    InvalidValueError
        If the periods are not a year apart, in order.
    """
    amounts = complete(where, values)
    periods = [Period.parse(str(label)) for label in amounts.index]
    for earlier, later in itertools.pairwise(periods):
        if later.year_before() != earlier:
            raise InvalidValueError(f"{earlier} is followed by {later}", where, "Give consecutive years, in order.")
    return [periods[0].year_before(), *periods], amounts
