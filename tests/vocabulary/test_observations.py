"""Observations are checked on creation, and every problem is named by row and column."""

from __future__ import annotations

import pandas as pd
import pytest

from outward.errors import InvalidInputError
from outward.vocabulary.observations import BREAKS, COLUMNS, DIMENSIONS, STATUSES, Observations


def table(*changes: dict[str, object]) -> pd.DataFrame:
    """One good row for each set of changes, with the changes in it."""
    good: dict[str, object] = dict.fromkeys(COLUMNS, "") | {
        "indicator": "sales-value", "region": "CN-LN", "sector": "metal-products", "period": "2015",
        "unit": "100 million CNY", "value": 1899.25, "value_as_printed": "1899.25", "status": "printed", "table": "2",
        "source": "S1", "known_on": "2017-12-01"}
    rows = [good | {"row": str(number)} | change for number, change in enumerate(changes, start=1)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def problems_of(frame: pd.DataFrame) -> list[tuple[int, str]]:
    with pytest.raises(InvalidInputError) as caught:
        Observations(frame)
    return [(problem.row, problem.column) for problem in caught.value.problems]


def test_a_good_table_is_taken() -> None:
    assert len(Observations(table({}, {"value": float("nan"), "status": "missing"}))) == 2


def test_an_empty_table_is_taken() -> None:
    assert len(Observations(table())) == 0


def test_dimensions_are_columns_and_the_cell_is_named() -> None:
    assert set(DIMENSIONS) < set(COLUMNS)
    assert {"table", "row", "source", "known_on"} < set(COLUMNS)


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_is_taken(status: str) -> None:
    assert len(Observations(table({"status": status}))) == 1


@pytest.mark.parametrize("reason", BREAKS)
def test_every_break_is_taken(reason: str) -> None:
    assert len(Observations(table({"break_before": reason}))) == 1


def test_a_wrong_status_break_and_value_are_named_where_they_stand() -> None:
    assert problems_of(table({}, {"status": "guessed"})) == [(3, "status")]
    assert problems_of(table({"break_before": "war"})) == [(2, "break_before")]
    assert problems_of(table({}, {}, {"value": float("nan")})) == [(4, "value")]


def test_all_problems_are_named_at_once() -> None:
    frame = table({"status": "guessed"}, {"break_before": "war"}, {"value": float("nan")})
    assert problems_of(frame) == [(2, "status"), (3, "break_before"), (4, "value")]


def test_two_rows_for_one_cell_are_refused_unless_one_was_known_later() -> None:
    assert problems_of(table({"row": "1"}, {"row": "1"})) == [(3, "row")]
    assert len(Observations(table({"row": "1"}, {"row": "1", "known_on": "2018-06-30"}))) == 2


def test_other_columns_are_refused() -> None:
    assert problems_of(table({}).drop(columns="note")) == [(0, "")]
    assert problems_of(table({}).assign(extra="")) == [(0, "")]
    assert problems_of(table({})[list(reversed(COLUMNS))]) == [(0, "")]
