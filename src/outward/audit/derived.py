"""Columns that follow from other columns: ratios, growth rates, shares; found by their names and by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from outward.audit.documents import Fact
from outward.audit.grids import Grid
from outward.audit.naming import is_total, period_before
from outward.audit.phrases import Growth, Indicator, Level, Per, Share, parse_indicator
from outward.vocabulary.catalogue import spelling_key

MOST = 0.6  # of the rows that a rule must hold in
NAMED = 0.34  # what a rule that the header states needs less
ROOM = 1.02  # what rounding allows, with a little for the floats
_BITS = 8.0  # what rows must say beyond luck: one chance in 256
MOST_COLUMNS = 14  # of a search over pairs or signs

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vote:
    """How many rows hold, of how many, and what that says in bits."""

    holds: int
    count: int
    bits: float

    @property
    def share(self) -> float:
        """The share of rows that hold."""
        return self.holds / self.count if self.count else 0.0

    def carries(self, *, named: bool = False) -> bool:
        """Whether most rows hold, and luck does not explain it; of what a header states, less is asked."""
        if named:
            return self.count > 0 and self.share >= NAMED
        return self.count >= 2 and self.share >= MOST and self.bits >= _BITS


def vote(miss: Array, slack: Array, spread: Array | None = None) -> Vote:
    """Count the rows that a rule holds in.

    Parameters
    ----------
    miss, slack : numpy.ndarray, shape (rows,)
        By how much the rule misses, and what rounding allows; nan where a number is missing.
    spread : numpy.ndarray, shape (rows,), optional
        The sizes that the miss could have had, were there no rule; without it nothing is said in bits.
    """
    known = np.isfinite(miss) & np.isfinite(slack)
    if not known.any():
        return Vote(0, 0, 0.0)
    kept = known & (np.abs(np.where(known, miss, 0.0)) <= np.where(known, slack, 0.0) * ROOM + 1e-12)
    bits = 0.0
    if spread is not None and kept.any():
        room = np.maximum(slack[kept], 1e-12)
        bits = float(np.clip(np.log2(np.maximum(spread[kept], 1e-12) / room), 0.0, 12.0).sum())
    return Vote(int(kept.sum()), int(known.sum()), bits)


def spread_of(values: Array) -> Array:
    """How far a column's values lie apart: by the deviation from their mean, for each row the same."""
    known = values[np.isfinite(values)]
    if known.size < 2:
        return np.full(values.shape, np.abs(known).sum() * 0.5 if known.size else 0.0)
    return np.full(values.shape, float(np.abs(known - known.mean()).mean()))


def growths(grid: Grid, taken: set[str]) -> Iterator[Fact]:
    """Per cent columns that are the growth of a column on the year before."""
    before = grid.shifted(2, {period: period_before(period) for period in grid.axis(2)})
    if not (before >= 0).any():
        return
    for p in grid.percents():
        if grid.word(p) in taken:
            continue
        found = _best(grid, p, grid.levels(), partial(_growth_vote, grid, p, before), Growth)
        if found is not None:
            yield _fact("growth", table=grid.table, indicator=grid.word(p), of=grid.word(found))


def _growth_vote(grid: Grid, p: int, before: NDArray[np.int64], of: int) -> Vote:
    base, half = grid.moved(before, of)
    miss, slack = _quotient(grid, p, grid.values[:, of], grid.halves[:, of], base, half, 100.0, -100.0)
    return vote(miss, slack, np.maximum(spread_of(grid.values[:, p]), 1.0))


def _best(grid: Grid, p: int, candidates: Sequence[int], tally: Callable[[int], Vote],
          form: type[Growth] | type[Share]) -> int | None:
    """The column that a header names and that holds in some rows, else the one that holds in most."""
    phrase = parse_indicator(grid.word(p))
    named = _column_of(grid, phrase.of) if isinstance(phrase, form) else None
    if named in candidates and named is not None and tally(named).carries(named=True):
        return named
    votes = [(tally(of), of) for of in candidates if of != p]
    votes = [(each, of) for each, of in votes if each.carries()]
    return max(votes, key=lambda each: (each[0].share, each[0].bits, -each[1]))[1] if votes else None


def _column_of(grid: Grid, phrase: Indicator) -> int | None:
    """The column of a name."""
    if not isinstance(phrase, Level):
        return None
    key = spelling_key(phrase.name)
    return next((at for at in range(len(grid.columns)) if spelling_key(grid.word(at)) == key), None)


def _quotient(grid: Grid, p: int, above: Array, above_half: Array, below: Array, below_half: Array, scale: float,
              offset: float = 0.0) -> tuple[Array, Array]:
    """By how much a column misses scale x above / below + offset, and the slack."""
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = scale * above / below
        slack = np.abs(scale / below) * above_half + np.abs(quotient / below) * below_half + grid.halves[:, p]
    return quotient + offset - grid.values[:, p], slack


def shares_of_total(grid: Grid, taken: set[str]) -> Iterator[Fact]:
    """Per cent columns that are each row's share of a total row."""
    for item in [name for name, word in grid.items.items() if is_total(word)] or _greatest(grid):
        at = grid.shifted(1, dict.fromkeys(grid.axis(1), item))
        for p in grid.percents():
            if grid.word(p) in taken:
                continue
            found = _best(grid, p, grid.levels(), partial(_share_vote, grid, p, at), Share)
            if found is not None:
                taken.add(grid.word(p))
                yield _fact("share_of_total", table=grid.table, indicator=grid.word(p), of=grid.word(found),
                            total=grid.items[item])


