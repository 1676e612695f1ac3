"""The life of an alert: opened, acknowledged, assessed, closed, and reviewed against what happened."""

from __future__ import annotations

from typing import Final, Literal, get_args

from outward.errors import InvalidValueError
from outward.risk.levels import Standing

Stage = Literal["open", "acknowledged", "assessed", "closed", "reviewed"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
Outcome = Literal["happened", "not happened"]

_NEXT: Final[dict[Stage, tuple[Stage, ...]]] = {
    "open": ("acknowledged", "closed"), "acknowledged": ("assessed", "closed"), "assessed": ("closed",),
    "closed": ("reviewed", "open"), "reviewed": (),
}


def next_stages(stage: Stage) -> tuple[Stage, ...]:
    """Give what may follow a stage; a closed alert can be opened again, a reviewed one is history.

    Examples
    --------
    >>> next_stages("open"), next_stages("reviewed")
    (('acknowledged', 'closed'), ())
    """
    return _NEXT[stage]


def moved(stage: Stage, to: Stage) -> Stage:
    """Move an alert on.

    Raises
    ------
    InvalidValueError
        If the stage cannot follow.
    """
    if to not in _NEXT[stage]:
        raise InvalidValueError(f"an alert that is {stage} cannot become {to}", "life of an alert",
                                f"Choose one of {', '.join(_NEXT[stage]) or 'none: it is reviewed'}.")
    return to


def opens(standing: Standing) -> bool:
    """Say whether a standing opens an alert: only what is rising does; what is chronic is shown, not called out."""
    return standing.state == "rising"


def mark(outcome: Outcome, level_was_up: bool) -> Literal["hit", "miss", "false alarm", "quiet"]:
    """Name what a warning turned out to be.

    Examples
    --------
    >>> mark("happened", True), mark("not happened", True)
    ('hit', 'false alarm')
    """
    if outcome == "happened":
        return "hit" if level_was_up else "miss"
    return "false alarm" if level_was_up else "quiet"
