"""The World Bank's wide tables, as its bulk files, its DataBank and its pages of one indicator give them.

A row is an economy and an indicator, a column a year. A page's CSV begins with four lines about the file; the DataBank
writes ``1996 [YR1996]`` over a year and ``..`` for a missing figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.sources.delimited import numbers, year_columns
from outward.sources.panel_families import coded
from outward.vocabulary.labels import Label

ECONOMY: Final = "country code"
SERIES: Final = frozenset({"indicator code", "series code"})


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header among a file's first rows, or ``None``.

    Examples
    --------
    >>> header_at([["Data Source", "WDI"], [], ["Country Name", "Country Code", "Indicator Code", "1960"]])
    2
    """
    for place, row in enumerate(head):
        names = {name.casefold() for name in row}
        if ECONOMY in names and names & SERIES and year_columns(row):
            return place
    return None


def codes_shown(head: Sequence[Sequence[str]]) -> frozenset[str]:
    """Give the indicators' codes that stand in a file's first rows."""
    place = header_at(head)
    if place is None:
        return frozenset()
    column = next(at for at, name in enumerate(head[place]) if name.casefold() in SERIES)
    return frozenset(row[column] for row in head[place + 1:] if len(row) > column)


def wanted(name: str) -> bool:
    """Whether a column is read: the codes and the years."""
    return name.casefold() == ECONOMY or name.casefold() in SERIES or bool(year_columns([name]))


def by_country_and_year(rows: pd.DataFrame, file: str, variables: Mapping[str, str]
                        ) -> tuple[pd.DataFrame, tuple[Label, ...]]:
    """Give a row a country and year, with a column for each variable that the file has.

    Parameters
    ----------
    rows : pandas.DataFrame
        The columns that are wanted, as text.
    file : str
        The file's name, for messages.
    variables : mapping
        Variables by the indicator's code.

    Returns
    -------
    table : pandas.DataFrame
        Columns ``iso3``, ``year`` and variables.
    gaps : tuple of Label
        Codes that are no country's.

    Raises
    ------
    InvalidInputError
        If no indicator is one that is looked for, or one stands there twice for an economy with other figures.
    """
    economy = next(name for name in rows if str(name).casefold() == ECONOMY)
    series = next(name for name in rows if str(name).casefold() in SERIES)
    found = rows[rows[series].isin(list(variables))]
    if found.empty:
        raise InvalidInputError([Problem(file, 0, str(series), "none of its indicators is one of the panel's",
                                         f"Load one of {', '.join(list(variables)[:8])}, ...")], file)
    named, gaps = coded(found, str(economy))
    named = named.assign(variable=named[series].map(dict(variables)))
    parts = [pd.DataFrame({"iso3": named["iso3"], "variable": named["variable"], "year": year,
                           "value": numbers(named[column], file)})
             for column, year in year_columns([str(name) for name in rows.columns]).items()]
    long = pd.concat(parts).dropna(subset="value").drop_duplicates()
    twice = long[long.duplicated(["iso3", "variable", "year"])]
    if len(twice):
        raise InvalidInputError([Problem(file, int(str(each.Index)), "",
                                         f"{each.iso3} has {each.variable} of {each.year} twice", "Keep one of them.")
                                 for each in twice.head(20).itertuples()], file)
    table = long.pivot(index=["iso3", "year"], columns="variable", values="value").reset_index()
    table.columns.name = None
    return table, gaps
