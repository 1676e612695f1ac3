"""Units of one dimension at different scales: ``100 million CNY`` is ten to the eighth of ``CNY``."""

from __future__ import annotations

from outward.errors import UnitMismatchError

_POWERS = {"trillion": 12, "billion": 9, "100 million": 8, "million": 6, "10,000": 4, "thousand": 3}


def scale_of(unit: str) -> tuple[int, str]:
    """Split a unit into its power of ten and what is counted.

    Examples
    --------
    >>> scale_of("100 million CNY"), scale_of("persons")
    ((8, 'CNY'), (0, 'persons'))
    """
    for words, power in _POWERS.items():
        if unit.startswith(f"{words} "):
            return power, unit.removeprefix(f"{words} ")
    return 0, unit


def power_between(unit: str, other: str, where: str) -> int:
    """Give the power of ten by which an amount in ``unit`` is multiplied to stand in ``other``."""
    power, counted = scale_of(unit)
    other_power, other_counted = scale_of(other)
    if counted != other_counted:
        raise UnitMismatchError(f"{unit!r} cannot become {other!r}", where,
                                f"Choose a scale of {counted}; another currency or dimension needs a dated rate.")
    return power - other_power


def scaled(expression: str, power: int) -> str:
    """Write an expression multiplied by a power of ten, with whole numbers only.

    Examples
    --------
    >>> scaled("x1/x2", 2), scaled("x1/x2", 0), scaled("x1", -2)
    ('100*x1/x2', 'x1/x2', 'x1/100')
    """
    if power == 0:
        return expression
    return f"{10**power}*{expression}" if power > 0 else f"{expression}/{10**-power}"
