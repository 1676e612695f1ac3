"""Numbers of warnings as figures: computed by the study from a panel or rates, each with an id and the day it was made.

A forecast comes from fitted models, a rating from draws, a tail from scenarios: no formula over cells says them. Each
stands as computed, under an id that names it, and the source says from which panel, by which method.
"""

from __future__ import annotations

import math
from typing import Final

from outward.vocabulary.figures import Cell, Figure, Kind, printed
from outward.vocabulary.labels import Label
from outward.vocabulary.provenance import Source

COMPUTED: Final = "early-warning"
"""Id of the source of what the study computes."""

WARNING_SOURCE: Final = Source(
    COMPUTED, Label("Computed warnings", "风险预警计算结果"), Label("Outward", "Outward"),
    note="what the study computes by models, bootstrap or scenarios that no formula over cells says")


def computed(id: str, value: float, *, unit: str = "index", digits: int = 2, kind: Kind = "index", known_on: str = ""
             ) -> Figure:
    """Make the figure of a number that the study computed.

    Examples
    --------
    >>> computed("coup.MLI.2012.ensemble", 0.0613).id
    'cell:early-warning:coup.MLI.2012.ensemble'
    """
    cell = Cell(COMPUTED, id, f"{value:.{digits}f}", COMPUTED, known_on=known_on)
    return printed(cell, float(value), unit=unit, digits=digits, kind=kind)


def maybe(id: str, value: float | None, *, unit: str = "index", digits: int = 2, kind: Kind = "index") -> Figure | None:
    """Make the figure of a number that may be missing: a gap of its table then."""
    return None if value is None or math.isnan(value) else computed(id, value, unit=unit, digits=digits, kind=kind)


def percent(id: str, ratio: float | None, *, digits: int = 1, known_on: str = "") -> Figure | None:
    """Make the figure of a probability or share of 0 to 1, in percent; ``None`` where there is none."""
    if ratio is None or math.isnan(ratio):
        return None
    return computed(id, 100 * ratio, unit="%", digits=digits, kind="share", known_on=known_on)


def count(id: str, value: float) -> Figure:
    """Make the figure of a number of things, which its heading names."""
    return computed(id, value, digits=0, kind="count")
