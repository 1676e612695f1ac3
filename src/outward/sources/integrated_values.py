"""Integrated Values Surveys (EVS and WVS): the interviews of the trend file, or scores by country and wave.

The two axes of Inglehart and Welzel: survival against self-expression (``SurvSAgg``) and traditional against secular
values (``TradAgg``). Of interviews, the mean by country and survey year with the weight ``S017`` is kept; no interview
leaves the file. The terms of the surveys forbid passing the interviews on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from outward.sources.delimited import numbers, refused, years
from outward.sources.panel_families import Converted, coded, left_out, once, table_of
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source
from outward.vocabulary.regions import regions

SOURCE: Final = Source(
    "IVS", Label("Integrated Values Surveys (EVS and WVS)", "综合价值观调查（EVS与WVS）"),
    Label("European Values Study; World Values Survey Association", "欧洲价值观研究；世界价值观调查协会"),
    licence="non-commercial; only scores by country may be passed on", note="cite both trend files")
FAMILIES: Final = ("social_values_map",)

_AXES: Final = ("survsagg", "tradagg")
_CODES: Final = ("iso3", "country_alpha")
_TWO_LETTERS: Final = ("s009", "cntry_an")
_YEARS: Final = ("year", "s020", "time")
_WEIGHT, _GEO = "s017", "geo"
_LEAST, _MOST = -4.0, 9.0  # beyond stand codes for a missing answer: -99, -5, -4, 99
_FEWEST: Final = 200  # interviews below which a country's mean is not taken


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header where it is such a file, else ``None``."""
    for place, row in enumerate(head):
        names = {name.casefold() for name in row}
        if set(_AXES) <= names and names & {*_CODES, *_TWO_LETTERS} and names & set(_YEARS):
            return place
    return None


def wanted(name: str) -> bool:
    """Whether a column is read."""
    return name.casefold() in (*_AXES, *_CODES, *_TWO_LETTERS, *_YEARS, _WEIGHT, _GEO)


def convert(rows: pd.DataFrame, file: str, until: int | None = None) -> Converted:
    """Turn the file into a table of the panel.

    Raises
    ------
    InvalidInputError
        If a cell cannot be read, no answer can be used, or a country has two scores for one year.
    """
    rows = rows.rename(columns={name: str(name).casefold() for name in rows})
    is_interviews = "s020" in rows
    when = next(name for name in ("s020", *_YEARS) if name in rows)
    read = pd.DataFrame({"year": years(rows[when], file), "code": _codes(rows),
                         **{axis: numbers(rows[axis], file) for axis in _AXES}})
    for axis in _AXES:
        read[axis] = read[axis].where(read[axis].between(_LEAST, _MOST, inclusive="neither"))
    read["weight"] = numbers(rows[_WEIGHT], file).clip(lower=0).fillna(0.0) if _WEIGHT in rows else 1.0
    read[_GEO] = rows.get(_GEO, pd.Series("", index=rows.index))
    named, gaps = coded(read.dropna(subset=list(_AXES)), "code")
    if named.empty:
        raise refused(file, "has no score of a country", "Load the trend file, or scores by country and year.")
    if is_interviews:
        means, few = _means(named)
        gaps = (*gaps, *left_out(few, f"fewer than {_FEWEST} usable interviews", f"有效访问少于{_FEWEST}份"))
    else:
        means = once(named.drop(columns=["weight", "code"]), ("iso3", "year", _GEO), file)
    return Converted((table_of("social_values_map", means, until),), gaps)


def _codes(rows: pd.DataFrame) -> pd.Series:
    for name in _CODES:
        if name in rows:
            return rows[name]
    two = {region.iso2: region.iso3 for region in regions().values() if region.iso2 and region.iso3}
    column = next(name for name in _TWO_LETTERS if name in rows)
    return rows[column].str.upper().map(lambda code: two.get(code, code))


def _means(named: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Weigh the interviews of each country and year, and name those that are too few."""
    weighted = named[named["weight"] > 0]
    found, few = [], []
    for (iso3, year), of_wave in weighted.groupby(["iso3", "year"]):
        if len(of_wave) < _FEWEST:
            few.append(f"{iso3} {year}")
            continue
        scores = np.average(of_wave[list(_AXES)].to_numpy(dtype=float), axis=0,
                            weights=of_wave["weight"].to_numpy(dtype=float))
        found.append({"iso3": iso3, "geo": "", "year": year, **dict(zip(_AXES, scores.round(5), strict=True))})
    return pd.DataFrame(found, columns=["iso3", "geo", "year", *_AXES]), few
