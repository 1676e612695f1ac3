"""Signals in the stream of reported events: what was reported of a country far more than its own past would let expect.

A signal says that more was *reported*, never that more happened: the counts are of reports that a program coded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outward.errors import DataGapError, InvalidValueError
from outward.risk.changes import changes
from outward.risk.counts import COLUMNS
from outward.risk.detection import (
    Floats,
    discoveries,
    exceedance,
    overdispersion,
    robust_z,
    surprise,
)
from outward.risk.event_kinds import Category, event_kinds
from outward.risk.online import cusum, cusum_run_length

Level = Literal["watch", "warning", "alarm"]

STATUS: Final = "reported events"
"""What every signal is: reports, not incidents that somebody confirmed."""

_CLIP = 4.0  # of a day's surprise in the running sum: one wild day alone is not a drift
_KIND_QUANTILE = 0.75


@dataclass(frozen=True, slots=True)
class SignalChoices:
    """What could have been decided otherwise; the reasons stand in docs/methods/risk-signals.md."""

    window: int = 90  # days before, to which a day is held
    least_days: int = 30  # of them, on which a country must have been monitored
    floor: float = 10.0  # events of all kinds reported a day, below which a country counts as not monitored
    false_discoveries: float = 0.05  # share of signals, expected, that chance alone made
    least_events: int = 3  # fewer are no signal
    foreign_warning: float = 0.6  # share of events told by outlets of other countries, above which it is said
    drift_days: int = 30  # newest days over which a slow rise is looked for
    drift_decision: float = 8.0  # decision limit of the CUSUM, in standard deviations

    def __post_init__(self) -> None:
        if not (self.window >= self.least_days >= 10 and self.floor >= 1 and 0 < self.false_discoveries < 1
                and self.least_events >= 1 and 2 <= self.drift_days <= 365 and self.window <= 3660
                and self.drift_decision > 0 and 0 <= self.foreign_warning <= 1):
            raise InvalidValueError(f"{self}", "signals, choices",
                                    "Give a window of 10 to 3660 days, shares within 0 and 1, and limits above 0.")


@dataclass(frozen=True, slots=True)
class Signal:
    """A surge of reported events of one kind in one country on one day."""

    day: date
    country: str  # iso3
    kind: str
    category: Category | None
    level: Level
    events: int  # distinct events reported
    mentions: int
    sources: int
    expected: float  # events, had the share of the 90 days before held
    share: float  # of all events reported of the country on the day, 0..1
    z: float  # robust z of log1p(events per 1,000 reported); nan where the past shows no spread
    p: float  # probability of as many or more, had nothing changed
    q: float  # smallest false discovery rate at which it is a signal
    foreign: float  # share of events told by outlets of other countries, of those whose outlet is known; nan: none is
    located: int  # events whose outlet's country is known
    is_mostly_foreign: bool
    history: tuple[float, ...]  # events per 1,000 reported of the country, day by day to this one; nan: not monitored
    turned: tuple[tuple[date, bool], ...]  # days with which its level changed, and whether every penalty finds it
    status: str = STATUS


@dataclass(frozen=True, slots=True)
class Drift:
    """A rise too slow for any one day: a CUSUM above its limit. False discovery is not controlled for these."""

    country: str
    kind: str
    category: Category | None
    since: date  # day on which the sum last left zero
    sum: float  # standard deviations


@dataclass(frozen=True, slots=True)
class Unmonitored:
    """A country of which too little was reported to say anything."""

    country: str
    on_day: float  # events of all kinds reported on the day
    days: int  # of the window, on which it was monitored


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of a day, the most certain first, and what could not be looked at."""

    on: date
    signals: tuple[Signal, ...]
    drifts: tuple[Drift, ...]
    tested: int  # cells of country and kind
    chance_drifts: float  # drifts to be expected, at most, were nothing happening
    unmonitored: tuple[Unmonitored, ...]
    missing_days: tuple[date, ...]  # of the window, that no file covers: they are missing, not zero
    choices: SignalChoices


