"""Workbooks are built in the tests, so that each trap stands where it is tested."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest

from outward.vocabulary.indicators import indicators
from outward.vocabulary.regions import regions
from outward.vocabulary.sectors import sectors
from outward.vocabulary.units import units
from outward.workbooks.context import ReadingContext

Rows = Sequence[Sequence[str | float | None]]
Make = Callable[..., Path]


@pytest.fixture
def context() -> ReadingContext:
    """Jiangsu's equipment manufacturing, with one source."""
    return ReadingContext("CN-JS", "CHN", "equipment-manufacturing", "2016-12-31", "js-yearbook-2016", indicators(),
                          sectors(), regions(), units(),
                          sources={"js-yearbook-2016": ("Jiangsu Statistical Yearbook 2016", "江苏统计年鉴2016"),
                                   "nbs-2016": ("China Statistical Yearbook 2016", "中国统计年鉴2016")})


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a workbook from rows by sheet, with ranges to merge by sheet, and number formats by cell."""

    def write(
        sheets: Mapping[str, Rows] | Rows, *, merged: Sequence[str] = (), formats: Mapping[str, str] | None = None,
        name: str = "book.xlsx",
    ) -> Path:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.remove(book.active)
        for title, rows in (sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}).items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
            for place in merged:
                sheet.merge_cells(place)
            for cell, code in (formats or {}).items():
                sheet[cell].number_format = code
        book.save(tmp_path / name)
        return tmp_path / name

    return write
