"""Figures: a value with unit, digits, formula and inputs. Every number that a view shows is one.

A figure is either *printed* (it stands in a cell of a table, a claim or a register: ``cell`` says where, ``formula`` is
empty) or *derived* (``formula`` over ``inputs``, which are figures again). Following the inputs leads down to printed
cells: that is the figure's trace. ``value`` is in the unit in which it is shown, so a share's unit is ``%`` and its
formula says ``100*x1/x2``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final, Literal

from outward.errors import InvalidValueError
from outward.vocabulary.formulas import evaluate

WIDE: Final = Context(prec=400, rounding=ROUND_HALF_EVEN)  # wide enough for every float with its decimals

Kind = Literal["level", "growth", "share", "points", "ratio", "rank", "count", "index", "years", "projection"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a printed number stands: a row of a table of the case, and the source that printed it."""

    table: str
    row: str
    printed: str  # the text as printed, before any reading of it
    source: str  # id of the source in the case's sources
    paragraph: str = ""  # where the source says it
    known_on: str = ""  # ISO date on which the source was out
    note: str = ""

    @property
    def id(self) -> str:
        """The id of the cell's figure: ``cell:<table>:<row>``."""
        return f"cell:{self.table}:{self.row}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that can say where it came from.

    Parameters
    ----------
    id : str
        Stable name, alike in every language and build.
    value : float
        The unrounded value, in ``unit``.
    unit : str
        Code of a unit of ``outward.vocabulary.units``.
    digits : int
        Decimals shown.
    kind : str
        What sort of number it is: decides on words (percent or points, rank or level).
    formula : str
        Arithmetic over ``x1..xn``; empty for a printed cell.
    inputs : tuple of Figure
        ``x1..xn``.
    cell : Cell or None
        Where a printed number stands.
    note : str
        What a reader must know: presumed unit, lower bound, contradictory cell.
    """

    id: str
    value: float
    unit: str
    digits: int
    kind: Kind
    formula: str = ""
    inputs: tuple[Figure, ...] = ()
    cell: Cell | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise InvalidValueError(f"value {self.value}", f"figure {self.id}", "Leave the figure out; name the gap.")
        if (self.cell is None) == (self.formula == ""):
            raise InvalidValueError("a figure is printed or derived, and not both", f"figure {self.id}",
                                    "Give a cell, or a formula with its inputs.")

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def rounded(self) -> Decimal:
        """The value as shown: rounded once, half to even."""
        return round_half_even(self.value, self.digits)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources beneath, sorted."""
        return tuple(sorted({figure.cell.source for figure in walk([self]) if figure.cell}))


def round_half_even(value: float, digits: int) -> Decimal:
    """Round the shortest decimal that prints ``value``, half to even (GB/T 8170); never gives a negative zero.

    Examples
    --------
    >>> round_half_even(2.675, 2), round_half_even(-0.04, 1)
    (Decimal('2.68'), Decimal('0.0'))
    """
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), context=WIDE)
    return abs(rounded) if rounded == 0 else rounded


def printed(cell: Cell, value: float, *, unit: str, digits: int, kind: Kind, note: str = "") -> Figure:
    """Make the figure of a printed cell."""
    return Figure(cell.id, value, unit, digits, kind, cell=cell, note=note or cell.note)


def derive(
    id: str, formula: str, inputs: Sequence[Figure], *, unit: str, digits: int, kind: Kind, note: str = ""
) -> Figure:
    """Make a figure from others: its value is its formula, evaluated.

    Examples
    --------
    >>> sales = printed(Cell("1", "1", "200", "S"), 200.0, unit="100 million CNY", digits=0, kind="level")
    >>> exports = printed(Cell("1", "2", "50", "S"), 50.0, unit="100 million CNY", digits=0, kind="level")
    >>> derive("exports.share", "100*x1/x2", [exports, sales], unit="%", digits=1, kind="share").value
    25.0
    """
    value = evaluate(formula, [figure.value for figure in inputs])
    return Figure(id, value, unit, digits, kind, formula=formula, inputs=tuple(inputs), note=note)


def walk(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Give every figure beneath ``figures`` once, inputs before what is made of them.

    Raises
    ------
    InvalidValueError
        If two different figures carry one id.
    """
    seen: dict[str, Figure] = {}
    stack = [(figure, False) for figure in reversed(list(figures))]
    while stack:
        figure, expanded = stack.pop()
        known = seen.get(figure.id)
        if known is not None:
            if known is not figure and known != figure:
                raise InvalidValueError(f"two figures with the id {figure.id!r}: {known.value} and {figure.value}",
                                        "figures", "Give each figure an id of its own.")
            continue
        if expanded:
            seen[figure.id] = figure
            yield figure
        else:
            stack.append((figure, True))
            stack.extend((one, False) for one in reversed(figure.inputs))
