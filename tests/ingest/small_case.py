"""A small made-up case in a folder, for the tests of ingest and of the commands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

SETTINGS = """\
id = "small"
name_en = "Small case"
name_zh = "小案例"
region = "CN-JS"
nation = "CHN"
sector = "equipment-manufacturing"
sectors = ["instruments", "general-equipment"]
coverage = "full"
known_on = {known_on}
synthetic = true
"""
SOURCES = "id,title_en\nyearbook,A made-up yearbook\n"
HEADER = "table,row,indicator,region,sector,period,unit,value,known_on,source"
ROWS = (
    "1,1,sales-value,CN-JS,instruments,2015,100 million CNY,110.5,,yearbook",
    "1,2,sales-value,CN-JS,general-equipment,2015,100 million CNY,220,,yearbook",
    "1,3,export-delivery-value,CN-JS,instruments,2015,100 million CNY,11.05,,yearbook",
    "2,1,employees,CN-JS,instruments,2015,\"10,000 persons\",3.2,,yearbook",
)


def write_case(folder: Path, rows: Sequence[str] = ROWS, *, known_on: str = "2016-12-31") -> Path:
    """Write the case, anew where it is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.toml").write_text(SETTINGS.format(known_on=known_on), encoding="utf-8")
    (folder / "sources.csv").write_text(SOURCES, encoding="utf-8")
    (folder / "tables.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return folder


def write_csv(path: Path, *rows: str, header: str = "indicator,region,sector,period,unit,value") -> Path:
    """Write a file in long form."""
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path
