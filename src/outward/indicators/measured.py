"""Labelled results: the values that could be measured, and by name those that could not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from outward.errors import DataGapError, InvalidValueError


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that is left out of a result, and why."""

    label: str
    reason: str

    def __str__(self) -> str:
        return f"{self.label}: {self.reason}"


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A measure by item; items that it is not defined for stand in ``gaps`` and not in ``values``."""

    values: pd.Series[float]  # labelled like the input, in its order, without missing values
    gaps: tuple[Missing, ...] = ()


def aligned(where: str, **columns: pd.Series[float]) -> tuple[pd.DataFrame, tuple[Missing, ...]]:
    """Bring labelled amounts into one table, a column each, by label; what one of them lacks is named.

    ``current_level=...`` becomes the column ``current_level``, and its gaps say "no current level".

    Raises
    ------
    InvalidValueError
        If a label stands twice, or an amount is infinite.
    """
    for name, column in columns.items():
        unique_labels(column, f"{where}, {name}")
    table = pd.concat(columns, axis=1, sort=False).astype(float)
    if np.isinf(table.to_numpy()).any():
        raise InvalidValueError("an infinite amount", where, "Pass finite amounts; leave missing ones empty.")
    gaps = tuple(
        Missing(str(label), f"no {' and no '.join(table.columns[row.isna()]).replace('_', ' ')}")
        for label, row in table[table.isna().any(axis=1)].iterrows()
    )
    return table.dropna(), gaps


def unique_labels(values: pd.Series[float], where: str) -> None:
    """Refuse a series in which a label stands twice."""
    twice = values.index[values.index.duplicated()]
    if len(twice):
        raise InvalidValueError(f"{twice[0]!r} stands twice", where, "Give each item once; add up its parts first.")


def left_out(
    table: pd.DataFrame, where: pd.Series[bool], reason: str
) -> tuple[pd.DataFrame, tuple[Missing, ...]]:
    """Take rows out of a table; ``reason`` may name columns in braces, such as ``{previous:g}``."""
    gaps = tuple(Missing(str(label), reason.format(**{str(name): value for name, value in row.items()}))
                 for label, row in table[where].iterrows())
    return table[~where], gaps


def complete(where: str, values: pd.Series[float]) -> pd.Series[float]:
    """Give a series whose labels are unique and whose amounts are all there, as floats.

    Raises
    ------
    DataGapError
        If an amount is missing.
    InvalidValueError
        If a label stands twice, an amount is infinite, or there is none.
    """
    unique_labels(values, where)
    amounts = values.astype(float)
    if amounts.isna().any():
        raise DataGapError(f"amounts missing for {', '.join(map(str, amounts.index[amounts.isna()]))}", where,
                           "Fill them, or leave these items out and say so.")
    if amounts.empty or np.isinf(amounts.to_numpy()).any():
        raise InvalidValueError("no amounts, or an infinite one", where, "Pass at least one amount, all finite.")
    return amounts


def non_negative(where: str, amounts: pd.Series[float]) -> None:
    """Refuse amounts of which one is negative or none is positive."""
    if (amounts < 0).any() or not (amounts > 0).any():
        raise InvalidValueError(f"{amounts.size} amounts, least {amounts.min():g}, sum {amounts.sum():g}", where,
                                "Pass non-negative amounts, not all zero (no net flows, no losses).")
