"""The files of a risk panel's folder as text: their rows by country and year, and what two rows say differently."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from outward.errors import InvalidInputError, Problem, StoreError
from outward.sources.delimited import read_columns, text_table
from outward.sources.panel_families import PanelFamily, PanelTable, family_of
from outward.sources.state_codes import gwcode_of, iso3_of_code
from outward.store.durable import make_folders, replace_synced
from outward.workbooks.exports import harmless

MOST_BYTES: Final = 64 << 20
Cells = Mapping[str, str]
Key = tuple[str, ...]

_WORDS: Final = frozenset({"country", "geo", "source", "note", "known_on"})
_NO_FIGURES: Final = _WORDS | {"iso3", "gwcode", "year"}
_FEWEST_DECIMALS: Final = 3


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A row of a file in the folder."""

    file: str
    line: int
    cells: Cells


def family_files(folder: Path) -> dict[PanelFamily, tuple[Path, ...]]:
    """Give the files of each family in a folder, by name."""
    found: dict[PanelFamily, tuple[Path, ...]] = {}
    for path in sorted(folder.glob("*.csv")):
        if path.is_file() and (family := family_of(path.name)):
            found[family] = (*found.get(family, ()), path)
    return found


def rows_of(family: PanelFamily, path: Path) -> list[PanelRow]:
    """Read a file of the folder.

    Raises
    ------
    InvalidInputError
        If it is no CSV, or lacks what its rows are known by.
    """
    table = text_table(path, most_bytes=MOST_BYTES)
    names = table.head[0] if table.head else ()
    lacking = [name for name in family.key if name not in names and name not in ("iso3", "gwcode")]
    if not {"iso3", "gwcode"} & set(names):
        lacking.append(" or ".join(name for name in ("gwcode", "iso3") if name in family.columns))
    if lacking:
        raise InvalidInputError([Problem(path.name, 1, name, "is missing", f"A file of {family.name} has "
                                         f"{', '.join(family.columns)}.") for name in lacking], path.name)
    rows = read_columns(table, 0, lambda _: True)
    columns = [str(name) for name in rows.columns]
    return [PanelRow(path.name, int(str(line)), dict(zip(columns, cells, strict=True)))
            for line, *cells in rows.itertuples(name=None)]


def key_of(family: PanelFamily, cells: Cells) -> Key:
    """Say what a row is known by: the state of its year (its ISO code where it is none), then what else is in the key.

    Examples
    --------
    >>> from outward.sources.panel_families import FAMILIES
    >>> key_of(FAMILIES["institutional_wgi"], {"iso3": "ROM", "year": "1999"})
    ('360', '1999')
    >>> key_of(FAMILIES["institutional_wgi"], {"iso3": "HKG", "year": "1999.0"})
    ('HKG', '1999')
    """
    year = _plain(cells.get("year", ""))
    country = _plain(cells.get("gwcode", ""))
    if country in ("", "0"):
        iso3 = iso3_of_code(cells.get("iso3", "")) or cells.get("iso3", "")
        number = gwcode_of(iso3, int(year)) if year.isdigit() else None
        country = iso3 if number is None else str(number)
    return (country, year, *(_plain(cells.get(name, "")) for name in family.key
                             if name not in ("gwcode", "iso3", "year")))


def texts(table: PanelTable) -> list[Cells]:
    """Write a table's cells as text: whole numbers without a point, others with up to 15 digits, missing as empty."""
    columns = {str(name): [_text(cell) for cell in table.rows[name]] for name in table.rows.columns}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def decimals(rows: Iterable[Cells]) -> dict[str, int]:
    """Say with how many decimals the figures of each column are printed, at most.

    Examples
    --------
    >>> decimals([{"RuleofLaw": "0.5"}, {"RuleofLaw": "0.123", "x": "8e-06"}])
    {'RuleofLaw': 3, 'x': 6}
    """
    found: dict[str, int] = {}
    for cells in rows:
        for name, text in cells.items():
            if name not in _NO_FIGURES:
                found[name] = max(found.get(name, 0), _decimals(text))
    return found


def differing(one: Cells, other: Cells, printed: Mapping[str, int]) -> tuple[str, ...]:
    """Name the columns in which both rows say something, and not the same.

    Parameters
    ----------
    one, other : mapping
        Cells by column.
    printed : mapping
        Decimals by column to which both must agree; below three they must be equal.

    Examples
    --------
    >>> differing({"RuleofLaw": "0.12346", "x": "1"}, {"RuleofLaw": "0.123456789", "x": "2"}, {"RuleofLaw": 5})
    ('x',)
    """
    return tuple(name for name in one if name in other and name not in _NO_FIGURES and one[name] and other[name]
                 and not _is_same(one[name], other[name], printed.get(name, 0)))


def merged(old: Iterable[Cells], new: Cells) -> tuple[Cells, bool]:
    """Put rows together, what stands in the old ones first; say whether the new one adds a figure."""
    result: dict[str, str] = {}
    for cells in old:
        result.update({name: text for name, text in cells.items() if text and not result.get(name)})
    added = {name: text for name, text in new.items() if text and not result.get(name)}
    return result | added, bool(set(added) - _NO_FIGURES)


def write(folder: Path, family: PanelFamily, rows: Sequence[Cells], replaced: Path | None = None) -> Path:
    """Write rows as a file of a family, whole or not at all; ``replaced`` is a file whose other rows are kept.

    Raises
    ------
    StoreError
        If the disk or the rights do not allow it.
    """
    years = [int(_plain(cells["year"])) for cells in rows]
    path = replaced or folder / f"{family.name}_{min(years)}_{max(years)}.csv"
    kept = {key_of(family, row.cells): row.cells for row in rows_of(family, path)} if replaced else {}
    kept |= {key_of(family, cells): cells for cells in rows}
    columns = list(dict.fromkeys([*family.columns, *(name for cells in kept.values() for name in cells)]))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for _, cells in sorted(kept.items(), key=lambda item: [(len(part), part) for part in item[0]]):
        writer.writerow([harmless(cells.get(name, "")) if name in _WORDS else cells.get(name, "") for name in columns])
    try:
        make_folders(folder)
        replace_synced(path, text.getvalue().encode("utf-8"))
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror or error}", str(path),
                         "Check the disk and the rights, or name another folder by --panel.") from error
    return path


def _text(cell: object) -> str:
    if cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _plain(text: str) -> str:
    """Write a whole number without a point; leave anything else as it is."""
    whole = text.strip()
    head, point, tail = whole.partition(".")
    return head if point and head.isdigit() and not tail.strip("0") else whole


def _is_same(one: str, other: str, printed: int) -> bool:
    if one == other:
        return True
    try:
        first, second = float(one), float(other)
    except ValueError:
        return False
    apart = 0.5001 * 10.0 ** -printed if printed >= _FEWEST_DECIMALS else 0.0
    return math.isclose(first, second, rel_tol=1e-7, abs_tol=apart)


def _decimals(text: str) -> int:
    """Count the decimals of a printed number; ``8e-06`` has six, and what is none has none."""
    mantissa, _, exponent = text.casefold().partition("e")
    power = int(exponent) if exponent.lstrip("+-").isdecimal() else 0
    return max(0, len(mantissa.partition(".")[2]) - power)