def signals(counts: pd.DataFrame, covered: Iterable[date], on: date, choices: SignalChoices | None = None) -> Signals:
    """Find the surges of reported events on a day, at a stated rate of false discoveries.

    Each cell, a country and a kind, is held to its own share of what was reported of the country on the days before.
    All cells of the day are tested together.

    Parameters
    ----------
    counts : pandas.DataFrame
        Columns ``outward.risk.counts.COLUMNS``: a row for each day, country and kind with events.
    covered : iterable of datetime.date
        Days that files cover. On a covered day a kind without a row was reported zero times; any other day is missing.
    on : datetime.date
        The day.
    choices : SignalChoices, optional
        Window, floors and limits.

    Returns
    -------
    Signals
        In the order of q, then country and kind.

    Raises
    ------
    DataGapError
        If no file covers the day.
    MissingDependencyError
        If there are signals and ruptures, which looks back for the days with which levels changed, is not installed.
    InvalidValueError
        If a column is missing, or a count is negative or no number.

    References
    ----------
    See ``outward.risk.detection`` and ``outward.risk.online`` for each step. Share of volume, and reports rather than
    incidents: Wang, W., R. Kennedy, D. Lazer and N. Ramakrishnan (2016), "Growing pains for global monitoring of
    societal events", Science 353, 1502-1503.

    Examples
    --------
    >>> days = pd.date_range("2024-01-01", periods=61).date
    >>> rows = [(day, "ZMB", kind, 40 if kind == "other" else 2, 10, 5, 0, 0) for day in days
    ...         for kind in ("other", "protest")]
    >>> rows[-1] = (days[-1], "ZMB", "protest", 25, 90, 30, 0, 0)
    >>> found = signals(pd.DataFrame(rows, columns=list(COLUMNS)), days, days[-1])
    >>> [(each.country, each.kind, each.level, round(each.expected, 1)) for each in found.signals]
    [('ZMB', 'protest', 'alarm', 3.1)]
    """
    chosen = choices or SignalChoices()
    cube = _cube(counts, covered, on, chosen)
    window = cube.events[:, :, -1 - chosen.window:-1]
    volumes = np.where(cube.monitored, cube.volume, np.nan)
    days = cube.monitored[:, -1 - chosen.window:-1].sum(axis=1)
    tested = cube.monitored[:, -1] & (days >= chosen.least_days)
    unmonitored = tuple(Unmonitored(country, float(cube.volume[place, -1]), int(days[place]))
                        for place, country in enumerate(cube.countries) if not tested[place])
    kinds = [place for place, kind in enumerate(cube.kinds) if event_kinds()[kind].is_watched]
    before = volumes[:, None, -1 - chosen.window:-1]
    p = np.full(cube.events.shape[:2], np.nan)
    expected = np.full_like(p, np.nan)
    if tested.any():
        at = np.ix_(tested, kinds)
        past, exposures = window[at], np.broadcast_to(before[tested], window[at].shape)
        usual = np.quantile(overdispersion(past, exposures), _KIND_QUANTILE, axis=0)
        p[at], expected[at], _ = exceedance(cube.events[:, :, -1][at], cube.volume[tested, -1, None], past, exposures,
                                            usual[None, :])
    q = discoveries(p.ravel()).reshape(p.shape)
    z = robust_z(cube.per_thousand[:, :, -1], cube.per_thousand[:, :, -1 - chosen.window:-1], least=chosen.least_days)
    found = [(country, kind) for country, kind in np.argwhere(q <= chosen.false_discoveries)
             if cube.events[country, kind, -1] >= chosen.least_events]
    made = [_signal(cube, country, kind, on, expected, z, p, q, chosen) for country, kind in found]
    drifts = _drifts(cube, tested, kinds, on, chosen)
    cells = int(tested.sum()) * len(kinds)
    by_chance = cells * min(1.0, chosen.drift_days / cusum_run_length(0.0, decision=chosen.drift_decision))
    return Signals(on, tuple(sorted(made, key=lambda each: (each.q, each.p, each.country, each.kind))), drifts, cells,
                   by_chance, unmonitored, cube.missing, chosen)


@dataclass(frozen=True, slots=True, eq=False)
class _Cube:
    """Counts as arrays of countries, kinds and days; the last day is the one looked at."""

    countries: list[str]
    kinds: list[str]
    events: Floats  # (country, kind, day); nan where the country was not monitored
    volume: Floats  # (country, day): events of all kinds
    monitored: NDArray[np.bool_]  # (country, day)
    last: NDArray[np.int64]  # (country, kind, measure) on the last day: mentions, sources, foreign, located
    missing: tuple[date, ...]

    @property
    def per_thousand(self) -> Floats:
        """log1p of events per 1,000 reported of the country."""
        volume = np.where(self.monitored, self.volume, np.nan)[:, None, :]
        return np.asarray(np.log1p(1000.0 * self.events / volume))


