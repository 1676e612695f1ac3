"""What holds of every case: no bytes break the reader, and how rows are ordered or numbers printed changes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outward.casebook.folder import examine, read_files
from outward.casebook.layout import TABLES
from tests.casebook.small import csv_bytes, small_files, table_row

NAMES = sorted([*small_files(), "labels.csv", "regions.csv", "indicators.csv", "sectors.csv", "units.csv",
                "registers/parks.csv"])
BREAKING = st.sampled_from([",", "\n", "\r", "\r\n", '"', '""', "id", "name_en", "fact", "=", "[", "]", "{", "}", "é",
                            "省", "\ufeff", "\u2028", "nan", "1e400", "-", "\x00", "\x1f", " "])


@settings(max_examples=50, deadline=None)
@given(name=st.sampled_from(NAMES), data=st.binary(max_size=200))
def test_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    casebook, problems = examine(small_files() | {name: data})
    assert (casebook is None) == bool(problems)


@settings(max_examples=50, deadline=None)
@given(name=st.sampled_from(NAMES), parts=st.lists(BREAKING, max_size=40))
def test_texts_are_read_or_refused(name: str, parts: list[str]) -> None:
    header = small_files().get(name, b"id,name_en").split(b"\n", 1)[0]
    for data in ("".join(parts).encode(), header + b"\n" + "".join(parts).encode()):
        casebook, problems = examine(small_files() | {name: data})
        assert (casebook is None) == bool(problems)


@settings(max_examples=50, deadline=None)
@given(cells=st.dictionaries(st.sampled_from(TABLES.columns), st.text(max_size=12), min_size=1))
def test_any_cell_is_read_or_named(cells: dict[str, str]) -> None:
    casebook, problems = examine(small_files(tables=[table_row(**cells)]))
    assert (casebook is None) == bool(problems)
    assert all(problem.file == "tables.csv" for problem in problems)


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing_but_the_order(order: list[int]) -> None:
    rows = [table_row(row=str(number), period=str(2010 + number)) for number in range(6)]
    straight = read_files(small_files(tables=rows), where="straight").tables
    mixed = read_files(small_files(tables=[rows[place] for place in order]), where="mixed").tables
    assert mixed.sort_values("row", ignore_index=True).equals(straight)


@settings(max_examples=25, deadline=None)
@given(value=st.decimals(min_value="-1e9", max_value="1e9", places=2), grouped=st.booleans())
def test_a_number_agrees_with_every_way_to_print_it_and_with_no_other(value: Decimal, *, grouped: bool) -> None:
    text = f"{value:,.2f}" if grouped else f"{value:.2f}"
    right = table_row(value=f"{value:.2f}", value_as_printed=text)
    wrong = table_row(value=f"{value + Decimal('0.01'):.2f}", value_as_printed=text)
    assert read_files(small_files(tables=[right]), where="right").tables["value"].to_list() == [float(value)]
    _, problems = examine(small_files(tables=[wrong]))
    assert [problem.column for problem in problems] == ["value"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_change_nothing(end: str) -> None:
    rows = [table_row(), table_row(row="2", period="2014")]
    body = csv_bytes(TABLES.columns, rows).replace(b"\n", end.encode())
    again = read_files(small_files() | {"tables.csv": body}, where="again").tables
    assert again.equals(read_files(small_files(tables=rows), where="once").tables)
