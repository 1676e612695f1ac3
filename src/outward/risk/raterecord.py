"""The record of the exchange-rate monitor: what its alerts would have been worth, beside a plain rule and chance.

Every level of a month is computed from that month and those before it alone; what followed is looked at only here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from outward.errors import InvalidValueError
from outward.risk.detection import Floats
from outward.vocabulary.labels import Label
from outward.vocabulary.warning_levels import LEVELS

_KNOWN_OF_HORIZON: Final = 0.8  # of the months after an alert, that must be known before it is called false


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A stretch of one currency in one unit: rates and levels (0 quiet to 3 alarm) by month."""

    start: int  # place of its first month among all months
    rates: Floats
    levels: NDArray[np.int64]

    @property
    def end(self) -> int:
        """Place after its last month."""
        return self.start + len(self.rates)


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """What one rule's alerts were worth. An alert is a month in which the rule begins to hold."""

    rule: str  # "watch", "warning", "alarm": that level or above; "naive": the plain rule
    name: Label
    alerts: int
    alerts_a_year: float  # over all currencies together
    hits: int  # followed by the depreciation within the horizon
    false_alarms: int  # not followed by it
    undecided: int  # the horizon is not over, or its rates are missing
    precision: float  # hits / (hits + false alarms); nan where there are none
    episodes: int  # depreciations: stretches of months from which it was still to come within the horizon
    caught: int  # with the rule holding in a month of the stretch
    missed: int
    recall: float
    lead_months: float  # median, from the first such month to the month in which the depreciation was reached


@dataclass(frozen=True, slots=True)
class RateRecord:
    """The record of all rules on the same months."""

    rules: tuple[RuleRecord, ...]
    depreciation: float  # ratio, within the horizon
    horizon: int  # months
    first: str  # first month judged
    last: str
    series: int  # currencies in one unit that were long enough to be judged
    months: int  # months of all of them that were judged and decided
    base_rate: float  # share of these months that the depreciation followed: the precision of alerts by lot


def rate_record(segments: Sequence[Segment], months: Sequence[str], *, depreciation: float = 0.25, horizon: int = 12,
                naive: float = 0.10, first_judged: int = 36) -> RateRecord:
    """Judge levels by what followed: a rate that rose by ``depreciation`` or more within ``horizon`` months.

    Parameters
    ----------
    segments : sequence of Segment
        Rates with levels.
    months : sequence of str
        All months, in order.
    depreciation, horizon : float, int
        What an alert should be followed by: the highest rate of the months after stands so much above the month's own.
    naive : float
        The plain rule: a rise of the rate over the last three months by so much.
    first_judged : int
        Months at the beginning of a segment that are not judged, for too little came before them.

    Returns
    -------
    RateRecord
        Rules "watch", "warning", "alarm", "naive", in this order.

    Raises
    ------
    InvalidValueError
        If a parameter is out of range.

    Examples
    --------
    >>> rates = np.array([10.0] * 40 + [10.5, 12.0, 13.0] + [13.0] * 20)
    >>> levels = np.array([0] * 40 + [1] * 3 + [0] * 20)
    >>> found = rate_record([Segment(0, rates, levels)], [str(place) for place in range(63)])
    >>> watch = found.rules[0]
    >>> watch.hits, watch.false_alarms, watch.episodes, watch.caught, watch.lead_months
    (0, 1, 1, 0, nan)
    """
    if not (depreciation > 0 and 1 <= horizon <= 120 and naive > 0 and first_judged >= 3):
        raise InvalidValueError(f"depreciation {depreciation}, horizon {horizon}, naive {naive}, from {first_judged}",
                                "rate_record", "Give positive shares, 1 to 120 months, and 3 months or more.")
    judged = [_Judged(segment, depreciation, horizon, first_judged) for segment in segments
              if np.isfinite(segment.rates).sum() > first_judged]
    places = [each.segment.start + int(place) for each in judged for place in np.flatnonzero(each.is_judged)]
    decided = np.concatenate([each.followed[each.is_judged] for each in judged] or [np.empty(0)])
    decided = decided[~np.isnan(decided)]
    span = (max(places) - min(places) + 1) / 12 if places else float("nan")
    rules: list[tuple[str, Label, Callable[[Segment], NDArray[np.bool_]]]] = [
        (level, _NAMES[level], lambda segment, least=place: segment.levels >= least)  # type: ignore[misc]
        for place, level in enumerate(LEVELS) if place]
    rules.append(("naive", Label(f"rose by {naive:.0%} or more over three months", f"三个月内升幅达{naive:.0%}以上"),
                  lambda segment: _three_months(segment.rates) >= naive))
    return RateRecord(
        tuple(_record(id, name, [(each, holds(each.segment)) for each in judged], span) for id, name, holds in rules),
        depreciation, horizon, months[min(places)] if places else "", months[max(places)] if places else "",
        len(judged), int(decided.size), float(decided.mean()) if decided.size else float("nan"))


_NAMES: Final = {
    "watch": Label("watch or above: a leap or a drift", "关注及以上：异动或漂移"),
    "warning": Label("warning or above: a leap and a drift", "预警及以上：异动且漂移"),
    "alarm": Label("alarm: a crash under way", "警报：货币危机进行中"),
}


def _three_months(rates: Floats) -> Floats:
    found = np.full(rates.shape, np.nan)
    found[3:] = rates[3:] / rates[:-3] - 1.0
    return found


class _Judged:
    """A segment with what followed each month: 1 the depreciation, 0 none, nan not decided; and when it was reached."""

    __slots__ = ("followed", "is_judged", "reached", "segment")

    def __init__(self, segment: Segment, depreciation: float, horizon: int, first_judged: int) -> None:
        self.segment = segment
        rates = segment.rates
        length = len(rates)
        padded = np.concatenate([rates, np.full(horizon, np.nan)])
        after = np.lib.stride_tricks.sliding_window_view(padded, horizon)[1:length + 1]
        crossed = after >= rates[:, None] * (1.0 + depreciation)
        has_crossed = crossed.any(axis=1)
        is_known = np.isfinite(after).sum(axis=1) >= np.ceil(_KNOWN_OF_HORIZON * horizon)
        is_over = np.arange(length) + horizon < length
        self.followed = np.where(has_crossed, 1.0, np.where(is_known & is_over, 0.0, np.nan))
        self.reached = np.arange(length) + 1 + crossed.argmax(axis=1)
        self.is_judged = np.isfinite(rates) & (np.arange(length) >= first_judged)


def _record(id: str, name: Label, cases: Sequence[tuple[_Judged, NDArray[np.bool_]]], span: float) -> RuleRecord:
    outcomes: list[float] = []
    leads: list[int] = []
    episodes = 0
    for each, holds in cases:
        begins = holds & ~np.concatenate([[False], holds[:-1]]) & each.is_judged
        outcomes += each.followed[begins].tolist()
        coming = np.flatnonzero((each.followed == 1) & each.is_judged)
        for stretch in np.split(coming, np.flatnonzero(np.diff(coming) > 1) + 1) if coming.size else []:
            episodes += 1
            warned = stretch[holds[stretch]]
            if warned.size:
                leads.append(int(each.reached[warned[0]] - warned[0]))
    hits, false_alarms = outcomes.count(1.0), outcomes.count(0.0)
    return RuleRecord(
        id, name, len(outcomes), len(outcomes) / span, hits, false_alarms, len(outcomes) - hits - false_alarms,
        hits / (hits + false_alarms) if hits + false_alarms else np.nan, episodes, len(leads), episodes - len(leads),
        len(leads) / episodes if episodes else np.nan, float(np.median(leads)) if leads else np.nan)
