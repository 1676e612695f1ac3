"""Which units have enough data to be scored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outward.composite.data import Floats
from outward.composite.framework import Framework


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A unit that was left out, and for want of what."""

    unit: str
    pillar: str  # code; empty where it is the whole framework
    available: int
    of: int
    least: float  # share that is asked for


def screened(framework: Framework, units: tuple[str, ...], values: Floats) -> tuple[Exclusion, ...]:
    """Name the units with too few indicators: of all (``screen.per_unit``), or of a lowest pillar (``per_pillar``).

    Parameters
    ----------
    framework : Framework
        Its choices hold the shares.
    units : tuple of str, length n
        The units.
    values : array, shape (n, indicators)
        Indicators; NaN where missing.
    """
    there = ~np.isnan(values)
    codes = [each.code for each in framework.indicators]
    groups = [("", list(range(len(codes))), framework.choices.number("screen.per_unit"))]
    for pillar in framework.upward:
        places = [codes.index(part.code) for part in framework.parts[pillar.code] if part.code in codes]
        if places:
            groups.append((pillar.code, places, framework.choices.number("screen.per_pillar")))
    found: dict[str, Exclusion] = {}
    for code, places, least in groups:
        available = there[:, places].sum(axis=1)
        for row in np.flatnonzero(available < least * len(places) - 1e-9):
            found.setdefault(units[row], Exclusion(units[row], code, int(available[row]), len(places), least))
    return tuple(found.values())
