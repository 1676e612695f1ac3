"""Laws: what is written is read again; the order of sheets, rows and columns changes no value."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outward.errors import InvalidInputError
from outward.workbooks.context import TABLE_COLUMNS, ReadingContext
from outward.workbooks.exports import Value, write_table
from outward.workbooks.numerals import numeral
from outward.workbooks.tables import read_tables
from outward.workbooks.words import take_apart, tidy

SECTORS = ["金属制品业", "通用设备制造业", "专用设备制造业", "仪器仪表制造业"]
INDICATORS = ["资产总计", "主营业务收入", "利润总额"]
# The numbers of yearbooks: two decimals; below 1949 so that none is taken for a year on the sheet's first rows.
NUMBERS = st.decimals(-999, 1900, places=2).map(float)
GRID = st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=4, max_size=4)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


Rows = list[list[str | float]]


def yearbook(grid: Sequence[Sequence[float]], rows: Sequence[int], columns: Sequence[int], year: int) -> Rows:
    head: Rows = [[f"装备制造业主要指标（{year}年）"], ["单位：亿元"], ["行业", *(INDICATORS[at] for at in columns)]]
    body: Rows = [[SECTORS[row], *(grid[row][at] for at in columns)] for row in rows]
    return head + body


def read(sheets: Sequence[tuple[str, Sequence[Sequence[str | float | None]]]], context: ReadingContext) -> pd.DataFrame:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book.save(path)
        return read_tables(path, context)


def values(table: pd.DataFrame) -> dict[tuple[str, ...], float]:
    keys = table[["table", "indicator", "sector", "period", "unit"]].itertuples(index=False, name=None)
    return dict(zip(keys, table["value"], strict=True))


@FEW
@given(GRID, st.permutations(range(4)), st.permutations(range(3)))
def test_rows_and_columns_may_stand_in_any_order(
    context: ReadingContext, grid: list[list[float]], rows: list[int], columns: list[int]
) -> None:
    plain = values(read([("表", yearbook(grid, range(4), range(3), 2015))], context))
    mixed = values(read([("表", yearbook(grid, rows, columns, 2015))], context))
    assert len(plain) == 12
    assert plain == mixed
    assert sorted(plain.values()) == sorted(number for row in grid for number in row)


@FEW
@given(GRID, GRID, GRID, st.permutations(range(3)))
def test_the_order_of_sheets_leaves_values_and_cell_names_alone(
    context: ReadingContext, first: list[list[float]], second: list[list[float]], third: list[list[float]],
    order: list[int],
) -> None:
    sheets = [(f"Sheet {number}", yearbook(grid, range(4), range(3), 2013 + number))
              for number, grid in enumerate((first, second, third))]
    plain = read(sheets, context)
    mixed = read([sheets[at] for at in order], context)
    names = ["table", "row"]
    pd.testing.assert_frame_equal(plain.sort_values(names, ignore_index=True),
                                  mixed.sort_values(names, ignore_index=True))


@FEW
@given(st.lists(st.tuples(st.sampled_from(["total-profit", "sales-value.growth"]), st.sampled_from(["CN-JS", "CHN"]),
                          st.floats(-1e12, 1e12, allow_subnormal=False),
                          st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)),
                min_size=1, max_size=8))
def test_what_is_exported_is_read_again(
    context: ReadingContext, given_rows: list[tuple[str, str, float, str]]
) -> None:
    """XLSX keeps 15 digits of a number, as spreadsheet programs do; CSV keeps all."""
    rows: list[list[Value]] = [["t", str(number), indicator, region, "2015", "%" if "." in indicator else "亿元", value,
                                note] for number, (indicator, region, value, note) in enumerate(given_rows, 1)]
    columns = ["table", "row", "indicator", "region", "period", "unit", "value", "note"]
    for format, tolerance in (("xlsx", 1e-14), ("csv", 0.0)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"out.{format}"
            write_table(path, columns, rows, [], format=format)  # type: ignore[arg-type]
            table = read_tables(path, context)
        assert tuple(table.columns) == TABLE_COLUMNS
        for value, row in zip(table["value"], given_rows, strict=True):
            assert math.isclose(value, row[2], rel_tol=tolerance)
        assert list(table["indicator"]) == [row[0] for row in given_rows]
        for note, row in zip(table["note"], given_rows, strict=True):
            assert note.startswith(row[3]) or row[3].startswith("'")


@given(st.decimals(-10**9, 10**9, places=3), st.sampled_from(["", "①", "*", " a)", "[1]"]), st.booleans())
def test_a_number_is_read_through_width_separators_and_marks(number: object, mark: str, wide: bool) -> None:
    text = f"{number:,}"
    if wide:
        text = text.translate({ord(letter): ord(letter) + 0xFEE0 for letter in "0123456789,.-"})
    read_back = numeral(text + mark)
    assert read_back is not None
    assert read_back.value == float(str(number))
    assert read_back.marks == ((mark.strip(),) if mark else ())


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_words_and_numbers(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert take_apart(text).name == tidy(take_apart(text).name).strip(" ,，、:：;；")
    found = numeral(text)
    assert found is None or found.value is None or found.value == found.value


LABELS = st.sampled_from(["金属制品业", "仪器仪表制造业", "合计", "江苏", "2014年", 2014, "其中：专用设备制造业",
                          "注：", "x", None])
FILLING = st.one_of(NUMBERS, NUMBERS, st.integers(-5, 2100),
                    st.sampled_from(["…", "-", "2015", "1,234.5①", "利润总额", "约5", "#", None]))
HEAP = st.lists(st.builds(lambda label, filling: [label, *filling], LABELS, st.lists(FILLING, max_size=3)), max_size=6)
TITLE = st.sampled_from([["表1 利润总额（2015年，亿元）"], ["利润总额"], ["资料来源：甲"]])
HEADER = st.sampled_from([["行业", "利润总额"], ["行业", "利润总额", "资产总计"], ["行业", 2014, 2015], ["单位：亿元"]])


@settings(FEW, max_examples=100)
@given(TITLE, HEADER, HEAP)
def test_any_heap_of_cells_is_read_or_refused_and_no_number_is_lost(
    context: ReadingContext, title: list[str | float | None], header: list[str | float | None],
    heap: list[list[str | float | None]],
) -> None:
    """Whatever is read without complaint holds every number that cannot be a year or a running number."""
    try:
        table = read([("表", [title, header, *heap])], context)
    except InvalidInputError:  # any other error would fail the test
        return
    held = {cell for row in heap for cell in row if isinstance(cell, float) and not cell.is_integer()}
    assert held <= set(table["value"])
