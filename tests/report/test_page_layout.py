"""How tables fall onto pages: widths that add up, words that stay whole, pages turned only where it helps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outward.report.document import Heading, Paragraph, Sentence, Table, TableCell, TableColumn, TableRow, Text
from outward.report.page_layout import (
    LANDSCAPE_EM,
    PORTRAIT_EM,
    breakable_pieces,
    column_widths,
    flows,
    is_dense,
    is_landscape,
    row_lines,
    text_width,
)


def table(headers: list[str], rows: list[list[str]], *, numeric: int = 0, id: str = "t") -> Table:
    """A table whose last ``numeric`` columns hold numbers."""
    first = len(headers) - numeric
    return Table(id, "1", "Title",
                 tuple(TableColumn(str(index), header, index >= first) for index, header in enumerate(headers)),
                 tuple(TableRow(str(index), tuple(TableCell((Text(text),)) for text in row))
                       for index, row in enumerate(rows)))


WIDE = table([f"Competitiveness {index}" for index in range(12)], [["Guangdong"] * 12] * 5, id="wide")
words = st.text(st.sampled_from("ab 亿,.1"), max_size=60)


@given(st.integers(1, 8).flatmap(lambda count: st.tuples(
    st.lists(words, min_size=count, max_size=count),
    st.lists(st.lists(words, min_size=count, max_size=count), max_size=6),
    st.integers(0, count))))
def test_widths_fill_the_page_and_are_positive(drawn: tuple[list[str], list[list[str]], int]) -> None:
    headers, rows, numeric = drawn
    widths = column_widths(table(headers, rows, numeric=numeric), PORTRAIT_EM)
    assert sum(widths) == pytest.approx(PORTRAIT_EM)
    assert min(widths) > 0


@given(st.text(max_size=80), st.floats(3, 40))
def test_pieces_of_a_text_are_the_text(text: str, longest: float) -> None:
    assert "".join(breakable_pieces(text, longest)) == text


def test_no_piece_of_a_long_word_is_wider_than_its_line() -> None:
    pieces = breakable_pieces("equipment-manufacturing.sales-value.growth." + "x" * 90, 10.0)
    assert max(text_width(piece) for piece in pieces) <= 10.0


def test_chinese_is_left_to_the_typesetter() -> None:
    assert breakable_pieces("国家级技术中心1个；2015年收入超过100亿元：沈阳", 5.0) == (
        "国家级技术中心1个；2015年收入超过100亿元：沈阳",)


def test_columns_of_numbers_are_of_one_width_where_there_is_room() -> None:
    widths = column_widths(table(["Sector", "Sales", "Exports of all kinds"], [["Pumps", "1.5", "2"]], numeric=2),
                           PORTRAIT_EM)
    assert widths[1] == pytest.approx(widths[2])


def test_a_name_keeps_its_room_beside_long_headers() -> None:
    long = "Computers, communication and other electronic equipment"
    headers = ["Sector", *(f"A very long header of a number that may as well be broken {index}" for index in range(5))]
    widths = column_widths(table(headers, [[long, *["123.45"] * 5]] * 20, numeric=5), PORTRAIT_EM)
    assert widths[0] > 1.5 * max(widths[1:])


def test_a_table_too_wide_is_turned_and_one_that_nearly_fits_is_set_smaller() -> None:
    nearly = table([f"Competitiveness {index}" for index in range(6)], [["Guangdong"] * 6] * 5)
    assert is_landscape(WIDE)
    assert not is_landscape(nearly)
    assert not is_dense(table(["A", "B"], [["a", "b"]]))
    assert is_dense(table(["A"], [["a"]] * 101))
    fits_only_small = table(["International"] * 8, [["Guangdong"] * 8] * 5)
    assert is_dense(fits_only_small)
    assert not is_landscape(fits_only_small)


def test_lines_are_counted_over_the_longest_cell() -> None:
    assert row_lines(table(["A", "B"], [["a", "b " * 40]]), (10.0, 10.0))[1] > 3
    assert sum(row_lines(WIDE, column_widths(WIDE, LANDSCAPE_EM))) >= 6


def test_a_heading_goes_with_its_wide_table_but_a_long_text_does_not() -> None:
    short = Paragraph("p", (Sentence("s", (Text("Words."),)),))
    long = Paragraph("p", (Sentence("s", (Text("Words. " * 200),)),))
    heading = Heading("h", 1, "H")
    assert [flow.landscape for flow in flows((heading, short, WIDE))] == [True]
    assert [flow.landscape for flow in flows((heading, long, WIDE))] == [False, True]
    assert [flow.landscape for flow in flows((heading, WIDE, Heading("i", 2, "I"), short))] == [True, False]
