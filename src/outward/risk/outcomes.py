"""Whether an event happened: its rule, asked of a panel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outward.risk.events import EventDefinition
from outward.risk.panel import Grid, Lag, Panel, later

_SLACK = 1e-9  # indices are printed with three digits: a fall of 0.05 is one, whatever binary fractions make of it


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What happened, by country and first target year: 1, 0, or NaN where it is not known.

    ``settled_after`` is how many years after the first target year the outcome of a year is known.
    """

    happened: Grid
    settled_after: int


def outcomes(event: EventDefinition, panel: Panel, lag: Lag) -> Outcomes:
    """Ask of every country and year whether the event happened within the horizon that begins there.

    Examples
    --------
    >>> from outward.risk.events import event
    >>> from outward.risk.states import Country
    >>> from outward.vocabulary.labels import Label
    >>> panel = Panel((Country(1, "AAA", Label("A")),), np.arange(2000, 2004),
    ...               {"v2x_libdem": np.array([[0.50, 0.48, 0.45, 0.45]])}, {"v2x_libdem": 1},
    ...               np.ones((1, 4), bool), "")
    >>> outcomes(event("libdem_fall"), panel, "known").happened
    array([[nan,  1.,  0., nan]])
    """
    rule, horizon = event.rule, event.horizon
    grid = panel.grid(rule.variable)
    years = np.stack([_earlier(grid, ahead) for ahead in range(horizon)])
    base = later(grid, 1)
    if rule.test == "reaches":
        met = years >= rule.value
        defined = ~np.isnan(years).any(axis=0)
    else:
        distance = base - years if rule.test == "falls" else years - base
        met = distance >= rule.value - _SLACK
        defined = ~np.isnan(distance).any(axis=0)
        if rule.start is not None:
            met &= base == rule.start
    happened = np.where(defined, met.any(axis=0).astype(float), np.nan)
    delay = panel.lags.get(rule.variable, 0) if lag == "known" else 0
    return Outcomes(happened, horizon - 1 + delay)


def impossible(event: EventDefinition, panel: Panel, lag: Lag) -> NDArray[np.bool_]:
    """Say for which country and first target year the event cannot happen by definition, as known the year before."""
    rule = event.rule
    found = np.zeros(panel.listed.shape, dtype=bool)
    if rule.quiet_years:
        delay = panel.lags.get(rule.quiet_variable, 0) if lag == "known" else 0
        for back in range(1 + delay, rule.quiet_years + 1):
            found |= later(panel.grid(rule.quiet_variable), back) > 0
    if rule.start is not None and (lag == "none" or panel.lags.get(rule.variable, 0) == 0):
        before = later(panel.grid(rule.variable), 1)
        found |= ~np.isnan(before) & (before != rule.start)
    return found


def _earlier(grid: Grid, years: int) -> Grid:
    """Move a grid to earlier columns; what comes in is missing."""
    if years == 0:
        return grid
    moved = np.full_like(grid, np.nan)
    moved[:, :-years] = grid[:, years:]
    return moved
