"""What every traced measure asks of its inputs, and how it writes a sum of many."""

from __future__ import annotations

from collections.abc import Sequence

from outward.errors import DataGapError, InvalidValueError, UnitMismatchError
from outward.vocabulary.figures import Figure


def one_unit(id: str, figures: Sequence[Figure]) -> str:
    """Give the unit that all ``figures`` share."""
    if not figures:
        raise DataGapError("no figures to work on", f"figure {id}", "Give at least one figure, or name the gap.")
    units = sorted({figure.unit for figure in figures})
    if len(units) > 1:
        raise UnitMismatchError(f"units {', '.join(units)}", f"figure {id}, from {', '.join(f.id for f in figures)}",
                                "Convert them to one unit first (traced.converted).")
    return units[0]


def in_percent(id: str, *figures: Figure) -> None:
    """Refuse figures that are not in percent."""
    for figure in figures:
        if figure.unit != "%":
            raise UnitMismatchError(f"{figure.value} {figure.unit}", f"figure {id}, from {figure.id}",
                                    "Give a figure in percent.")


def positive(id: str, *figures: Figure) -> None:
    """Refuse figures that are zero or negative."""
    for figure in figures:
        if not figure.value > 0:
            raise InvalidValueError(f"{figure.value} {figure.unit} is not positive", f"figure {id}, from {figure.id}",
                                    "Leave the figure out and name the gap: the measure is not defined there.")


def not_negative(id: str, *figures: Figure) -> None:
    """Refuse negative figures."""
    for figure in figures:
        if figure.value < 0:
            raise InvalidValueError(f"{figure.value} {figure.unit} is negative", f"figure {id}, from {figure.id}",
                                    "Leave the figure out and name the gap: the measure is not defined there.")


def whole_years(id: str, years: int) -> None:
    """Refuse spans shorter than a year."""
    if years < 1:
        raise InvalidValueError(f"{years} years", f"figure {id}", "Give a span of at least one whole year.")


def finest(figures: Sequence[Figure]) -> int:
    """Give the digits of the figure that is printed finest."""
    return max(figure.digits for figure in figures)


BLOCK = 50


def plus(terms: Sequence[str]) -> str:
    """Write a sum: ``x1+x2+x3``; long ones in bracketed blocks, so that no reader of formulas has to nest deep.

    Examples
    --------
    >>> plus(["x1", "x2", "x3"])
    'x1+x2+x3'
    """
    if len(terms) <= BLOCK:
        return "+".join(terms)
    blocks = [terms[start:start + BLOCK] for start in range(0, len(terms), BLOCK)]
    return plus([f"({'+'.join(block)})" for block in blocks])
