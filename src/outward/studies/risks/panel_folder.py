"""A folder of CSV files, a family of files a source, read into a panel.

A file is known by its name before the years: ``institutional_vdem_1950_2014.csv`` belongs to the family
``institutional_vdem``. Several
of one family are joined: what one leaves empty another may fill, and two that say different things of one cell are
refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd

from outward.errors import InvalidInputError, NotFoundError, Problem
from outward.risk.panel import Family, Panel, assemble
from outward.risk.states import Country
from outward.sources.state_codes import gwcode_of, iso3_of, iso3_of_code, state
from outward.vocabulary.labels import Label
from outward.vocabulary.regions import regions

_NAMED: Final = re.compile(r"(?P<family>[a-z0-9_]+?)_(?P<first>\d{4})_(?P<last>\d{4})\.csv|(?P<whole>[a-z0-9_]+)\.csv")
_MOST_BYTES: Final = 64 * 1024 * 1024
_MOST_PROBLEMS: Final = 50
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_KEYS: Final = ("gwcode", "iso3", "year")
_RENAMED: Final = {("economic_macro_weo", "gdp_growth"): "gdp_growth_imf",
                   ("indicators_external_structural", "gdp_pc_const_usd"): "gdp_pc_const_usd_wb"}
_WORDS: Final = {"country", "name", "geo", "type", "month", "source", "note"}  # columns of text or detail, not figures


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """What a family of files is: how its rows are keyed, and how much later than its year a figure was known."""

    family: str
    key: Literal["gwcode", "iso3", "any"]
    lag: int
    kind: Literal["states", "figures", "list", "waves", "long"]
    name: Label
    source: str


@cache
def family_files() -> dict[str, FamilyFile]:
    """Give every family that a panel may hold, by name."""
    text = (files("outward.risk") / "data" / "families.csv").read_text(encoding="utf-8")
    return {row["family"]: FamilyFile(row["family"], row["key"], int(row["lag"]), row["kind"],  # type: ignore[arg-type]
                                      Label(row["name_en"], row["name_zh"]), row["source"])
            for row in csv.DictReader(text.splitlines())}


def read_panel(folder: Path) -> Panel:
    """Read a folder of files into a panel.

    Parameters
    ----------
    folder : pathlib.Path
        CSV files in UTF-8. Those of other names are left alone.

    Raises
    ------
    NotFoundError
        If there is no folder, or no file of a known family in it.
    InvalidInputError
        If a column is missing, a cell is no number, a country is unknown, or two rows say different things; each named.
    """
    if not folder.is_dir():
        raise NotFoundError(f"there is no folder {str(folder)[:200]!r}", "risk panel", "Name a folder of CSV files.")
    held: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*.csv")):
        named = _NAMED.fullmatch(path.name)
        family = (named["family"] or named["whole"]) if named else ""
        if family in family_files():
            held.setdefault(family, []).append(path)
    if not held:
        raise NotFoundError(f"no file of a known family in {folder.name[:100]!r}", "risk panel",
                            f"Add files named such as {next(iter(family_files()))}_1950_2020.csv.")
    digest = hashlib.sha256()
    tables: list[Family] = []
    for family, paths in sorted(held.items()):
        for path in paths:
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(_content(path)).digest())
        tables.extend(_tables(family_files()[family], paths))
    return assemble(tables, _country, digest.hexdigest())


def _country(gwcode: int, iso3: str) -> Country:
    known = state(gwcode) if gwcode else None
    if known:
        return Country(gwcode, known.iso3, known.name)
    region = next((each for each in regions().values() if each.iso3 == iso3), None) if iso3 else None
    return Country(gwcode, iso3, region.name if region else Label(iso3 or str(gwcode), iso3 or str(gwcode)))


def _tables(described: FamilyFile, paths: Sequence[Path]) -> Iterator[Family]:
    table = _joined([_figures(described, path) for path in paths], paths)
    if described.kind == "waves":
        table = _carried_waves(table)
    yield Family(described.family, table, described.lag, described.kind == "states", described.kind == "list")


def _content(path: Path) -> bytes:
    if path.stat().st_size > _MOST_BYTES:
        raise InvalidInputError([Problem(path.name, 0, "", f"the file has {path.stat().st_size:,} bytes",
                                         f"Split it by years: at most {_MOST_BYTES:,} are read.")], path.name)
    return path.read_bytes()


def _figures(described: FamilyFile, path: Path) -> pd.DataFrame:
    """Read one file: keys, then a column of numbers a variable."""
    try:
        raw = pd.read_csv(io.BytesIO(_content(path)), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InvalidInputError([Problem(path.name, 0, "", f"it is no CSV in UTF-8 ({error})"[:300],
                                         "Save it as CSV in UTF-8.")], path.name) from None
    problems = [Problem(path.name, 1, name, "the column is missing", "Add it.")
                for name in ("year", *([described.key] if described.key != "any" else ())) if name not in raw]
    if problems:
        raise InvalidInputError(problems, path.name)
    if described.kind == "list":
        raw = _listed(raw, path)
    elif described.kind == "long":
        raw = _widened(raw, path)
    numbers = {name: _numbers(raw[name], path, problems) for name in raw.columns if name not in _WORDS | {"iso3"}}
    keyed = _keyed(raw, numbers, path, problems)
    if problems:
        raise InvalidInputError(problems[:_MOST_PROBLEMS], path.name)
    renamed = {name: _RENAMED.get((described.family, name), name) for name in numbers if name not in _KEYS}
    table = pd.DataFrame(keyed | {renamed[name]: numbers[name] for name in renamed})
    return table[table["iso3"].ne("") | table["gwcode"].gt(0)]


def _numbers(column: pd.Series[str], path: Path, problems: list[Problem]) -> pd.Series[float]:
    stripped = column.str.strip().replace({"True": "1", "False": "0", "TRUE": "1", "FALSE": "0"})
    numbers = pd.to_numeric(stripped, errors="coerce")
    wrong = np.flatnonzero(stripped.ne("").to_numpy() & ~np.isfinite(numbers.to_numpy(dtype=float)))
    problems += [Problem(path.name, int(place) + 2, str(column.name), f"{stripped.iloc[place][:60]!r} is no number",
                         "Write a plain number, or leave the cell empty.") for place in wrong[:_MOST_PROBLEMS]]
    return pd.Series(numbers, dtype=float)


def _keyed(raw: pd.DataFrame, numbers: dict[str, pd.Series[float]], path: Path,
           problems: list[Problem]) -> dict[str, pd.Series[int] | pd.Series[str]]:
    """Say which country and year each row is about."""
    years = numbers["year"]
    bad = np.flatnonzero(~((years >= _FIRST_YEAR) & (years <= _LAST_YEAR) & (years % 1 == 0)).to_numpy())
    problems += [Problem(path.name, int(place) + 2, "year", f"{raw['year'].iloc[place][:20]!r} is no year",
                         "Write a year such as 2009.") for place in bad[:_MOST_PROBLEMS]]
    if problems:
        return {}
    whole = years.astype(int)
    isos = raw["iso3"].str.strip() if "iso3" in raw else pd.Series("", index=raw.index)
    known = {code: iso3_of_code(code) or code for code in isos.unique()}
    given = numbers.get("gwcode", pd.Series(np.nan, index=raw.index)).fillna(0).astype(int)
    found: dict[tuple[str, int], int] = {}
    for code, year in set(zip(isos, whole, strict=True)):
        found[code, year] = (gwcode_of(known[code], year) or 0) if code else 0
    by_iso3 = pd.Series([found[pair] for pair in zip(isos, whole, strict=True)], index=raw.index)
    gwcode = given.where(given > 0, by_iso3)
    iso3 = isos.map(known).where(gwcode.eq(0), gwcode.map(iso3_of))
    return {"gwcode": gwcode, "iso3": iso3, "year": whole}


def _listed(raw: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Turn a list (iso3, type, year) into a column of ones a type."""
    if "type" not in raw:
        raise InvalidInputError([Problem(path.name, 1, "type", "the column is missing", "Add it.")], path.name)
    once = raw[["iso3", "year", "type"]].drop_duplicates()
    return (once.assign(happened="1").pivot(index=["iso3", "year"], columns="type", values="happened").fillna("")
            .reset_index())