def _greatest(grid: Grid) -> list[str]:
    """The items that are the greatest of some column: only these can be a total."""
    found = [grid.rows[int(np.nanargmax(grid.values[:, column]))][1] for column in grid.levels()
             if np.isfinite(grid.values[:, column]).any()]
    return list(dict.fromkeys(found))


def _share_vote(grid: Grid, p: int, at: NDArray[np.int64], of: int) -> Vote:
    below, half = grid.moved(np.where(at == np.arange(len(at)), -1, at), of)
    miss, slack = _quotient(grid, p, grid.values[:, of], grid.halves[:, of], below, half, 100.0)
    return vote(miss, slack, spread_of(grid.values[:, p]))


def ratios(grid: Grid, taken: set[str]) -> Iterator[Fact]:
    """Columns that are one column divided by another, exactly or nearly."""
    for p in range(len(grid.columns)):
        if grid.word(p) in taken or grid.measures[p].dimension in ("rank", "points"):
            continue
        found = _ratio_of(grid, p, taken)
        if found is None:
            continue
        taken.add(grid.word(p))
        num, den, scale, band = found
        words = {"table": grid.table, "indicator": grid.word(p), "num": grid.word(num), "den": grid.word(den),
                 "scale": scale}
        yield _fact("ratio_approx", **words, band=band) if band else _fact("ratio", **words)
        if not band and grid.measures[p].dimension == "percent" and _are_parts(grid, p, num, den):
            yield _fact("at_most", table=grid.table, part=grid.word(num), whole=grid.word(den))


def _are_parts(grid: Grid, p: int, num: int, den: int) -> bool:
    """Whether a ratio is of a part to its whole: under 100 in every row, and so named."""
    known = grid.values[:, p][np.isfinite(grid.values[:, p])]
    stated = isinstance(parse_indicator(grid.word(p)), Share)
    less = grid.values[:, num] <= grid.values[:, den]
    both = np.isfinite(grid.values[:, num]) & np.isfinite(grid.values[:, den])
    return bool(stated and np.median(known) < 100 and (known >= 0).all() and less[both].mean() >= 0.8)


def _ratio_of(grid: Grid, p: int, taken: set[str]) -> tuple[int, int, float, float] | None:
    levels = [column for column in grid.levels() if grid.word(column) not in taken and column != p][:MOST_COLUMNS]
    named = _named_ratio(grid, p)
    found: list[tuple[bool, float, float, int, int, float]] = []
    for num, den in product(levels, levels):
        scale = _scale(grid, p, num, den) if num != den else None
        if scale is not None:
            tally = _ratio_vote(grid, p, num, den, scale)
            if tally.carries(named=(num, den) == named):
                found.append(((num, den) == named, tally.share, tally.bits, num, den, scale))
    if found:
        *_, num, den, scale = max(found, key=lambda each: each[:3])
        return num, den, scale, 0.0
    return _approximate(grid, p, levels)


def _named_ratio(grid: Grid, p: int) -> tuple[int | None, int | None]:
    match parse_indicator(grid.word(p)):
        case Share(of, whole):
            return _column_of(grid, of), _column_of(grid, Level(whole))
        case Per(num, den):
            return _column_of(grid, num), _column_of(grid, den)
    return None, None


def _factor(grid: Grid, p: int, num: int, den: int, scale: float) -> float:
    """A scale of printed numbers, for base units."""
    return scale * grid.measures[p].factor / grid.measures[num].factor * grid.measures[den].factor


def _ratio_vote(grid: Grid, p: int, num: int, den: int, scale: float) -> Vote:
    miss, slack = _quotient(grid, p, grid.values[:, num], grid.halves[:, num], grid.values[:, den], grid.halves[:, den],
                            _factor(grid, p, num, den, scale))
    return vote(miss, slack, np.maximum(spread_of(grid.values[:, p]), np.abs(grid.values[:, p]) * 0.1))


def _approximate(grid: Grid, p: int, levels: Sequence[int]) -> tuple[int, int, float, float] | None:
    """A ratio that holds within some per cent: an average by survey beside the quotient of totals."""
    if grid.measures[p].dimension == "percent":
        return None
    best: tuple[float, int, int, float] | None = None
    for num, den in product(levels, levels):
        scale = _scale(grid, p, num, den, room=0.03) if num != den else None
        if scale is None:
            continue
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log(_factor(grid, p, num, den, scale) * grid.values[:, num] / grid.values[:, den]
                          / grid.values[:, p])
        logs = np.abs(logs[np.isfinite(logs)])
        if logs.size >= 4 and (logs <= 0.06).mean() >= 0.75:
            typical = float(np.median(logs))
            if best is None or typical < best[0]:
                best = typical, num, den, scale
    return None if best is None else (best[1], best[2], best[3], round(max(0.06, 4 * best[0]), 3))


def _scale(grid: Grid, p: int, num: int, den: int, room: float = 0.01) -> float | None:
    """The power of ten of a ratio: 100 for a per cent of one unit, else what most rows say."""
    if grid.measures[p].dimension == "percent":
        same = grid.measures[num].dimension == grid.measures[den].dimension
        return 100.0 * grid.measures[num].factor / grid.measures[den].factor if same else None
    logs = grid.logs[:, p] + grid.logs[:, den] - grid.logs[:, num]
    logs = np.sort(logs[np.isfinite(logs)])
    if logs.size < 2:
        return None
    middle = float(logs[(logs.size - 1) // 2] + logs[logs.size // 2]) / 2  # the median; numpy's takes ten times as long
    return 10.0 ** round(middle) if abs(middle - round(middle)) < room else None


def _fact(kind: str, **keys: object) -> Fact:
    return Fact(kind, keys, declared=False)
