"""At least so many numbers must be wrong, for the sums of a document to hold."""

from __future__ import annotations

import pytest

from outward.audit.board import Board
from outward.audit.bounding import fewest
from outward.audit.facts import relations_of
from tests.audit.made import GRID, cells, fact, misprinted, read

FACT = fact("two_way_total", table="1", indicator="trade", rows=["North", "South"], cols=["Coal", "Steel"],
            total="Total")


@pytest.mark.parametrize(
    ("texts", "least"),
    [
        ({}, 0),
        ({"_5": "13"}, 1),  # one row and one column fail: the cell where they cross
        ({"_1": "40", "_5": "99"}, 2),
        ({"_1": "40", "_2": "99"}, 2),
        ({"_9": "180"}, 1),
        ({"_5": "32"}, 0),  # rounding explains it
    ],
)
def test_the_fewest_in_a_two_way_table(texts: dict[str, str], least: int) -> None:
    numbers = read(misprinted(GRID, **texts))
    assert fewest(Board(numbers, relations_of([FACT], numbers))) == least


def test_a_great_document_is_bounded_by_failures_without_a_common_number() -> None:
    rows = [f"Item {at} | {at}" for at in range(10, 810)]
    printed = "\n".join(["item | sales [CNY]", *rows, f"Total | {sum(range(10, 810)) + 9_000}"])
    numbers = read(cells(printed, "1") + cells(printed, "2"))
    facts = [fact("total", table=name, item="Total", indicators=["sales"]) for name in ("1", "2")]
    assert fewest(Board(numbers, relations_of(facts, numbers))) == 2