def _widened(raw: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Turn a long table (iso3 or gwcode, year, variable, value) into a column a variable."""
    missing = [name for name in ("variable", "value") if name not in raw]
    if missing or not {"iso3", "gwcode"} & set(raw.columns):
        raise InvalidInputError([Problem(path.name, 1, name, "the column is missing", "Add it.")
                                 for name in missing or ["iso3"]], path.name)
    keys = [name for name in _KEYS if name in raw]
    twice = np.flatnonzero(raw.duplicated([*keys, "variable"]).to_numpy())
    if len(twice):
        raise InvalidInputError([Problem(path.name, int(place) + 2, "variable", "the cell stands twice",
                                         "Keep one row.")
                                 for place in twice[:_MOST_PROBLEMS]], path.name)
    return raw.pivot(index=keys, columns="variable", values="value").fillna("").reset_index()


def _joined(tables: Sequence[pd.DataFrame], paths: Sequence[Path]) -> pd.DataFrame:
    """Join files of a family; refuse rows that say different things of one cell."""
    merged: pd.DataFrame | None = None
    for table, path in zip(tables, paths, strict=True):
        once = table.drop_duplicates()
        if twice := [_twice(path, *key) for key in once.loc[once.duplicated(list(_KEYS)), list(_KEYS)].to_numpy()]:
            raise InvalidInputError(twice[:_MOST_PROBLEMS], path.name)
        indexed = once.set_index(list(_KEYS))
        if merged is not None and (clashes := list(_clashes(merged, indexed, path))):
            raise InvalidInputError(clashes[:_MOST_PROBLEMS], path.name)
        merged = indexed if merged is None else merged.combine_first(indexed)
    assert merged is not None
    return merged.reset_index()


def _clashes(first: pd.DataFrame, second: pd.DataFrame, path: Path) -> Iterator[Problem]:
    both, columns = first.index.intersection(second.index), first.columns.intersection(second.columns)
    left, right = first.loc[both, columns].to_numpy(float), second.loc[both, columns].to_numpy(float)
    for row, column in np.argwhere(~np.isnan(left) & ~np.isnan(right) & (left != right)):
        gwcode, iso3, year = both[row]
        yield Problem(path.name, 0, str(columns[column]),
                      f"{iso3 or gwcode} {year} is {right[row, column]:g} here and {left[row, column]:g} in another "
                      "file of the family", "Keep one of the two files, or correct the row.")


def _twice(path: Path, gwcode: int, iso3: str, year: int) -> Problem:
    return Problem(path.name, 0, "year", f"{iso3 or gwcode} {year} stands twice with different figures",
                   "Keep one of the rows.")


def _carried_waves(table: pd.DataFrame) -> pd.DataFrame:
    """Let a survey stand for the years after it too, until the next one; ``values_wave`` says which it was."""
    found = []
    last = int(table["year"].max())
    for _, waves in table.groupby(["gwcode", "iso3"]):
        ordered = waves.sort_values("year").assign(values_wave=waves["year"])
        years = pd.DataFrame({"year": range(int(ordered["year"].min()), last + 1)})
        found.append(years.merge(ordered, on="year", how="left").ffill())
    filled = pd.concat(found, ignore_index=True)
    return filled.astype({"gwcode": int})
