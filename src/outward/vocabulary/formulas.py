"""Formulas of figures: arithmetic over ``x1..xn``, evaluated by walking the expression, never by ``eval``.

The grammar is Python's arithmetic (``+ - * / **``, unary minus, numbers, parentheses) with the functions ``sum``,
``mean``, ``median``, ``rank``, ``min``, ``max`` and ``ln``. ``rank(a, b, c, ...)`` is the place of ``a`` among all its
arguments, the largest first, equals sharing the better place (standard competition ranking).
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from functools import lru_cache

from outward.errors import InvalidValueError


def _sum(*values: float) -> float:
    total = 0.0
    for value in values:  # left to right: the built-in sum compensates from Python 3.12 on, and builds would differ
        total += value
    return total


def _mean(*values: float) -> float:
    return _sum(*values) / len(values)


def _rank(first: float, *others: float) -> float:
    return 1.0 + sum(1 for other in others if other > first)


def _min(*values: float) -> float:
    return min(values)  # of the tuple: the built-in takes no single number


def _max(*values: float) -> float:
    return max(values)


def _median(*values: float) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _ln(*values: float) -> float:
    if len(values) != 1 or not values[0] > 0:
        raise InvalidValueError(f"ln of {list(values)[:8]}", "formulas", "Take the logarithm of one number above 0.")
    return math.log(values[0])


_FUNCTIONS: dict[str, Callable[..., float]] = {"sum": _sum, "mean": _mean, "median": _median, "rank": _rank,
                                               "min": _min, "max": _max, "ln": _ln}
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
}


@lru_cache(maxsize=4096)
def _parse(formula: str) -> ast.expr:
    try:
        return ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:  # a null byte, or nested too deep
        raise InvalidValueError(f"formula {formula[:80]!r} is not an expression", "formulas",
                                "Write arithmetic over x1..xn with sum, mean, median, rank, min, max, ln.") from error


def evaluate(formula: str, inputs: Sequence[float]) -> float:
    """Evaluate a figure's formula.

    Parameters
    ----------
    formula : str
        Arithmetic over ``x1..xn``.
    inputs : sequence of float, shape (n,)
        The values of ``x1..xn``, in order.

    Returns
    -------
    float
        The value, in the unit that the formula implies.

    Raises
    ------
    InvalidValueError
        If the formula is not in the grammar, names an input that is not there, divides by zero or grows too large.

    Examples
    --------
    >>> evaluate("100*(x1/x2-1)", [110.0, 100.0])
    10.000000000000009
    >>> evaluate("rank(x1,x2,x3)", [5.0, 9.0, 5.0])
    2.0
    """
    try:
        value = _walk(_parse(formula), inputs, formula)
    except ZeroDivisionError as error:
        raise InvalidValueError(f"formula {formula!r} divides by zero with inputs {list(inputs)}", "formulas",
                                "Leave the figure out and name the gap.") from error
    except (OverflowError, RecursionError) as error:
        raise InvalidValueError(f"formula {formula[:80]!r} is too large with inputs {list(inputs)[:8]}", "formulas",
                                "Write a shorter formula over numbers of ordinary size.") from error
    if isinstance(value, complex):
        raise InvalidValueError(f"formula {formula!r} takes a root of a negative number, inputs {list(inputs)}",
                                "formulas", "Leave the figure out and name the gap.")
    return float(value)


def _walk(node: ast.expr, inputs: Sequence[float], formula: str) -> float:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name[:1] == "x" and name[1:].isdigit() and 1 <= int(name[1:]) <= len(inputs):
            return float(inputs[int(name[1:]) - 1])
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_walk(operand, inputs, formula)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            return _OPERATORS[type(operator)](_walk(left, inputs, formula), _walk(right, inputs, formula))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS and arguments:
            return _FUNCTIONS[name](*(_walk(argument, inputs, formula) for argument in arguments))
    raise InvalidValueError(f"formula {formula!r} holds {ast.unparse(node)!r} with {len(inputs)} inputs", "formulas",
                            "Write arithmetic over x1..xn with sum, mean, median, rank, min, max, ln.")


def inputs_named(count: int) -> tuple[str, ...]:
    """Name ``count`` inputs in order: ``x1``, ``x2``, ..."""
    return tuple(f"x{number}" for number in range(1, count + 1))
