"""Synthetic counts of reported events: countries, kinds and days with a share each, and nothing happening."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from outward.risk.counts import COLUMNS
from outward.risk.event_kinds import event_kinds

LAST = date(2024, 5, 1)
LENGTH = 120
DAYS = [LAST - timedelta(days=back) for back in range(LENGTH - 1, -1, -1)]
KINDS = tuple(event_kinds())


def quiet(seed: int, *, countries: int = 40, dispersion: float = 0.0, volume: float = 200.0,
          last_volume: float = 1.0) -> pd.DataFrame:
    """Draw counts of days in which every country's share of each kind stays what it is.

    ``last_volume`` says how many times as much as usual is reported of everything on the last day.
    """
    draw = np.random.default_rng(seed)
    shares = draw.dirichlet(np.full(len(KINDS), 0.7), countries)
    volumes = volume * np.exp(draw.normal(0, 0.8, (countries, 1)) + draw.normal(0, 0.3, (countries, LENGTH)))
    volumes[:, -1] *= last_volume
    means = shares[:, :, None] * volumes[:, None, :]
    if dispersion:
        means = means * draw.gamma(1 / dispersion, dispersion, means.shape)
    events = draw.poisson(means)
    country, kind, day = np.nonzero(events)
    number = events[country, kind, day]
    return pd.DataFrame({
        "day": pd.to_datetime([DAYS[place] for place in day]), "country": [f"C{place:02}" for place in country],
        "kind": [KINDS[place] for place in kind], "events": number, "mentions": number * 3, "sources": number,
        "foreign": 0, "located": 0})[list(COLUMNS)]


def with_cell(counts: pd.DataFrame, country: str, kind: str, day: date, **cells: int) -> pd.DataFrame:
    """Put a cell in another's place."""
    kept = counts[~((counts["country"] == country) & (counts["kind"] == kind)
                    & (counts["day"] == pd.Timestamp(day)))]
    row = {"day": pd.Timestamp(day), "country": country, "kind": kind, "mentions": 0, "sources": 0, "foreign": 0,
           "located": 0, **cells}
    return pd.concat([kept, pd.DataFrame([row])], ignore_index=True)[list(COLUMNS)]
