"""A back-test of one event on a panel's folder: forecasts, scores beside baselines, intervals, and levels' records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from outward.errors import InvalidValueError
from outward.risk.backtest import Backtest, backtest
from outward.risk.events import event
from outward.risk.forecasts import Forecast, Model
from outward.risk.levels import LevelRecord, Policy, level_records
from outward.risk.panel import Lag
from outward.risk.skill import ReliabilityBin, Scores, auroc, interval_over_groups, reliability
from outward.studies.risks.outlook import Track, track_of, track_scores
from outward.studies.risks.panel_folder import read_panel

WRITTEN: Final[tuple[Model, ...]] = ("ensemble", "logit", "boosting", "persistence", "climatology")
_SEED: Final = 20161231
_LONGEST: Final = 200  # target years of one back-test


@dataclass(frozen=True, slots=True, eq=False)
class Backtested:
    """What a back-test found; scores are empty where no outcome is known yet."""

    made: Backtest
    track: Track
    scores: dict[Model, Scores]
    auroc_interval: tuple[float, float]  # 90 %, by a bootstrap over countries; of the ensemble
    reliability: tuple[ReliabilityBin, ...]
    records: tuple[LevelRecord, ...]

    def forecasts(self) -> tuple[Forecast, ...]:
        """Give the forecasts that a file holds."""
        return tuple(self.made.forecasts(WRITTEN))


def back_test(id: str, folder: Path, *, first: int, last: int, lag: Lag = "known", policy: Policy | None = None,
              progress: Callable[[int, int], None] = lambda _done, _of: None) -> Backtested:
    """Back-test an event on a folder of panel files.

    Parameters
    ----------
    id : str
        An event that has a model.
    folder : pathlib.Path
        The panel's files.
    first, last : int
        First and last target year; the newest need no known outcome.
    lag : {"known", "none"}
        Whether publication lags are kept.
    policy : Policy, optional
        Levels whose record is told.
    progress : callable
        Is told how many years are done, and of how many.

    Raises
    ------
    InvalidValueError
        If the years are reversed or too many.
    NotFoundError, InvalidInputError
        If the folder or a file cannot be read.
    DataGapError
        If the panel does not reach so far, or there is too little past before ``first``.
    """
    if not first <= last < first + _LONGEST:
        raise InvalidValueError(f"target years {first} to {last}", "back-test",
                                "Give a first year that is not behind the last.")
    made = backtest(event(id), read_panel(folder), first=first, last=last, lag=lag, progress=progress)
    track = track_of(made)
    said, happened = track.probability["ensemble"], track.happened
    interval = (float("nan"), float("nan"))
    if 0 < happened.sum() < len(happened):
        interval = interval_over_groups(lambda rows: auroc(said[rows], happened[rows]), track.country.astype(int),
                                        np.random.default_rng(_SEED))
    some = len(happened) > 0
    return Backtested(
        made, track, track_scores(track) if some else {}, interval, reliability(said, happened) if some else (),
        level_records(said, happened, track.country, track.year, policy or Policy()) if some else ())
