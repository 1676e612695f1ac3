"""One file of a risk panel as a table of numbers: every cell with its line, so that what is wrong can be found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd

from outward.errors import InvalidInputError, Problem
from outward.sources.delimited import numbers, read_columns, text_table, whole_numbers, years
from outward.sources.state_codes import gwcode_of, iso3_of, iso3_of_code

KEYS: Final = ("gwcode", "iso3", "year")
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_PROBLEMS: Final = 50
_WORDS: Final = frozenset({"country", "name", "geo", "type", "month", "source", "note", "known_on"})  # no figures
_LARGEST_STATE: Final = 999  # numbers of the Gleditsch-Ward list have three digits
_CODE: Final = re.compile(r"[A-Z][A-Z0-9_ .-]{1,39}", re.ASCII)  # codes of parts of countries are longer
_VARIABLE: Final = re.compile(r"[A-Za-z]\w{0,60}", re.ASCII)
_TRUTH: Final = {"true": "1", "false": "0"}

Key = Literal["gwcode", "iso3", "any"]
Kind = Literal["states", "figures", "list", "waves", "long"]


def figures_of(path: Path, key: Key, kind: Kind) -> pd.DataFrame:
    """Read a file: columns gwcode (0 for what is no state), iso3 and year, then numbers; its index is the line.

    Parameters
    ----------
    path : pathlib.Path
        A CSV file.
    key : {"gwcode", "iso3", "any"}
        The column that its rows must be known by.
    kind : {"states", "figures", "list", "waves", "long"}
        "list": a row something that happened, of a ``type``, which becomes a column of ones. "long": a row a cell, with
        ``variable`` and ``value``. All others: a row a country and year. "waves": where two areas of one code (``geo``)
        were surveyed in a year, the one with fewer waves, a part of the country, is left out.

    Raises
    ------
    InvalidInputError
        If a column is missing or stands twice, a cell is no number, or a row names no country or year.
    """
    text = text_table(path, most_bytes=MOST_BYTES)
    names = text.head[0] if text.head else ()
    needed = ["year", *({"any": ["gwcode" if "gwcode" in names else "iso3"]}.get(key, [key])),
              *{"list": ["type"], "long": ["variable", "value"]}.get(kind, [])]
    problems = [Problem(path.name, 1, name, "the column is missing", "Add it.") for name in needed if name not in names]
    if "" in names:
        problems.append(Problem(path.name, 1, "", "a column has no name", "Name it, or leave it out."))
    _refuse(problems, path)
    raw = read_columns(text, 0, lambda _name: True)
    if kind == "waves" and {"iso3", "geo"} <= set(names):
        raw = _of_the_whole(raw)
    keyed = _keyed(raw, path)
    if kind == "list":
        return _spread(keyed, _variables(raw["type"], path), pd.Series(1.0, index=raw.index), path)
    if kind == "long":
        return _spread(keyed, _variables(raw["variable"], path), _numbers(raw["value"], path), path)
    columns = [name for name in raw.columns if name not in _WORDS and name not in KEYS]
    return pd.concat([keyed, *(_numbers(raw[name], path) for name in columns)], axis=1)


def _of_the_whole(raw: pd.DataFrame) -> pd.DataFrame:
    waves = raw.groupby(["iso3", "geo"])["year"].transform("size")
    most = waves.groupby([raw["iso3"], raw["year"]]).transform("max")
    return raw[waves.eq(most)]


def _numbers(cells: pd.Series[str], path: Path) -> pd.Series[float]:
    return numbers(cells.map(lambda text: _TRUTH.get(text.casefold(), text)), path.name)


def _keyed(raw: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Say which country and year each row is about."""
    year = years(raw["year"], path.name)
    blank = pd.Series("", index=raw.index)
    given = whole_numbers(raw.get("gwcode", blank), path.name, 0, _LARGEST_STATE).fillna(0).astype(int)
    written = raw.get("iso3", blank).str.upper()
    codes = written.map({code: iso3_of_code(code) or code for code in written.unique()})
    numbered = {(code, at): gwcode_of(code, at) or 0 for code, at in set(zip(codes, year, strict=True)) if code}
    by_code = pd.Series([numbered.get(pair, 0) for pair in zip(codes, year, strict=True)], index=raw.index)
    gwcode = given.where(given > 0, by_code)
    wrong = gwcode.eq(0) & ~codes.map(lambda code: bool(_CODE.fullmatch(code)))
    _refuse([Problem(path.name, int(str(line)), "iso3", f"{codes[line][:20]!r} names no country",
                     "Write its ISO code, or its gwcode.") for line in raw.index[wrong]], path)
    return pd.DataFrame({"gwcode": gwcode, "iso3": codes.where(gwcode.eq(0), gwcode.map(iso3_of)), "year": year})


