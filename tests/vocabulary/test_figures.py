"""Figures carry their trace, and show one rounding."""

from __future__ import annotations

import pickle
from dataclasses import replace
from decimal import Decimal

import pytest

from outward.errors import InvalidInputError, InvalidValueError, Problem, UnknownCodeError
from outward.vocabulary.figures import Cell, Figure, derive, round_half_even, walk
from tests.vocabulary.made_up import cell_figure


def test_a_printed_figure_is_its_cell() -> None:
    figure = cell_figure("7", 12.5)
    assert figure.id == "cell:t:7"
    assert figure.formula == ""
    assert figure.sources == ("S1",)


def test_a_derived_figure_is_its_formula_and_knows_all_sources_beneath() -> None:
    sales, exports = cell_figure("1", 200.0, source="B"), cell_figure("2", 50.0, source="A")
    share = derive("share", "100*x1/x2", [exports, sales], unit="%", digits=1, kind="share")
    doubled = derive("doubled", "2*x1", [share], unit="%", digits=1, kind="share")
    assert (share.value, doubled.value) == (25.0, 50.0)
    assert doubled.sources == ("A", "B")


def test_a_figure_is_printed_or_derived_and_not_both() -> None:
    with pytest.raises(InvalidValueError, match="printed or derived"):
        Figure("f", 1.0, "%", 1, "share")
    with pytest.raises(InvalidValueError, match="printed or derived"):
        Figure("f", 1.0, "%", 1, "share", formula="1", cell=Cell("t", "1", "1", "S"))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_figure_is_a_number(value: float) -> None:
    with pytest.raises(InvalidValueError, match="figure f"):
        Figure("f", value, "%", 1, "share", formula="1")


def test_deriving_what_cannot_be_computed_is_an_error() -> None:
    with pytest.raises(InvalidValueError, match="divides by zero"):
        derive("f", "x1/x2", [cell_figure("1", 1.0), cell_figure("2", 0.0)], unit="ratio", digits=1, kind="ratio")


@pytest.mark.parametrize(("value", "digits", "shown"), [
    (2.675, 2, "2.68"), (2.665, 2, "2.66"), (0.125, 2, "0.12"), (0.135, 2, "0.14"), (-0.04, 1, "0.0"), (-2.5, 0, "-2"),
    (1e-7, 2, "0.00"), (12345.0, 0, "12345"), (1e20, 1, "100000000000000000000.0"),
])
def test_rounding_takes_the_decimal_that_prints_and_goes_half_to_even(value: float, digits: int, shown: str) -> None:
    assert str(round_half_even(value, digits)) == shown


def test_rounded_is_what_is_shown() -> None:
    assert cell_figure("1", 34.549, digits=1).rounded == Decimal("34.5")


def test_walking_gives_each_figure_once_and_inputs_first() -> None:
    a, b = cell_figure("1", 1.0), cell_figure("2", 2.0)
    total = derive("total", "x1+x2", [a, b], unit="CNY", digits=0, kind="level")
    share = derive("share", "x1/x2", [a, total], unit="ratio", digits=2, kind="share")
    assert [figure.id for figure in walk([share, total])] == ["cell:t:1", "cell:t:2", "total", "share"]


def test_two_figures_with_one_id_are_refused() -> None:
    a = cell_figure("1", 1.0)
    with pytest.raises(InvalidValueError, match="cell:t:1"):
        list(walk([a, cell_figure("1", 2.0)]))
    assert list(walk([a, cell_figure("1", 1.0)])) == [a], "equal figures are one"


def test_a_long_chain_of_figures_is_walked() -> None:
    figure = cell_figure("1", 1.0)
    for step in range(3000):
        figure = derive(f"step{step}", "x1", [figure], unit="CNY", digits=0, kind="level")
    assert sum(1 for _ in walk([figure])) == 3001


def test_a_figure_is_equal_by_content() -> None:
    figure = cell_figure("1", 1.0)
    assert figure == cell_figure("1", 1.0)
    assert figure != replace(figure, note="other")
    assert len({figure, cell_figure("1", 1.0)}) == 1


def test_errors_travel_between_processes() -> None:
    for error in (UnknownCodeError("a", "b", "c"), InvalidInputError([Problem("f.csv", 2, "unit", "x", "y.")], "f")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again)) == (type(error), str(error))
