"""A panel of countries and years: what each figure was, and when it was known.

A column of year ``t`` of what :meth:`Panel.known` gives holds what had been published by the end of ``t``. Everything
that makes a forecast reads that, and nothing else, so that a back-test sees only what was known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outward.errors import DataGapError, InvalidValueError
from outward.risk.states import Country

Lag = Literal["known", "none"]
Grid = NDArray[np.float64]  # a row a country, a column a year


@dataclass(frozen=True, slots=True)
class Family:
    """A table of one source: a row a country and year.

    Parameters
    ----------
    name : str
        Its name, such as ``institutional_vdem``.
    table : pandas.DataFrame
        Columns ``gwcode`` (0 for an economy that is no state), ``iso3``, ``year``, and one of numbers for each
        variable; a country and year at most once.
    lag : int
        Years from the year that a figure is about to the end of the year in which it was published; 0 for what
        everybody sees happen.
    names_states : bool
        Every state has a row for each year in which it was one.
    is_list : bool
        A list of what happened: from its first year to its last, a state without a row had none (0).
    """

    name: str
    table: pd.DataFrame
    lag: int
    names_states: bool = False
    is_list: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Figures by country and year, each with its publication lag.

    ``values[name]`` has the shape (countries, years); missing is NaN. ``listed`` says which countries were states in
    which year. ``digest`` is a SHA-256 of all of it: a forecast names the panel that it was made from.
    """

    countries: tuple[Country, ...]
    years: NDArray[np.int64]
    values: Mapping[str, Grid]
    lags: Mapping[str, int]
    listed: NDArray[np.bool_]
    digest: str

    def column(self, year: int) -> int:
        """Give the column of a year, which may lie one horizon behind the last.

        Raises
        ------
        DataGapError
            If the year lies outside the panel.
        """
        place = year - int(self.years[0])
        if not 0 <= place < len(self.years):
            raise DataGapError(f"no year {year}: the panel has {self.years[0]} to {self.years[-1]}", "risk panel",
                               "Ask for years within it, or add files.")
        return place

    def grid(self, variable: str) -> Grid:
        """Give a variable by the year that it is about; all NaN where no file has it."""
        found = self.values.get(variable)
        return np.full(self.listed.shape, np.nan) if found is None else found

    def known(self, variable: str, lag: Lag) -> Grid:
        """Give a variable by the year at whose end it was known.

        Parameters
        ----------
        variable : str
            A variable's name.
        lag : {"known", "none"}
            "none" takes every figure as known at the end of the year that it is about: what nobody had.
        """
        return later(self.grid(variable), self.lags.get(variable, 0) if lag == "known" else 0)


def later(grid: Grid, years: int) -> Grid:
    """Move a grid to later columns; what comes in is missing.

    Examples
    --------
    >>> later(np.array([[1.0, 2.0, 3.0]]), 1)
    array([[nan,  1.,  2.]])
    """
    if years == 0:
        return grid
    moved = np.full_like(grid, np.nan)
    moved[:, years:] = grid[:, :-years]
    return moved


def assemble(families: Sequence[Family], names: Callable[[int, str], Country], digest: str, *, ahead: int = 2) -> Panel:
    """Put tables of several sources into one panel.

    Parameters
    ----------
    families : sequence of Family
        The tables; a variable belongs to one of them.
    names : callable
        From a number and an ISO code to the country.
    digest : str
        SHA-256 of what the tables were read from.
    ahead : int
        Years behind the last figure, so that forecasts have a column.

    Raises
    ------
    InvalidValueError
        If two families have a variable of one name.
    DataGapError
        If there is no row at all.
    """
    filled = [family for family in families if len(family.table)]
    if not filled:
        raise DataGapError("no rows", "risk panel", "Add files such as political_coups_country_year_1950_2009.csv.")
    keyed = [list(zip(table["gwcode"], np.where(table["gwcode"] > 0, "", table["iso3"]), strict=True))
             for table in (family.table for family in filled)]
    keys = sorted({key for column in keyed for key in column}, key=lambda key: (not key[0], key))
    rows = {key: place for place, key in enumerate(keys)}
    first = min(int(family.table["year"].min()) for family in filled)
    last = max(int(family.table["year"].max()) for family in filled)
    years = np.arange(first, last + ahead + 1)
    places = [(np.array([rows[key] for key in column]), family.table["year"].to_numpy() - first)
              for family, column in zip(filled, keyed, strict=True)]
    listed = np.zeros((len(keys), len(years)), dtype=bool)
    for family, at in zip(filled, places, strict=True):
        if family.names_states:
            listed[at] = True
    values: dict[str, Grid] = {}
    for family, at in zip(filled, places, strict=True):
        for name in family.table.columns.difference(["gwcode", "iso3", "year"]):
            if name in values:
                raise InvalidValueError(f"variable {name} stands in two families", f"risk panel, {family.name}",
                                        "Rename it in one of them.")
            values[name] = _grid(family, name, at, listed, years)
    lags = {name: family.lag for family in filled for name in family.table.columns}
    return Panel(tuple(names(*key) for key in keys), years, values, lags, listed, digest)


def _grid(family: Family, name: str, at: tuple[NDArray[np.int64], NDArray[np.int64]], listed: NDArray[np.bool_],
          years: NDArray[np.int64]) -> Grid:
    grid = np.full(listed.shape, np.nan)
    grid[at] = family.table[name].to_numpy(dtype=float)
    if family.is_list:
        reach = family.table["year"]
        grid[listed & (years >= reach.min()) & (years <= reach.max()) & np.isnan(grid)] = 0.0
    return grid