def _variables(cells: pd.Series[str], path: Path) -> pd.Series[str]:
    wrong = cells.map(lambda text: not _VARIABLE.fullmatch(text) or text in KEYS or text in _WORDS)
    _refuse([Problem(path.name, int(str(line)), str(cells.name), f"{cells[line][:60]!r} is no variable",
                     "Write a name of letters, digits and _, other than the columns' own.")
             for line in cells.index[wrong]], path)
    return cells


def _spread(keyed: pd.DataFrame, variable: pd.Series[str], value: pd.Series[float], path: Path) -> pd.DataFrame:
    """Turn rows of cells into a column a variable; the line is the first of a country and year."""
    cells = keyed.assign(variable=variable, value=value, line=keyed.index)
    cell = [*KEYS, "variable"]
    once = cells.drop_duplicates([*cell, "value"])
    _refuse([Problem(path.name, int(str(line)), str(variable.name), "the cell stands twice with different figures",
                     "Keep one row.") for line in once.index[once.duplicated(cell)]], path)
    wide = once.pivot(index=list(KEYS), columns="variable", values="value")
    return wide.reset_index().set_index(once.groupby(list(KEYS))["line"].min().to_numpy()).rename_axis(columns=None)


def joined(tables: list[tuple[Path, pd.DataFrame]]) -> pd.DataFrame:
    """Join files of a family: one fills what another leaves empty.

    Raises
    ------
    InvalidInputError
        If two rows say different things of one cell.
    """
    held: list[tuple[Path, pd.DataFrame]] = []
    for path, table in tables:
        once = table.drop_duplicates()
        _refuse([Problem(path.name, int(str(line)), "year",
                         f"{_called(once, line)} stands twice with different figures", "Keep one of the rows.")
                 for line in once.index[once.duplicated(list(KEYS))]], path)
        named = once.assign(_line=once.index).set_index(list(KEYS))
        for other_path, other in held:
            _refuse(_clashes(other_path, other, path, named), path)
        held.append((path, named))
    merged = held[0][1]
    for _, named in held[1:]:
        merged = merged.combine_first(named)
    return merged.drop(columns="_line").reset_index()


def _clashes(first_path: Path, first: pd.DataFrame, path: Path, second: pd.DataFrame) -> list[Problem]:
    both = first.index.intersection(second.index)
    columns = first.columns.intersection(second.columns).drop("_line")
    left, right = first.loc[both, columns].to_numpy(float), second.loc[both, columns].to_numpy(float)
    found = []
    for row, column in np.argwhere(~np.isnan(left) & ~np.isnan(right) & (left != right))[:MOST_PROBLEMS]:
        gwcode, iso3, year = both[row]
        found.append(Problem(
            path.name, int(second.loc[both[row], "_line"]), str(columns[column]),
            f"{iso3 or gwcode} {year} is {right[row, column]:g} here and {left[row, column]:g} in {first_path.name}, "
            f"row {int(first.loc[both[row], '_line'])}", "Keep one of the two files, or correct the row."))
    return found


def _called(table: pd.DataFrame, line: object) -> str:
    row = table.loc[line]  # type: ignore[call-overload]
    return f"{row['iso3'] or row['gwcode']} {row['year']}"


def _refuse(problems: list[Problem], path: Path) -> None:
    if problems:
        raise InvalidInputError(problems[:MOST_PROBLEMS], path.name)
