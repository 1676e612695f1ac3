"""Ranks and their change: standard competition ranking, in which equals share the better place (1, 2, 2, 4)."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from outward.errors import InvalidValueError
from outward.indicators.measured import Measured, Missing, aligned, unique_labels

Best = Literal["largest", "smallest"]


def ranks(values: pd.Series[float], *, best: Best = "largest") -> Measured:
    """Rank items: 1 is the best; equals share the better place (1, 2, 2, 4).

    Parameters
    ----------
    values : pandas.Series, shape (n,)
        Amounts in one unit, labelled by item.
    best : {"largest", "smallest"}
        Which end is rank 1.

    Returns
    -------
    Measured
        Whole numbers as floats; items without an amount stand in ``gaps`` and do not count.

    Raises
    ------
    InvalidValueError
        If an item stands twice.

    Examples
    --------
    >>> ranks(pd.Series({"a": 5.0, "b": 9.0, "c": 5.0, "d": 1.0})).values.to_dict()
    {'a': 2.0, 'b': 1.0, 'c': 2.0, 'd': 4.0}
    """
    unique_labels(values, "ranks, values")
    gaps = tuple(Missing(str(label), "no amount") for label in values.index[values.isna()])
    return Measured(values.dropna().astype(float).rank(method="min", ascending=best == "smallest"), gaps)


def rank_changes(current: pd.Series[float], previous: pd.Series[float]) -> Measured:
    """Measure the places gained between two rankings, item by item: positive is better.

    Raises
    ------
    InvalidValueError
        If a rank is less than one.

    Examples
    --------
    >>> rank_changes(pd.Series({"a": 2.0}), pd.Series({"a": 5.0})).values.to_dict()
    {'a': 3.0}
    """
    table, gaps = aligned("rank_changes", current_rank=current, previous_rank=previous)
    if not table.empty and table.to_numpy().min() < 1:
        raise InvalidValueError(f"rank {table.to_numpy().min():g}", "rank_changes", "Ranks begin at 1.")
    return Measured(table["previous_rank"] - table["current_rank"], gaps)
