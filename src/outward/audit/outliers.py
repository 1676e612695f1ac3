"""Values that are unlikely beside their like: what moves together elsewhere, and does not here.

Every test leaves the tested value out of its own yardstick, and has a floor below which nothing is told.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from outward.audit.documents import Fact
from outward.audit.numbers import Numbers

_RELATED_FLOOR = 1.1  # in logs: a threefold
_TWIN_FLOOR = 0.10
_FOUND_FLOOR = 0.5  # of what nobody declared to be nearly equal
_FOUND_SMOOTH = 0.45
_SMOOTH = 0.22  # an unprinted total from one year to the next
_SPREADS = 4.0  # median absolute deviations
_DEVIATIONS = 3.2


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
        Those of kinds ``twin``, ``related`` and ``share_of_hidden_total`` are used.
    x : sequence of float
        What the numbers read after repairs, in base units.
    """
    found: list[Outlier] = []
    for fact in facts:
        if fact.kind == "twin":
            found += _twins(numbers, fact.keys, x, _TWIN_FLOOR if fact.declared else _FOUND_FLOOR)
        elif fact.kind == "related":
            found += _related(numbers, fact.keys, facts, x)
        elif fact.kind == "share_of_hidden_total":
            found += _hidden_total(numbers, fact.keys, x, _SMOOTH if fact.declared else _FOUND_SMOOTH)
    return sorted(found, key=lambda each: (-each.strength, each.index))


_Key = tuple[str, str, str, str]


def _columns(numbers: Numbers, words: Iterable[object]) -> list[dict[tuple[str, str, str, str], int]]:
    """For each indicator, its cells by table, region, item and period."""
    found = []
    for word in words:
        name = numbers.names.name(str(word), "indicator")
        found.append({(number.table, *number.key[:3]): number.index for number in numbers.all
                      if not number.is_claim and number.indicator == name})
    return found


def _twins(numbers: Numbers, keys: Mapping[str, object], x: Sequence[float], floor: float) -> Iterator[Outlier]:
    """Two indicators that are nearly equal by definition."""
    words = keys["indicators"]
    columns = _columns(numbers, words if isinstance(words, list | tuple) else ())
    for at, one in enumerate(columns):
        for other in columns[at + 1:]:
            pairs = _paired(one, other, x)
            for position, (a, b) in enumerate(pairs):
                others = [math.log(x[c] / x[d]) for k, (c, d) in enumerate(pairs) if k != position]
                yield from _out_of_line(numbers, a, b, others, x, "twin", floor)


def _paired(one: Mapping[_Key, int], other: Mapping[_Key, int],
            x: Sequence[float]) -> list[tuple[int, int]]:
    """Positive numbers of the same row; where no table has both, of the same key in two tables."""
    pairs = [(one[key], other[key]) for key in sorted(one.keys() & other.keys())]
    if not pairs:
        by_key = {key[1:]: index for key, index in other.items()}
        pairs = [(index, by_key[key[1:]]) for key, index in sorted(one.items()) if key[1:] in by_key]
    return [(a, b) for a, b in pairs if x[a] > 0 and x[b] > 0]


def _out_of_line(numbers: Numbers, a: int, b: int, others: Sequence[float], x: Sequence[float], rule: str,
                 floor: float) -> Iterator[Outlier]:
    """Test the log ratio of two numbers against that of other rows."""
    if len(others) < 2:
        middle, threshold = 0.0, max(floor, 0.25)
    else:
        middle = statistics.median(others)
        spread = statistics.median(abs(each - middle) for each in others)
        threshold = max(floor, _SPREADS * spread, _DEVIATIONS * statistics.pstdev(others))
    ratio = math.log(x[a] / x[b])
    rounding = numbers.all[a].half_width / x[a] + numbers.all[b].half_width / x[b]
    excess = abs(ratio - middle) - threshold - rounding
    if excess > 0:
        band = math.exp(threshold)
        line = (f"{numbers.all[a].printed.text} / {numbers.all[b].printed.text} = {math.exp(ratio):.3g}; "
                f"{math.exp(middle):.3g}")
        yield Outlier(a, rule, 2.0 + excess, x[b] * math.exp(middle) / band, x[b] * math.exp(middle) * band, (a, b), (b,),
                      line)


def _related(numbers: Numbers, keys: Mapping[str, object], facts: Sequence[Fact], x: Sequence[float]) -> Iterator[Outlier]:
    """A row's share of its whole should be alike across related indicators."""
    words = keys["indicators"]
    names = [numbers.names.name(str(word), "indicator") for word in (words if isinstance(words, list | tuple) else ())]
    wholes = {numbers.names.name(str(fact.keys["part"]), "region"): numbers.names.name(str(fact.keys["whole"]), "region")
              for fact in facts if fact.kind == "region_part_of"}
    rows: dict[tuple[str, str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for number in numbers.all:
        if number.is_claim or number.indicator not in names or number.region not in wholes:
            continue
        whole = numbers.near(number.table, (wholes[number.region], *number.key[1:]))
        if whole is not None and x[number.index] > 0 and x[whole] > 0:
            rows[number.table, *number.key[:3]].append((number.index, whole))
    for pairs in rows.values():
        if len(pairs) < 3:
            continue
        for position, (part, whole) in enumerate(pairs):
            others = [math.log(x[a] / x[b]) for k, (a, b) in enumerate(pairs) if k != position]
            middle = statistics.median(others)
            spread = statistics.median(abs(each - middle) for each in others)
            threshold = max(_RELATED_FLOOR, _SPREADS * spread)
            excess = abs(math.log(x[part] / x[whole]) - middle) - threshold
            if excess > 0:
                band = math.exp(threshold)
                evidence = tuple(index for pair in pairs for index in pair)
                line = (f"{numbers.all[part].printed.text} / {numbers.all[whole].printed.text} = "
                        f"{100 * x[part] / x[whole]:.3g}%; {100 * math.exp(middle):.3g}%")
                yield Outlier(part, "related", 2.0 + excess, x[whole] * math.exp(middle) / band,
                              x[whole] * math.exp(middle) * band, evidence, (whole,), line)


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


def _jumps(numbers: Numbers, years: Mapping[str, tuple[float, int, int]], x: Sequence[float], smooth: float) -> Iterator[Outlier]:
    """Years whose implied total stands out from the line through the years about it."""
    ordered = [years[period] for period in sorted(years)]
    if len(ordered) < 3:
        return
    steps = [later[0] - earlier[0] for earlier, later in pairwise(ordered)]
    for position, (log_total, share, amount) in enumerate(ordered):
        left = ordered[position - 1][0] if position else None
        right = ordered[position + 1][0] if position + 1 < len(ordered) else None
        usual = statistics.median(step for k, step in enumerate(steps) if k not in (position - 1, position)) if len(
            steps) > 2 else 0.0
        expected = ((left + right) / 2 if left is not None and right is not None
                    else left + usual if left is not None else right - usual if right is not None else log_total)
        excess = abs(log_total - expected) - max(smooth, abs(usual))
        if excess > 0:
            total = math.exp(expected)
            number = numbers.all[amount]
            implied, usual_total = (each * 100 / number.measure.factor for each in (math.exp(log_total), total))
            percent = numbers.all[share].printed.text.strip().rstrip("%％")
            line = f"{number.printed.text} / {percent}% = {implied:.4g}; {usual_total:.4g}"
            evidence = tuple(index for _, s, a in ordered for index in (s, a))
            yield Outlier(amount, "hidden_total", 2.0 + excess, x[share] * total * math.exp(-_SMOOTH),
                          x[share] * total * math.exp(_SMOOTH), evidence, (share,), line)

