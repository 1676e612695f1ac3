"""Totals that nobody prints: an amount over its share implies one, and from year to year it moves little."""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from outward.audit.documents import Fact
from outward.audit.numbers import Numbers

_RESTLESS = 1.5  # times what the total moves in the other years
SMOOTH = 0.22  # an unprinted total from one year to the next
_FOUND_SMOOTH = 0.45


@dataclass(frozen=True, slots=True)
class Outlier:
    """A value out of line.

    ``low`` and ``high`` are where it would be in line, in base units; ``partners`` are numbers that may as well be the
    wrong one; ``line`` is the arithmetic.
    """

    index: int
    rule: str
    strength: float
    low: float
    high: float
    evidence: tuple[int, ...]
    partners: tuple[int, ...] = ()
    line: str = ""


def outliers(numbers: Numbers, facts: Sequence[Fact], x: Sequence[float]) -> list[Outlier]:
    """Find values out of line, the farthest first.

    Parameters
    ----------
    numbers : Numbers
        Of the document.
    facts : sequence of Fact
        Those of kind ``share_of_hidden_total`` are used.
    x : sequence of float
        What the numbers read after repairs, in base units.
    """
    found = [outlier for fact in facts if fact.kind == "share_of_hidden_total"
             for outlier in _hidden_total(numbers, fact.keys, x, SMOOTH if fact.declared else _FOUND_SMOOTH)]
    return sorted(found, key=lambda each: (-each.strength, each.index))


def _hidden_total(numbers: Numbers, keys: Mapping[str, object], x: Sequence[float], smooth: float) -> Iterator[Outlier]:
    """A total that is not printed is an amount over its share; from year to year it moves little."""
    share = numbers.names.name(str(keys["indicator"]), "indicator")
    of = numbers.names.name(str(keys["of"]), "indicator")
    series: dict[tuple[str, str, str], dict[str, tuple[float, int, int]]] = defaultdict(dict)
    for number in numbers.all:
        if number.is_claim or number.indicator != share or x[number.index] <= 0:
            continue
        amount = numbers.near(number.table, (*number.key[:3], of))
        if amount is not None and x[amount] > 0:
            series[number.table, *number.key[:2]][number.period] = (math.log(x[amount] / x[number.index]), number.index,
                                                                   amount)
    for years in series.values():
        yield from _jumps(numbers, years, x, smooth)


def _jumps(numbers: Numbers, years: Mapping[str, tuple[float, int, int]], x: Sequence[float],
           smooth: float) -> Iterator[Outlier]:
    """Years whose implied total stands out from the years about it: the farthest first, then the rest without it."""
    left = dict(years)
    while len(left) >= 3:
        period, excess, expected = max(_excesses(left, smooth), key=lambda each: (each[1], each[0]))
        if excess <= 0:
            return
        log_total, share, amount = left.pop(period)
        number = numbers.all[amount]
        implied, usual = (math.exp(each) * 100 / number.measure.factor for each in (log_total, expected))
        percent = numbers.all[share].printed.text.strip().rstrip("%％")
        evidence = tuple(index for _, s, a in years.values() for index in (s, a))
        yield Outlier(amount, "hidden_total", 2.0 + excess, x[share] * math.exp(expected - smooth),
                      x[share] * math.exp(expected + smooth), evidence, (share,),
                      f"{number.printed.text.strip()} / {percent}% = {implied:.4g}; {usual:.4g}")


def _excesses(years: Mapping[str, tuple[float, int, int]], smooth: float) -> Iterator[tuple[str, float, float]]:
    """For each year, how far its logarithm lies from what the others lead to, beyond what they do themselves."""
    periods = sorted(years)
    logs = [years[period][0] for period in periods]
    for at, period in enumerate(periods):
        others = [step for k, step in enumerate(later - earlier for earlier, later in pairwise(logs))
                  if k not in (at - 1, at)]
        usual = statistics.median(others) if others else 0.0
        restless = statistics.median(map(abs, others)) if others else 0.0
        if 0 < at < len(logs) - 1:
            expected = (logs[at - 1] + logs[at + 1]) / 2
        else:
            expected = logs[1] - usual if at == 0 else logs[-2] + usual
        yield period, abs(logs[at] - expected) - max(smooth, _RESTLESS * restless), expected
