"""Formulas hold arithmetic and nothing else."""

from __future__ import annotations

import pytest

from outward.errors import InvalidValueError
from outward.vocabulary.formulas import evaluate, inputs_named


@pytest.mark.parametrize(("formula", "inputs", "value"), [
    ("x1", [3.0], 3.0), ("x1+x2*x3", [1.0, 2.0, 3.0], 7.0), ("(x1+x2)*x3", [1.0, 2.0, 3.0], 9.0),
    ("-x1**2", [3.0], -9.0),
    ("2**-1", [], 0.5), ("100*(x1/x2-1)", [150.0, 100.0], 50.0), ("100*((x1/x2)**(1/x3)-1)", [121.0, 100.0, 2.0], 10.0),
    ("sum(x1,x2,x3)", [1.0, 2.0, 3.0], 6.0), ("mean(x1,x2)", [1.0, 2.0], 1.5), ("min(x1,x2)", [1.0, 2.0], 1.0),
    ("max(x1,x2)", [1.0, 2.0], 2.0), ("rank(x1,x2,x3)", [5.0, 9.0, 5.0], 2.0), ("rank(x1)", [5.0], 1.0),
    ("min(x1)", [5.0], 5.0), ("median(x1,x2,x3)", [9.0, 1.0, 2.0], 2.0), ("median(x1,x2)", [9.0, 1.0], 5.0),
    ("ln(x1)", [2.718281828459045], 1.0),
    ("x12", [float(number) for number in range(1, 13)], 12.0), ("x1 + 1 ", [1.0], 2.0),
])
def test_arithmetic(formula: str, inputs: list[float], value: float) -> None:
    assert evaluate(formula, inputs) == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("formula", [
    "", "x1+", "x0", "x2", "y1", "__import__('os')", "x1.real", "x1[0]", "[x1]", "lambda: 1", "x1 if x1 else 1", "'a'",
    "True", "x1 and 1", "x1 < 2", "x1 // 1", "x1 % 2", "~x1", "+x1", "abs(x1)", "sum()", "sum(*x1)", "sum(x1, start=2)",
    "x1; x1", "1j", "print(x1)", "(x1 := 2)", "f'{x1}'", "x", "x1_", "x-1x", " x1", "x1\0",
])
def test_anything_else_is_refused(formula: str) -> None:
    with pytest.raises(InvalidValueError):
        evaluate(formula, [1.0])


def test_dividing_by_zero_names_the_inputs() -> None:
    with pytest.raises(InvalidValueError, match=r"divides by zero with inputs \[1.0, 0.0\]"):
        evaluate("x1/x2", [1.0, 0.0])
    with pytest.raises(InvalidValueError, match="divides by zero"):
        evaluate("x1**-1", [0.0])


def test_the_root_of_a_negative_number_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="root of a negative"):
        evaluate("x1**0.5", [-1.0])


@pytest.mark.parametrize(("formula", "inputs"), [("ln(x1)", [0.0]), ("ln(x1)", [-1.0]), ("ln(x1,x2)", [1.0, 2.0])])
def test_a_logarithm_is_of_one_number_above_zero(formula: str, inputs: list[float]) -> None:
    with pytest.raises(InvalidValueError, match="logarithm"):
        evaluate(formula, inputs)


def test_a_formula_too_large_or_too_deep_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        evaluate("x1**x1**x1", [1000.0])
    with pytest.raises(InvalidValueError):
        evaluate("+".join(["x1"] * 20_000), [1.0])
    with pytest.raises(InvalidValueError):
        evaluate("(" * 5000 + "x1" + ")" * 5000, [1.0])
    with pytest.raises(InvalidValueError):
        evaluate("-" * 20_000 + "x1", [1.0])


def test_sums_run_from_left_to_right_on_every_python() -> None:
    assert evaluate("sum(x1,x2,x3)", [0.1, 0.2, 0.3]) == 0.1 + 0.2 + 0.3 != 0.6


def test_inputs_are_named_in_order() -> None:
    assert inputs_named(3) == ("x1", "x2", "x3")
    assert inputs_named(0) == ()
