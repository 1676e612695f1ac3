"""Round ends and ticks for a value axis, set in the description so that no renderer has to choose them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """A value axis: where it begins and ends, and its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float, length: float) -> float:
        """Give how far from ``low`` a value stands on an axis of ``length`` pixels."""
        return (value - self.low) / (self.high - self.low) * length


_SMALLEST = 1e-290  # below this a step has no power of ten of its own


def value_axis(values: Sequence[float], *, from_zero: bool, ticks: int = 5) -> Axis:
    """Choose an axis that holds all values, with about ``ticks`` intervals of a round step (1, 2, 2.5 or 5 x 10^k).

    Parameters
    ----------
    values : sequence of float, shape (n,)
        What is drawn; may be empty.
    from_zero : bool
        Whether the axis must hold zero, as bars do.
    ticks : int
        About how many intervals.

    Examples
    --------
    >>> value_axis([3.0, 41.0], from_zero=True).ticks
    (0.0, 10.0, 20.0, 30.0, 40.0, 50.0)
    >>> value_axis([96.5, 98.25], from_zero=False).ticks
    (96.5, 97.0, 97.5, 98.0, 98.5)
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    size = max(abs(low), abs(high))
    if high - low <= max(size * 1e-9, _SMALLEST):  # no step could be told apart
        room = max(1.0, size * 1e-3)
        low, high = (low - room, high + room) if size > _SMALLEST else (0.0, 1.0)
    step = _round_step((high - low) / ticks)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = tuple(_clean(number * step) for number in range(first, last + 1))
    return Axis(marks[0], marks[-1], marks)


def rank_axis(values: Sequence[float]) -> Axis:
    """Choose an axis for ranks: around 1 to the worst, every place ticked, or every second, fifth, tenth ... place.

    Examples
    --------
    >>> rank_axis([3.0, 7.0]).ticks
    (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
    >>> rank_axis([2.0, 22.0]).ticks
    (1.0, 5.0, 10.0, 15.0, 20.0)
    """
    worst = max(2, math.ceil(max(values, default=2.0)))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, worst) if worst / step <= 10)
    ticks = [1, *(place for place in range(step, worst + 1, step) if place > 1)]
    room = max(0.5, worst / 25)
    return Axis(1 - room, worst + room, tuple(float(place) for place in ticks))


def _round_step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    steps = (multiple * power for multiple in (1.0, 2.0, 2.5, 5.0))
    return next((step for step in steps if step >= raw * 0.999), 10.0 * power)


def _clean(value: float) -> float:
    return float(f"{value:.12g}")
