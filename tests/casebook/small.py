"""A small made-up case as files: right in every cell, so that a test plants one error at a time."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from outward.casebook.folder import read_folder
from outward.casebook.layout import CLAIMS, TABLES
from outward.errors import InvalidInputError, Problem

SETTINGS: Final = """\
id = "small"
name_en = "Small"
region = "CN-LN"
nation = "CHN"
sector = "equipment-manufacturing"
sectors = ["metal-products", "general-equipment"]
known_on = 2017-12-31
benchmarks = ["CN-JS"]
synthetic = true

[[target_paths]]
target = "G1"
pace = 0.5
"""

Row = dict[str, str]


def table_row(**cells: str) -> Row:
    """A right row of ``tables.csv``, with the cells that a test wants otherwise."""
    return {"table": "1", "row": "1", "indicator": "sales-value", "region": "CN-LN", "sector": "metal-products",
            "period": "2015", "unit": "100 million CNY", "value": "1301.5", "value_as_printed": "1,301.50",
            "status": "synthetic", "source": "yearbook", **cells}


def claim_row(**cells: str) -> Row:
    """A right row of ``claims.csv``, with the cells that a test wants otherwise."""
    return {"claim": "C1", "paragraph": "3", "indicator": "sales-value.growth", "region": "CN-LN",
            "sector": "equipment-manufacturing", "period": "2015", "unit": "%", "value": "-3.7", "printed": "3.7",
            "source": "yearbook", **cells}


def csv_bytes(columns: tuple[str, ...], rows: list[Row]) -> bytes:
    """Write rows as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def small_files(*, tables: list[Row] | None = None, claims: list[Row] | None = None) -> dict[str, bytes]:
    """The case's files."""
    return {
        "case.toml": SETTINGS.encode(),
        "tables.csv": csv_bytes(TABLES.columns, tables if tables is not None else [
            table_row(), table_row(row="2", region="CHN", value="36612", value_as_printed="36612"),
        ]),
        "claims.csv": csv_bytes(CLAIMS.columns, claims if claims is not None else [claim_row()]),
        "facts.csv": b'fact\n"{""fact"": ""twin"", ""indicators"": [""sales-value"", ""principal-revenue""]}"\n',
        "sources.csv": b"id,title_en\nyearbook,Made-up yearbook\n",
        "registers/enterprises.csv": "id,name_en,name_zh,state_share,state_share_unit\n"
                                     "E1,Pumps,水泵厂,34.5,%\nE2,Valves,,,\n".encode(),
        "registers/targets.csv": b"id,name_en,threshold,unit\nG1,Share,40,%\n",
    }


def write_files(folder: Path, contents: dict[str, bytes]) -> Path:
    """Write a case's files to a folder."""
    for name, data in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Name what is wrong in a case's folder; empty where it can be read."""
    try:
        read_folder(folder)
    except InvalidInputError as error:
        return error.problems
    return ()
