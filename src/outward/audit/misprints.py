"""How a printed number goes wrong: the values that it may have been, and how likely each way is.

Costs are in nats: the less likely a way, the higher. They were tuned on one family of made-up documents and measured on
another (``docs/methods/audit.md``).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from outward.audit.printed import Printed, read_printed

Way = Literal["unit slip", "sign", "transposition", "digit", "dropped digit", "doubled digit", "grouping", "copy",
              "other year", "exchange", "row exchange", "column exchange", "year exchange", "table exchange",
              "slipped cells", "unknown"]

COSTS: Final[dict[str, float]] = {
    "unit slip": 2.2, "sign": 2.5, "transposition": 3.0, "digit": 4.0, "dropped digit": 4.2, "doubled digit": 4.2,
    "grouping": 0.5, "copy": 3.0, "other year": 3.0, "exchange": 4.5, "row exchange": 4.5, "column exchange": 5.0,
    "year exchange": 5.0, "table exchange": 4.2, "slipped cells": 5.0, "unknown": 7.0,
}

_SLIPS = (1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 8, -8)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a number may have been, in the unit of its print, and by which way it went wrong."""

    value: float
    way: Way
    cost: float


def readings(printed: Printed, low: float, high: float, step: float | None = None) -> list[Reading]:
    """Give the values within an interval from which a print can have come by one slip.

    Parameters
    ----------
    printed : Printed
        What is printed.
    low, high : float
        The interval in which the true value lies, in the unit of the print; its ends may be infinite.
    step : float, optional
        The worth of the last digit that the column prints; the number's own without it.

    Returns
    -------
    list of Reading
        The likeliest first. Empty where no slip explains the print.

    Examples
    --------
    >>> [(reading.way, reading.value) for reading in readings(read_printed("1,324.5"), 1234.0, 1235.0)]
    [('transposition', 1234.5)]
    >>> readings(read_printed("8.53"), 852.9, 853.1)[0].way
    'unit slip'
    """
    values, found = _all_readings(printed.text)
    inside = [reading for reading in found[bisect_left(values, low):bisect_right(values, high)]
              if reading.way != "unit slip" or abs(reading.value) >= 10 * (step or printed.step)]
    if not any(reading.way == "unit slip" for reading in inside):
        inside += _rounded_slips(printed, low, high, step or printed.step)
    return sorted(inside, key=lambda reading: (reading.cost, abs(reading.value - printed.value), reading.value))


def _rounded_slips(printed: Printed, low: float, high: float, step: float) -> list[Reading]:
    """Slips of the unit that lost digits: 617.50 printed as 0.06 in ten thousands."""
    for power in (1, 2, 3, 4, 5, 6, 8):
        least, most = max(low, printed.low * 10.0 ** power), min(high, printed.high * 10.0 ** power)
        if least <= most and math.isfinite(least) and math.isfinite(most):
            value = round((least + most) / 2 / step) * step
            if value != printed.value and abs(value) >= 10 * step:
                return [Reading(value, "unit slip", COSTS["unit slip"] + 0.8)]
    return []


@lru_cache(maxsize=16384)
def _all_readings(text: str) -> tuple[list[float], list[Reading]]:
    printed = read_printed(text)
    if printed is None or printed.value == 0:
        return [], []
    best: dict[float, Reading] = {}

    def add(value: float, way: Way, extra: float = 0.0) -> None:
        cost = COSTS[way] + extra
        if value != printed.value and (value not in best or best[value].cost > cost):
            best[value] = Reading(value, way, cost)

    for power in _SLIPS:
        add(_shifted(printed.value, power), "unit slip", 0.0 if abs(power) <= 4 else 0.5)
    add(-printed.value, "sign")
    for digits, way in _digit_slips(_digits(printed)):
        add(math.copysign(_worth(digits, printed), printed.value), way)
    values = sorted(best)
    return values, [best[value] for value in values]


def _digits(printed: Printed) -> str:
    return str(round(abs(printed.value) / printed.step))


def _worth(digits: str, printed: Printed) -> float:
    return float(f"{digits}e{round(math.log10(printed.step))}")


def _shifted(value: float, power: int) -> float:
    return float(f"{value!r}e{power}") if "e" not in repr(value) else value * 10.0 ** power


def _digit_slips(digits: str) -> list[tuple[str, Way]]:
    found: list[tuple[str, Way]] = []
    for at in range(len(digits)):
        if at + 1 < len(digits) and digits[at] != digits[at + 1]:
            found.append((digits[:at] + digits[at + 1] + digits[at] + digits[at + 2:], "transposition"))
        found += [(digits[:at] + other + digits[at + 1:], "digit") for other in "0123456789" if other != digits[at]]
        if len(digits) > 1:
            found.append((digits[:at] + digits[at + 1:], "doubled digit"))
    if len(digits) > 1:
        found += [(digits[:at] + other + digits[at:], "dropped digit")
                  for at in range(len(digits) + 1) for other in "0123456789"]
    return found
