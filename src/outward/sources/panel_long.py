"""The user's long table: ``iso3`` or ``gwcode``, ``year``, ``variable``, ``value``, ``known_on``, ``se``, ``source``.

A variable that a provider's table has goes into that table (where two have it: ``economic_macro_weo.gdp_growth``), any
other into the user's own. The panel takes a figure as known a fixed time after its year: of several figures of one year
the last that was out by then counts, and one that came out later is left out, with its name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.sources.delimited import numbers, refused, whole_numbers, years
from outward.sources.panel_families import FAMILIES as PANEL
from outward.sources.panel_families import Converted, coded, left_out, once, table_of, with_gwcode
from outward.sources.state_codes import iso3_of, state
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

SOURCE: Final = Source("OWN-LONG", Label("The user's own table", "用户自有数据表"), Label("the user", "用户"))
OWN: Final = "user_indicators"
FAMILIES: Final = tuple(PANEL)

_NEEDED: Final = ("year", "variable", "value")
_CODES: Final = ("iso3", "gwcode")
_OPTIONAL: Final = ("known_on", "se", "source")
_AT_ONCE: Final = frozenset({"political_coups_country_year", "security_conflict_country_year"})
_LISTS: Final = frozenset({OWN, "political_coup_events", "economic_banking_debt_crises"})
_NAME: Final = re.compile(r"[A-Za-z]\w{0,63}", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)


def header_at(head: Sequence[Sequence[str]]) -> int | None:
    """Give the place of the header where it is such a file, else ``None``."""
    return next((place for place, row in enumerate(head)
                 if set(_NEEDED) <= set(map(str.casefold, row)) and set(_CODES) & set(map(str.casefold, row))), None)


def wanted(name: str) -> bool:
    """Whether a column is read."""
    return name.casefold() in (*_NEEDED, *_CODES, *_OPTIONAL)


def publication_lag(family: str) -> int:
    """Give the years after which the panel takes a figure of a family as known.

    Examples
    --------
    >>> publication_lag("institutional_wgi"), publication_lag("security_conflict_country_year")
    (1, 0)
    """
    return 0 if family in _AT_ONCE else 1


def convert(rows: pd.DataFrame, file: str, until: int | None = None) -> Converted:
    """Turn the table into tables of the panel.

    Raises
    ------
    InvalidInputError
        If a cell cannot be read, a variable is in two tables or badly named, or a figure stands there twice.
    """
    rows = rows.rename(columns={name: str(name).casefold() for name in rows})
    placed = _placed(rows, file)
    read = rows.assign(year=years(rows["year"], file), value=numbers(rows["value"], file),
                       se=numbers(rows["se"], file) if "se" in rows else float("nan"),
                       source=rows.get("source", pd.Series("", index=rows.index)), known_on=_dates(rows, file),
                       family=[placed[name][0] for name in rows["variable"]],
                       variable=[placed[name][1] for name in rows["variable"]])
    keyed, gaps = _keyed(read.dropna(subset="value"), file)
    if keyed.empty:
        raise refused(file, "has no figure of a country", "Write iso3 (or gwcode), year, variable and value.")
    known, late = _known(keyed)
    tables = []
    lost: list[str] = []
    for family, of_family in known.groupby("family"):
        table, without = _wide(str(family), of_family, file) if family != OWN else (_own(of_family, file), [])
        tables.append(table_of(str(family), table, until))
        lost += without
    gaps = (*gaps, *left_out(late, "out later than the panel supposes", "公布晚于数据面板假定的时间"),
            *left_out(sorted(set(lost)), "standard errors that the table has no column for", "表中无相应列的标准误"))
    return Converted(tuple(table for table in tables if len(table.rows)), gaps)


def _placed(rows: pd.DataFrame, file: str) -> dict[str, tuple[str, str]]:
    """Say which table each variable belongs to, and what it is called there."""
    found: dict[str, tuple[str, str]] = {}
    problems = []
    for name in pd.unique(rows["variable"]):
        family, _, short = name.rpartition(".")
        holders = [one.name for one in PANEL.values() if one.name not in _LISTS and short in one.values
                   and family in ("", one.name)]
        row = int(str(rows.index[rows["variable"] == name][0]))
        if len(holders) > 1:
            problems.append(Problem(file, row, "variable", f"{name} is in {' and '.join(holders)}",
                                    f"Write {holders[0]}.{name} or {holders[1]}.{name}."))
        elif not holders and not _NAME.fullmatch(name):
            problems.append(Problem(file, row, "variable", f"{name[:60]!r} is no variable's name",
                                    "Use letters, digits and _, a letter first."))
        else:
            found[name] = (holders[0], short) if holders else (OWN, name)
    if problems:
        raise InvalidInputError(problems[:20], file)
    return found


def _dates(rows: pd.DataFrame, file: str) -> pd.Series:
    cells = rows.get("known_on", pd.Series("", index=rows.index))
    wrong = cells[(cells != "") & ~cells.map(lambda cell: bool(_DATE.fullmatch(cell))).astype(bool)]
    if len(wrong):
        raise InvalidInputError([Problem(file, int(str(row)), "known_on", f"{cell[:40]!r} is no date",
                                         "Write it as 2026-12-31.") for row, cell in wrong.head(20).items()], file)
    return cells


def _keyed(read: pd.DataFrame, file: str) -> tuple[pd.DataFrame, tuple[Label, ...]]:
    """Give rows with both codes; what is no country is a gap."""
    given = (whole_numbers(read["gwcode"], file, 0, 9999).fillna(0).astype(int) if "gwcode" in read
             else pd.Series(0, index=read.index))
    known = {code: iso3_of(code) for code in map(int, given.unique()) if state(code) is not None}
    strange = sorted({int(code) for code in given[given > 0]} - set(known))
    codes = given[given.isin(list(known))]
    by_number = read.loc[codes.index].assign(iso3=codes.map(known), gwcode=codes.astype("Int64"))
    rest = read[given == 0]
    by_iso3, gaps = coded(rest if "iso3" in rest else rest.assign(iso3=""), "iso3")
    return (pd.concat([by_number, with_gwcode(by_iso3)]),
            (*gaps, *left_out(map(str, strange), "not in the list of countries and areas",
                              "不在国家和地区名单中")))


def _known(keyed: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Keep of each figure the last that was out in time, and name what came out later."""
    latest = [f"{year + publication_lag(family):04d}-12-31" for year, family in
              zip(keyed["year"], keyed["family"], strict=True)]
    is_late = keyed["known_on"] > pd.Series(latest, index=keyed.index)
    of = keyed[is_late]
    late = [f"{iso3 or gwcode} {year} {variable} ({day})" for iso3, gwcode, year, variable, day in
            zip(of["iso3"], of["gwcode"], of["year"], of["variable"], of["known_on"], strict=True)]
    timely = keyed[~is_late].sort_values("known_on", kind="stable")
    last = timely.groupby(["iso3", "gwcode", "year", "variable"], dropna=False)["known_on"].transform("max")
    return timely[timely["known_on"] == last], late


def _wide(family: str, rows: pd.DataFrame, file: str) -> tuple[pd.DataFrame, list[str]]:
    codes = [name for name in _CODES if name in PANEL[family].columns]
    single = once(rows[[*codes, "year", "variable", "value", "se"]], (*codes, "year", "variable"), file)
    errors = single.dropna(subset="se")
    errors = errors.assign(variable=errors["variable"] + "_se", value=errors["se"])
    kept = errors["variable"].isin(PANEL[family].columns)
    long = pd.concat([single, errors[kept]])
    if "iso3" not in PANEL[family].key:  # a table of states: what is none has no place in it
        long = long[long["gwcode"].notna()]
    keys = [*codes, "year"]
    long = long.assign(**{name: long[name].astype(object).where(long[name].notna(), "") for name in codes})
    table = long.pivot(index=keys, columns="variable", values="value").reset_index()
    table.columns.name = None
    if "gwcode" in table:
        table["gwcode"] = pd.array([pd.NA if code == "" else int(code) for code in table["gwcode"]], dtype="Int64")
    return table, [str(name).removesuffix("_se") for name in errors["variable"][~kept]]


def _own(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    return once(rows[list(PANEL[OWN].columns)], ("gwcode", "iso3", "year", "variable"), file)
