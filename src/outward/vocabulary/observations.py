"""Observations: the labelled long table that goes into the store, checked on creation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, Problem

DIMENSIONS: Final = ("indicator", "region", "sector", "coverage", "partner", "product", "subject", "period")
"""What a value is a value of. ``subject`` is who or what, when it is not the region's whole sector: ``enterprise:E03``,
``exporter:private``, ``trade-mode:processing``."""

COLUMNS: Final = (
    *DIMENSIONS,
    "unit",
    "value",
    "value_as_printed",
    "status",
    "break_before",
    "table",
    "row",
    "source",
    "paragraph",
    "known_on",
    "note",
)

STATUSES: Final = ("printed", "presumed", "missing", "synthetic", "imported")
"""``printed``: as the source has it; ``presumed``: printed, with a unit, year or scope that the source leaves open;
``missing``: the source prints a gap; ``synthetic``: made up, and shown as such; ``imported``: read from a data file."""

BREAKS: Final = ("", "coverage", "revision", "classification")
"""Why a value cannot be compared with the period before it: other coverage (threshold or scope of the enterprises
counted), an official revision, or another edition of the classification. Empty where it can."""


CLAIMS_TABLE: Final = "claims"
"""The name of the table in which claims stand: ``cell:claims:C017``."""


@dataclass(frozen=True, slots=True)
class Observations:
    """A long table of values with their dimensions, unit and provenance.

    Parameters
    ----------
    table : pandas.DataFrame
        Exactly the columns ``COLUMNS``: all text except ``value`` (float, missing allowed where ``status`` is
        ``missing``) and ``known_on`` (ISO date as text). ``table`` and ``row`` together name the cell.

    Raises
    ------
    InvalidInputError
        If columns, statuses, breaks, values or cell names are not as described; every problem is named.
    """

    table: pd.DataFrame

    def __post_init__(self) -> None:
        problems = list(_problems(self.table))
        if problems:
            raise InvalidInputError(problems, "observations")

    def __len__(self) -> int:
        return len(self.table)


def _problems(table: pd.DataFrame) -> list[Problem]:
    if tuple(table.columns) != COLUMNS:
        return [Problem("observations", 0, "", f"columns {list(table.columns)}", f"Use {list(COLUMNS)}.")]
    problems = []
    for column, allowed in (("status", STATUSES), ("break_before", BREAKS)):
        for index in table.index[~table[column].isin(allowed)][:20]:
            problems.append(Problem("observations", _line(table, index), column,
                                    f"{table.at[index, column]!r} is not a {column}", f"Use one of {list(allowed)}."))
    missing = table["value"].isna() & (table["status"] != "missing")
    for index in table.index[missing][:20]:
        problems.append(Problem("observations", _line(table, index), "value", "no value",
                                "Give a value, or status 'missing'."))
    twice = table.duplicated(["table", "row", "known_on"])
    for index in table.index[twice][:20]:
        problems.append(Problem("observations", _line(table, index), "row",
                                f"cell {table.at[index, 'table']}:{table.at[index, 'row']} stands twice",
                                "Number the rows of a table apart."))
    return problems


def _line(table: pd.DataFrame, index: object) -> int:
    """The line of the file, where the header is line 1."""
    location = table.index.get_loc(index)
    return location + 2 if isinstance(location, int) else 0
