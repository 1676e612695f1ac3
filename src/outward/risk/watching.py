"""Levels of watchfulness on any series: how far it has moved, graded, and left only when it has clearly moved back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from outward.errors import InvalidValueError
from outward.risk.detection import Floats, robust_z
from outward.vocabulary.warning_levels import LEVELS, Level

Direction = Literal["falls", "rises"]
Measure = Literal["value", "change", "z"]

_LEAVE: Final = 0.2  # of a threshold, below which a level is left
_PATIENCE: Final = 2  # values in a row below it


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where each level begins, on a measure that is larger the worse it is.

    Raises
    ------
    InvalidValueError
        If they are not in ascending order.

    Examples
    --------
    >>> Thresholds(1, 2, 4).alarm
    4
    """

    watch: float
    warning: float
    alarm: float

    def __post_init__(self) -> None:
        if not -np.inf < self.watch <= self.warning <= self.alarm < np.inf:
            raise InvalidValueError(f"watch {self.watch}, warning {self.warning}, alarm {self.alarm}", "thresholds",
                                    "Give three finite numbers in ascending order.")

    def level(self, measure: float, *, leave: float = 0.0) -> int:
        """Give the level of a value, 0 quiet to 3 alarm; ``leave`` lowers each threshold by that share of its size."""
        return sum(measure >= each - leave * abs(each) for each in (self.watch, self.warning, self.alarm))


@dataclass(frozen=True, slots=True)
class SeriesWatch:
    """A series with its levels; the newest is what holds."""

    labels: tuple[str, ...]
    measures: tuple[float, ...]  # what is graded, larger the worse; nan where it is not known
    levels: tuple[Level, ...]
    gaps: tuple[str, ...]  # labels without a value: the level before them is kept

    @property
    def level(self) -> Level:
        """The level now."""
        return self.levels[-1] if self.levels else "quiet"

    @property
    def since(self) -> str:
        """The label with which the level that holds began; empty for an empty series."""
        place = len(self.levels) - 1
        while place > 0 and self.levels[place - 1] == self.levels[-1]:
            place -= 1
        return self.labels[place] if self.labels else ""


def graded(measures: ArrayLike, thresholds: Thresholds, *, leave: float = _LEAVE, patience: int = _PATIENCE
           ) -> tuple[Level, ...]:
    """Grade values in order of time, with hysteresis.

    A level is entered at once; it is left when ``patience`` values in a row lie below its threshold by more than
    ``leave`` of it. A missing value changes nothing.

    Examples
    --------
    >>> graded([0, 5, 4.5, 3.9, 3.8, 0], Thresholds(5, 10, 20))
    ('quiet', 'watch', 'watch', 'watch', 'quiet', 'quiet')
    """
    if not (0 <= leave < 1 and patience >= 1):
        raise InvalidValueError(f"leave {leave}, patience {patience}", "graded", "Give 0 to below 1, and 1 or more.")
    now, below, found = 0, 0, list[Level]()
    for value in np.asarray(measures, dtype=float).tolist():
        if value == value:
            entered, kept = thresholds.level(value), thresholds.level(value, leave=leave)
            below = below + 1 if kept < now else 0
            if entered > now or below >= patience:
                now, below = entered if entered > now else kept, 0
        found.append(LEVELS[now])
    return tuple(found)


def watch_series(series: pd.Series[float], direction: Direction, thresholds: Thresholds, *, measure: Measure = "change",
                 lag: int = 1, window: int = 60) -> SeriesWatch:
    """Watch a stored series: the loss of a rank, a slump of monthly growth, a reserve that runs down.

    Parameters
    ----------
    series : pandas.Series, shape (n,)
        Values in order of time, labelled by period; missing ones allowed.
    direction : {"falls", "rises"}
        Which way is worse. A rank that is lost rises (3rd to 6th).
    thresholds : Thresholds
        In the measure's unit, counted in the worse direction: a fall of 3 points is 3. For ``value`` in the direction
        "falls" they are counted downwards too: growth below 2 is ``-2``.
    measure : {"value", "change", "z"}
        What is graded: the value itself, its change on ``lag`` places before, or how many robust standard deviations
        that change lies from those of the ``window`` places before.
    lag, window : int
        Places.

    Raises
    ------
    InvalidValueError
        If a label stands twice, a value is infinite, or ``lag`` or ``window`` is too small.

    Examples
    --------
    >>> rank = pd.Series({"2012": 6, "2013": 7, "2014": 9, "2015": 9}, dtype=float)
    >>> watched = watch_series(rank, "rises", Thresholds(1, 2, 4))
    >>> watched.levels, watched.level, watched.since
    (('quiet', 'watch', 'warning', 'warning'), 'warning', '2014')
    """
    if series.index.has_duplicates or not np.isfinite(series.dropna().to_numpy(dtype=float)).all():
        raise InvalidValueError("a label stands twice, or a value is infinite", "watch_series, series",
                                "Give each period once, with a finite value or none.")
    if lag < 1 or window < 8:
        raise InvalidValueError(f"lag {lag}, window {window}", "watch_series", "Give 1 or more, and 8 or more.")
    values = np.asarray(series, dtype=np.float64) * (1.0 if direction == "rises" else -1.0)
    graded_values = values if measure == "value" else _changes(values, lag, window, standardised=measure == "z")
    labels = tuple(str(label) for label in series.index)
    return SeriesWatch(labels, tuple(graded_values.tolist()), graded(graded_values, thresholds),
                       tuple(label for label, value in zip(labels, values, strict=True) if value != value))


def _changes(values: Floats, lag: int, window: int, *, standardised: bool) -> Floats:
    change = np.full(values.shape, np.nan)
    change[lag:] = values[lag:] - values[:-lag]
    return trailing_z(change, window, least=8) if standardised else change


def trailing_z(values: Floats, window: int, *, least: int) -> Floats:
    """Give the robust z of each value against the ``window`` values before it (shape (..., n)).

    Examples
    --------
    >>> trailing_z(np.array([1.0, 2, 1, 2, 1, 2, 1, 2, 9]), 8, least=8).round(2).tolist()[-2:]
    [nan, 10.12]
    """
    padding = np.full((*values.shape[:-1], window), np.nan)
    before = np.lib.stride_tricks.sliding_window_view(np.concatenate([padding, values], axis=-1), window, axis=-1)
    return robust_z(values, before[..., :-1, :], least=least)
