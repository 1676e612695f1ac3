"""Change over time, traced: growth, compound growth, the level before, change in points, contribution to growth."""

from __future__ import annotations

from outward.errors import InvalidValueError, UnitMismatchError
from outward.indicators.traced.checks import finest, in_percent, not_negative, one_unit, positive, whole_years
from outward.vocabulary.figures import Figure, derive


def growth(id: str, current: Figure, previous: Figure, *, digits: int = 1) -> Figure:
    """Derive the growth from ``previous`` to ``current``, in percent.

    Raises
    ------
    InvalidValueError
        If ``previous`` is not positive or ``current`` is negative: growth from or into a loss is not defined.
    UnitMismatchError
        If the two are in different units.

    Examples
    --------
    >>> from outward.vocabulary.figures import Cell, printed
    >>> a = printed(Cell("1", "1", "120", "S"), 120.0, unit="100 million CNY", digits=0, kind="level")
    >>> b = printed(Cell("1", "2", "96", "S"), 96.0, unit="100 million CNY", digits=0, kind="level")
    >>> growth("sales.growth", a, b).value
    25.0
    """
    one_unit(id, [current, previous])
    positive(id, previous)
    not_negative(id, current)
    return derive(id, "100*(x1/x2-1)", [current, previous], unit="%", digits=digits, kind="growth")


def compound_growth(id: str, last: Figure, first: Figure, years: int, *, digits: int = 1) -> Figure:
    """Derive the compound growth a year from ``first`` to ``last``, ``years`` later, in percent.

    Raises
    ------
    InvalidValueError
        If ``first`` is not positive, ``last`` negative, or ``years`` less than one.
    UnitMismatchError
        If the two are in different units.
    """
    one_unit(id, [last, first])
    positive(id, first)
    not_negative(id, last)
    whole_years(id, years)
    return derive(id, f"100*((x1/x2)**(1/{years})-1)", [last, first], unit="%", digits=digits, kind="growth")


def level_before(id: str, current: Figure, growth: Figure, *, digits: int | None = None) -> Figure:
    """Project a level back: the level from which ``growth`` percent led to ``current``.

    Raises
    ------
    InvalidValueError
        If ``growth`` is -100 percent or less: nothing can be projected back from it.
    UnitMismatchError
        If ``growth`` is not in percent.
    """
    in_percent(id, growth)
    if growth.value <= -100:
        raise InvalidValueError(f"growth of {growth.value} %", f"figure {id}, from {growth.id}",
                                "Give a growth above -100 %; from nothing no level can be projected back.")
    return derive(id, "x1/(1+x2/100)", [current, growth], unit=current.unit, kind=current.kind,
                  digits=current.digits if digits is None else digits)


def points_change(id: str, current: Figure, previous: Figure, *, digits: int | None = None) -> Figure:
    """Derive the change of a share or rate, in percentage points.

    Raises
    ------
    UnitMismatchError
        If one of the two is not in percent.
    """
    in_percent(id, current, previous)
    return derive(id, "x1-x2", [current, previous], unit="pp", kind="points",
                  digits=finest([current, previous]) if digits is None else digits)


def share_before(id: str, current: Figure, change: Figure, *, digits: int | None = None) -> Figure:
    """Derive what a share was before it changed by ``change`` percentage points: projecting it back.

    Raises
    ------
    UnitMismatchError
        If the share is not in percent, or the change not in percentage points.
    """
    in_percent(id, current)
    if change.unit != "pp":
        raise UnitMismatchError(f"a change of {change.value} {change.unit}", f"figure {id}, from {change.id}",
                                "Give the change in percentage points (pp).")
    return derive(id, "x1-x2", [current, change], unit="%", kind="share",
                  digits=finest([current, change]) if digits is None else digits)


def contribution_to_growth(
    id: str, current: Figure, previous: Figure, whole_previous: Figure, *, digits: int = 1
) -> Figure:
    """Derive what a part contributes to the growth of its whole, in percentage points.

    Raises
    ------
    InvalidValueError
        If the whole was not positive.
    UnitMismatchError
        If the three are in different units.
    """
    one_unit(id, [current, previous, whole_previous])
    positive(id, whole_previous)
    return derive(id, "100*(x1-x2)/x3", [current, previous, whole_previous], unit="pp", digits=digits, kind="points")


def rank_change(id: str, current: Figure, previous: Figure) -> Figure:
    """Derive the places gained between two ranks: positive when the rank improved.

    Raises
    ------
    UnitMismatchError
        If one of the two is not a rank.
    InvalidValueError
        If a rank is not positive.
    """
    if one_unit(id, [current, previous]) != "rank":
        raise UnitMismatchError(f"{current.value} {current.unit}", f"figure {id}, from {current.id}", "Give two ranks.")
    positive(id, current, previous)
    return derive(id, "x2-x1", [current, previous], unit="places", digits=0, kind="points")
