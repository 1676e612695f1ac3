"""The whole numbers by which a formula scales an amount from one unit of a dimension to another."""

from __future__ import annotations

from fractions import Fraction

from outward.errors import UnitMismatchError
from outward.vocabulary.units import Unit, Units, units


def ratio_between(unit: str, other: str, where: str, *, known: Units | None = None) -> Fraction:
    """Give how many of ``other`` one ``unit`` is.

    Raises
    ------
    UnitMismatchError
        If the two measure different things; two currencies do.
    UnknownCodeError
        If a unit is not defined.

    Examples
    --------
    >>> ratio_between("100 million CNY", "billion CNY", "here")
    Fraction(1, 10)
    """
    known = known or units()
    origin, goal = known[unit], known[other]
    if origin.dimension != goal.dimension:
        raise UnitMismatchError(f"{unit!r} cannot become {other!r}", where,
                                "Choose another scale of the same unit; another currency needs a dated rate.")
    return origin.factor / goal.factor


def unit_of(code: str, dimension: str, where: str) -> Unit:
    """Give a unit, refusing one that does not measure ``dimension`` (``persons``, ``count:enterprises``)."""
    unit = units()[code]
    if unit.dimension != dimension:
        raise UnitMismatchError(f"{code!r} where {dimension} is asked for", where, f"Give a figure in {dimension}.")
    return unit


def scaled(expression: str, ratio: Fraction) -> str:
    """Write an expression times a ratio, with whole numbers only.

    Examples
    --------
    >>> scaled("x1/x2", Fraction(100)), scaled("x1/x2", Fraction(1)), scaled("x1", Fraction(1, 100))
    ('100*x1/x2', 'x1/x2', 'x1/100')
    """
    times = f"{ratio.numerator}*" if ratio.numerator != 1 else ""
    over = f"/{ratio.denominator}" if ratio.denominator != 1 else ""
    return f"{times}{expression}{over}"


def magnitude(ratio: Fraction) -> int:
    """Give by how many places the decimal point moves: 2 for 100, -1 for 1/10.

    Examples
    --------
    >>> magnitude(Fraction(100)), magnitude(Fraction(1, 10)), magnitude(Fraction(12))
    (2, -1, 1)
    """
    return len(str(ratio.numerator)) - len(str(ratio.denominator))
