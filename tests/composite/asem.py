"""What tests of composite indices share: COINr's ASEM example with its printed results, and small made tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import lru_cache

from outward.composite import Framework, IndexData, read_data, read_framework
from outward.composite.coin import Rows, read_coin
from tests.reference import reference_file

Cell = float | int | str


def _rows(name: str) -> Rows:
    with reference_file(f"index/{name}").open(encoding="utf-8", newline="") as file:
        return list(enumerate(csv.DictReader(file), start=2))


@lru_cache(maxsize=1)
def asem() -> tuple[Framework, IndexData]:
    """51 countries, 49 indicators, 8 pillars in 2 sub-indices (COINr 1.1.14, MIT; JRC, European Commission)."""
    tables = read_coin(_rows("asem_idata.csv"), _rows("asem_imeta.csv"))
    return tables.framework, read_data(tables.header, tables.rows, tables.framework)


def expected_rows(name: str) -> list[Mapping[str, str]]:
    """Read a table that COINr printed for the example."""
    return [row for _, row in _rows(f"expected/{name}.csv")]


def expected(name: str) -> Mapping[str, Mapping[str, str]]:
    """Read a printed table by its first column, the code of a unit or of a node."""
    return {next(iter(row.values())): row for row in expected_rows(name)}


def number(text: str) -> float:
    """Read a printed number; empty is missing."""
    return float(text) if text not in ("", "NA") else float("nan")


def made_framework(*codes: str, rest: str = "", index: str = "") -> Framework:
    """Make an index of indicators that stand right under it; ``index`` is added to its table, ``rest`` to the end."""
    indicators = "".join(f'[[indicator]]\ncode = "{code}"\n' for code in codes)
    return read_framework(f'[index]\ncode = "index"\n{index}\n{indicators}{rest}')


def made_data(framework: Framework, columns: Mapping[str, Sequence[Cell]], *, units: Sequence[str] = ()) -> IndexData:
    """Read a wide table of columns; units are ``u0``, ``u1`` and so on where nothing is said."""
    count = len(next(iter(columns.values())))
    rows = [(row + 2, [units[row] if units else f"u{row}", *(str(column[row]) for column in columns.values())])
            for row in range(count)]
    return read_data(["unit", *columns], rows, framework)