def _cube(counts: pd.DataFrame, covered: Iterable[date], on: date, chosen: SignalChoices) -> _Cube:
    if lacking := [name for name in COLUMNS if name not in counts.columns]:
        raise InvalidValueError(f"no column {', '.join(lacking)}", "signals, counts", f"Give {', '.join(COLUMNS)}.")
    length = chosen.window + chosen.drift_days
    first = on.toordinal() - length + 1
    known = {day.toordinal() - first for day in covered}
    if length - 1 not in known:
        raise DataGapError(f"no file covers {on.isoformat()}", "signals",
                           "Count a file of that day, or ask for a day that one covers.")
    ordinals = pd.to_datetime(counts["day"]).to_numpy(dtype="datetime64[D]").astype(np.int64) + _EPOCH - first
    taken = counts[(ordinals >= 0) & (ordinals < length)]
    ordinals = ordinals[(ordinals >= 0) & (ordinals < length)]
    kinds = list(event_kinds())
    countries = sorted({str(each) for each in taken["country"].unique()})
    country = pd.Categorical(taken["country"].astype(str), categories=countries).codes.astype(np.int64)
    kind = pd.Categorical(taken["kind"].astype(str), categories=kinds).codes.astype(np.int64)
    numbers = taken[list(COLUMNS[3:])].to_numpy(dtype=float)
    if (kind < 0).any() or not np.isfinite(numbers).all() or (numbers < 0).any():
        raise InvalidValueError("a kind nobody defined, or a count that is negative or no number", "signals, counts",
                                "Count the event files anew by outward risk stream.")
    events = np.zeros((len(countries), len(kinds), length))
    np.add.at(events, (country, kind, ordinals), numbers[:, 0])
    last = np.zeros((len(countries), len(kinds), 4), dtype=np.int64)
    is_last = ordinals == length - 1
    np.add.at(last, (country[is_last], kind[is_last]), numbers[is_last, 1:].astype(np.int64))
    volume = events.sum(axis=1)
    has_file = np.array([place in known for place in range(length)])
    monitored = has_file[None, :] & (volume >= chosen.floor)
    missing = tuple(date.fromordinal(first + place) for place in range(chosen.drift_days - 1, length)
                    if not has_file[place])
    return _Cube(countries, kinds, np.where(monitored[:, None, :], events, np.nan), volume, monitored, last, missing)


_EPOCH: Final = date(1970, 1, 1).toordinal()


def _signal(cube: _Cube, country: int, kind: int, on: date, expected: Floats, z: Floats, p: Floats, q: Floats,
            chosen: SignalChoices) -> Signal:
    events = int(cube.events[country, kind, -1])
    mentions, sources, foreign, located = (int(each) for each in cube.last[country, kind])
    share = foreign / located if located else np.nan
    name = cube.kinds[kind]
    level = cube.per_thousand[country, kind]
    turns = changes(level)
    turned = tuple((date.fromordinal(on.toordinal() - len(level) + 1 + place), turns.is_firm(place))
                   for place in turns.at)
    return Signal(
        on, cube.countries[country], name, event_kinds()[name].category, _level(q[country, kind], z[country, kind]),
        events, mentions, sources, float(expected[country, kind]), events / float(cube.volume[country, -1]),
        float(z[country, kind]), float(p[country, kind]), float(q[country, kind]), share, located,
        bool(share > chosen.foreign_warning), tuple(np.expm1(level).tolist()), turned)


def _level(q: float, z: float) -> Level:
    """Grade a signal: by how sure it is and, where its past shows spread, by how far out it lies."""
    if q <= 0.001 and not z < 5:
        return "alarm"
    return "warning" if q <= 0.01 and not z < 3 else "watch"


def _drifts(cube: _Cube, tested: NDArray[np.bool_], kinds: list[int], on: date, chosen: SignalChoices
            ) -> tuple[Drift, ...]:
    """Find slow rises: the newest days against the window before them, which a rise has not yet touched.

    What is added up is each day's surprise in normal deviates, from the same predictive distribution as the surges: a
    robust z of rare events is far from normal, and its sums would give false alarms.
    """
    split = cube.events.shape[2] - chosen.drift_days
    places = [(country, kind) for country in np.flatnonzero(tested) for kind in kinds
              if cube.monitored[country, :split].sum() >= chosen.least_days]
    if not places:
        return ()
    country, kind = np.array(places).T
    counts = cube.events[country, kind]
    volumes = np.where(cube.monitored, cube.volume, np.nan)[country]
    past, exposures = counts[:, :split], volumes[:, :split]
    usual = overdispersion(past, exposures)
    of_kind = np.zeros(len(cube.kinds))
    for each in kinds:
        of_kind[each] = np.quantile(usual[kind == each], _KIND_QUANTILE)
    newest = surprise(counts[:, split:], volumes[:, split:], past, exposures, of_kind[kind])
    sums, since = cusum(np.clip(newest, -_CLIP, _CLIP), decision=chosen.drift_decision)
    found = [Drift(cube.countries[country[place]], cube.kinds[kind[place]],
                   event_kinds()[cube.kinds[kind[place]]].category,
                   date.fromordinal(on.toordinal() - int(since[place, -1]) + 1), float(sums[place, -1]))
             for place in np.flatnonzero(sums[:, -1] > chosen.drift_decision)]
    return tuple(sorted(found, key=lambda each: (-each.sum, each.country, each.kind)))
