"""Targets, traced: the gap to a target, the years to reach it, the growth that would, and what reaches a threshold."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from outward.errors import DataGapError, InvalidValueError, UnitMismatchError
from outward.indicators.traced.checks import finest, in_percent, one_unit, positive, whole_years
from outward.vocabulary.figures import Figure, derive
from outward.vocabulary.formulas import inputs_named


def target_gap(id: str, target: Figure, value: Figure, *, digits: int | None = None) -> Figure:
    """Derive what is missing to a target: ``target`` less ``value``; zero or less when it is reached.

    Shares and rates give percentage points.

    Raises
    ------
    UnitMismatchError
        If the two are in different units.
    """
    unit = one_unit(id, [target, value])
    return derive(id, "x1-x2", [target, value], unit="pp" if unit == "%" else unit,
                  kind="points" if unit == "%" else "level",
                  digits=finest([target, value]) if digits is None else digits)


def years_at_points(id: str, target: Figure, value: Figure, points_per_year: Figure, *, digits: int = 1) -> Figure:
    """Derive the years to a target at a stated gain of points a year: the gap over the pace.

    Raises
    ------
    InvalidValueError
        If the pace is not positive, or the target is already reached.
    UnitMismatchError
        If target and value are not in percent, or the pace not in percentage points.
    """
    in_percent(id, target, value)
    if points_per_year.unit != "pp":
        raise UnitMismatchError(f"a pace of {points_per_year.value} {points_per_year.unit}",
                                f"figure {id}, from {points_per_year.id}", "State the pace in percentage points (pp).")
    positive(id, points_per_year)
    _refuse_reached(id, target, value)
    return derive(id, "(x1-x2)/x3", [target, value, points_per_year], unit="years", digits=digits, kind="years")


def projection(id: str, level: Figure, growth: Figure, years: int, *, digits: int | None = None) -> Figure:
    """Derive the level after ``years`` whole years at a stated growth in percent a year.

    Raises
    ------
    InvalidValueError
        If ``level`` is not positive, ``growth`` is -100 percent or less, or ``years`` less than one.
    UnitMismatchError
        If ``growth`` is not in percent.
    """
    in_percent(id, growth)
    positive(id, level)
    whole_years(id, years)
    if growth.value <= -100:
        raise InvalidValueError(f"growth of {growth.value} %", f"figure {id}, from {growth.id}",
                                "State a growth above -100 % a year.")
    return derive(id, f"x1*(1+x2/100)**{years}", [level, growth], unit=level.unit, kind="projection",
                  digits=level.digits if digits is None else digits)


def projections_to(id: str, target: Figure, level: Figure, growth: Figure, *, limit: int = 50) -> tuple[Figure, ...]:
    """Derive the levels of years 1, 2, ... at a stated growth, up to the first that reaches ``target``.

    Their ids are ``<id>.1``, ``<id>.2``, ...

    Raises
    ------
    DataGapError
        If the target is not reached within ``limit`` years.
    InvalidValueError
        If the target is already reached.
    UnitMismatchError
        If target and level are in different units, or ``growth`` not in percent.
    """
    one_unit(id, [target, level])
    _refuse_reached(id, target, level)
    levels: list[Figure] = []
    for year in range(1, limit + 1):
        levels.append(projection(f"{id}.{year}", level, growth, year))
        if levels[-1].value >= target.value:
            return tuple(levels)
    raise DataGapError(f"{target.value} {target.unit} is not reached within {limit} years at {growth.value} %",
                       f"figure {id}, from {target.id}, {level.id}", "Name the gap, or state a faster growth.")


def years_at_growth(id: str, target: Figure, projections: Sequence[Figure]) -> Figure:
    """Derive the first whole year whose projected level reaches ``target``.

    ``projections`` are the levels of years 1, 2, ... in order (``projections_to`` makes them). The year is the place of
    the target among them, the smallest first: one more than the number of years that fall short of it. In formulas
    ``rank`` counts the largest first, hence the minus signs.

    Raises
    ------
    DataGapError
        If no projected level reaches the target.
    InvalidValueError
        If the projected levels do not rise from year to year.
    UnitMismatchError
        If target and levels are in different units.
    """
    one_unit(id, [target, *projections])
    if any(later.value <= earlier.value for earlier, later in itertools.pairwise(projections)):
        raise InvalidValueError("projected levels that do not rise", f"figure {id}",
                                "Give the levels of years 1, 2, ... in order, at a growth above zero.")
    if not projections or projections[-1].value < target.value:
        raise DataGapError(f"{target.value} {target.unit} is not reached in {len(projections)} years",
                           f"figure {id}, from {target.id}", "Project further, or name the gap.")
    names = [f"-{name}" for name in inputs_named(len(projections) + 1)]
    return derive(id, f"rank({','.join(names)})", [target, *projections], unit="years", digits=0, kind="years")


def required_growth(id: str, target: Figure, level: Figure, years: int, *, digits: int = 1) -> Figure:
    """Derive the growth a year, in percent, by which ``level`` reaches ``target`` in ``years`` years.

    Raises
    ------
    InvalidValueError
        If one of the two is not positive, or ``years`` less than one.
    UnitMismatchError
        If the two are in different units.
    """
    one_unit(id, [target, level])
    positive(id, target, level)
    whole_years(id, years)
    return derive(id, f"100*((x1/x2)**(1/{years})-1)", [target, level], unit="%", digits=digits, kind="growth")


def reaching(threshold: Figure, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Give the figures that reach a threshold, in their order: shares of the world market, sales of groups.

    Raises
    ------
    UnitMismatchError
        If one is in another unit than the threshold.
    """
    one_unit(f"at least {threshold.id}", [threshold, *figures])
    return tuple(figure for figure in figures if figure.value >= threshold.value)


def _refuse_reached(id: str, target: Figure, value: Figure) -> None:
    if value.value >= target.value:
        raise InvalidValueError(f"{value.value} {value.unit} has reached the target of {target.value}",
                                f"figure {id}, from {value.id}", "Say that it is reached; no years are left.")
