"""Which events are forecast, and from what: chosen on target years up to 2009, by docs/methods/risk.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from outward.errors import UnknownCodeError
from outward.risk.events import events


@dataclass(frozen=True, slots=True)
class Specification:
    """Themes of predictors, and the inverse of the logit's penalty."""

    themes: tuple[str, ...]
    strength: float


_POLITICAL: Final = ("coups", "conflict", "politics", "development")
_SECURITY: Final = (*_POLITICAL, "governance")
_MONETARY: Final = ("currency", "economy", "development", "external", "politics", "governance")

MODELLED: Final[Mapping[str, Specification]] = {
    "coup": Specification(_POLITICAL, 0.01),
    "irregular_leader": Specification(_POLITICAL, 0.01),
    "libdem_fall": Specification(_POLITICAL, 0.01),
    "conflict_onset": Specification(_SECURITY, 0.1),
    "conflict_escalation": Specification(_SECURITY, 0.03),
    "currency_crash": Specification(_MONETARY, 0.01),
    "banking_crisis": Specification(_MONETARY, 0.01),
    "debt_crisis": Specification(_MONETARY, 0.01),
    "high_inflation": Specification(_MONETARY, 0.01),
}
"""Events with a model: coup, libdem_fall, conflict_onset and currency_crash by their records, others by kinship."""


def specification(event: str) -> Specification:
    """Give what an event is forecast from.

    Raises
    ------
    UnknownCodeError
        If the event has no model: it is guarded against, not foreseen, or is no event at all.
    """
    try:
        return MODELLED[event]
    except KeyError:
        known = "it is routed to protection, not to warning" if event in events() else "there is no such event"
        raise UnknownCodeError(f"event {event!r} has no model: {known}", "early warning",
                               f"Use one of {', '.join(MODELLED)}.") from None
