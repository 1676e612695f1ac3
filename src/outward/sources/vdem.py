"""V-Dem's table by country and year: of its thousands of columns, two indices and the interval of their measurement.

A country keeps its code through its history (``CZE`` is Czechoslovakia before 1993, ``SRB`` Yugoslavia); its number is
that of the state whose years hold the row's, or are nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from outward.sources.delimited import numbers, years
from outward.sources.panel_families import FIRST_YEAR, Converted, coded, left_out, once, table_of, with_gwcode
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

SOURCE: Final = Source(
    "V-DEM", Label("Varieties of Democracy", "多样民主数据"), Label("V-Dem Institute", "V-Dem研究所"),
    licence="CC BY-SA 4.0", note="every edition revises all years")
FAMILIES: Final = ("institutional_vdem",)

_INDICES: Final = tuple(f"{name}{end}" for name in ("v2x_polyarchy", "v2x_libdem")
                        for end in ("", "_codelow", "_codehigh"))
_NEEDED: Final = frozenset({"country_text_id", "year", "v2x_libdem"})


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header where it is such a file, else ``None``."""
    return next((place for place, row in enumerate(head) if set(row) >= _NEEDED), None)


def wanted(name: str) -> bool:
    """Whether a column is read."""
    return name in _NEEDED or name in _INDICES


def convert(rows: pd.DataFrame, file: str, until: int | None = None) -> Converted:
    """Turn the file into a table of the panel.

    Raises
    ------
    InvalidInputError
        If a cell cannot be read, or a country stands there twice for one year.
    """
    read = rows.assign(year=years(rows["year"], file), **{name: numbers(rows[name], file) for name in _INDICES
                                                          if name in rows})
    named, gaps = coded(read[read["year"] >= FIRST_YEAR], "country_text_id")
    named = once(named.drop(columns="country_text_id"), ("iso3", "year"), file)
    lacking = [name for name in _INDICES if name not in rows]
    return Converted((table_of("institutional_vdem", with_gwcode(named), until),),
                     (*gaps, *left_out(lacking, "columns that the file does not have", "文件缺少的列")))
