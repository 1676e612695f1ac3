"""How much an event takes: assumptions as data, by event, kind, stage and industry, each with its reason.

Severity is a product of two shares. ``loss`` is the share of what is at stake that the event takes; ``at_stake`` is the
share of the amount that is at stake at a stage. All of them are judgements, not measurements: every output says so, and
a file of the user's replaces any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from outward.errors import InvalidValueError
from outward.risk.holdings import KINDS, STAGES, Holding
from outward.vocabulary.catalogue import definition_rows
from outward.vocabulary.labels import Label
from outward.vocabulary.sectors import sectors

Factor = Literal["loss", "at_stake"]
Basis = Literal["amount", "local"]
ANY: Final = "*"
NOT_STATED: Final = "not-stated"
"""What a table writes for the stage of a holding that has none."""

_UNSAID: Final = Label("")
COLUMNS: Final = ("factor", "event", "kind", "stage", "industry", "value", "basis", "reason_en", "reason_zh", "source")


@dataclass(frozen=True, slots=True)
class Assumption:
    """A share that somebody has judged; ``*`` holds for any event, kind, stage or industry.

    Raises
    ------
    InvalidValueError
        If the value is no share, or factor, kind, stage or basis is none.
    """

    factor: Factor
    event: str
    kind: str
    stage: str
    industry: str
    value: float  # 0..1
    basis: Basis = "amount"  # of a loss: it takes from the whole amount, or from its share in local currency
    reason: Label = _UNSAID
    source: str = ""
    is_own: bool = False  # the user's: asked before all that are shipped

    def __post_init__(self) -> None:
        where = f"assumption of {self.factor} for {self.event}, {self.kind}, {self.stage}, {self.industry}"[:200]
        for name, value, known in (("factor", self.factor, get_args(Factor)), ("kind", self.kind, (ANY, *KINDS)),
                                   ("stage", self.stage, (ANY, NOT_STATED, *STAGES)),
                                   ("basis", self.basis, get_args(Basis))):
            if value not in known:
                raise InvalidValueError(f"{name} {value[:60]!r}", where, f"Write one of {', '.join(known)}.")
        if not 0 <= self.value <= 1:
            raise InvalidValueError(f"value {self.value}", where, "Write a share from 0 to 1.")

    def rank(self, event: str, kind: str, stage: str, wholes: Sequence[str]) -> tuple[int, ...]:
        """Say how it stands among those that hold for these; empty where it is not meant for them.

        The user's come first, then what names the event, the kind, the stage, and the industry as nearly as possible.
        ``wholes`` is the industry with the sectors that comprise it, the narrowest first.
        """
        if not all(mine in (ANY, theirs) for mine, theirs in ((self.event, event), (self.kind, kind),
                                                              (self.stage, stage))):
            return ()
        if self.industry not in (ANY, *wholes):
            return ()
        near = 0 if self.industry == ANY else len(wholes) - wholes.index(self.industry)
        return (self.is_own, self.event != ANY, self.kind != ANY, self.stage != ANY, near)


@dataclass(frozen=True, slots=True)
class Severity:
    """What an event takes of a holding, with the assumptions behind it."""

    value: float  # loss x at_stake, 0..1, before the share in local currency
    loss: Assumption
    at_stake: Assumption


@dataclass(frozen=True, slots=True)
class Severities:
    """The table of assumptions.

    Examples
    --------
    >>> found = shipped_severities().find("expropriation", "project", "under-way", "ships")
    >>> found.loss.value, found.at_stake.value, round(found.value, 2)
    (0.8, 0.7, 0.56)
    """

    assumptions: tuple[Assumption, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """The events that are named, in the table's order."""
        return tuple(dict.fromkeys(each.event for each in self.assumptions if each.event != ANY))

    def find(self, event: str, kind: str, stage: str, industry: str) -> Severity | None:
        """Give what holds: the user's before the shipped, then what names more; ``None`` where nothing does.

        An event's name counts before the kind, the kind before the stage, the stage before the industry; what is said
        of an industry holds for all that it comprises, and the narrowest counts. Of two alike the later counts.
        """
        wholes = _wholes(industry)
        best: dict[Factor, tuple[tuple[int, ...], Assumption]] = {}
        for each in self.assumptions:
            rank = each.rank(event, kind, stage or NOT_STATED, wholes)
            if rank and (each.factor not in best or rank >= best[each.factor][0]):
                best[each.factor] = (rank, each)
        if len(best) < len(get_args(Factor)):
            return None
        (_, loss), (_, at_stake) = best["loss"], best["at_stake"]
        return Severity(loss.value * at_stake.value, loss, at_stake)

    def with_own(self, own: Iterable[Assumption]) -> Severities:
        """Put the user's before these."""
        return Severities((*self.assumptions, *(replace(each, is_own=True) for each in own)))

    def of(self, holdings: Sequence[Holding], events: Sequence[str]) -> AppliedSeverities:
        """Give the severity of every event for every holding, the share in local currency counted.

        A holding without a stated local share counts in full.
        """
        codes: dict[tuple[str, str, str], int] = {}
        place = np.array([codes.setdefault((each.kind, each.stage, each.industry), len(codes)) for each in holdings],
                         dtype=np.intp)
        whole, local = np.full((len(codes), len(events)), np.nan), np.zeros((len(codes), len(events)), dtype=bool)
        for (kind, stage, industry), row in codes.items():
            for column, event in enumerate(events):
                found = self.find(event, kind, stage, industry)
                if found is not None:
                    whole[row, column], local[row, column] = found.value, found.loss.basis == "local"
        shares = np.array([1.0 if each.local_share is None else each.local_share for each in holdings])
        is_local = local[place]
        return AppliedSeverities(whole[place] * np.where(is_local, shares[:, None], 1.0), is_local)


@dataclass(frozen=True, slots=True)
class AppliedSeverities:
    """Severities of holdings; arrays of shape (holdings, events)."""

    values: NDArray[np.float64]  # 0..1; NaN where no assumption holds
    is_local: NDArray[np.bool_]  # whether the event takes from the share in local currency only


@lru_cache(maxsize=4096)
def _wholes(industry: str) -> tuple[str, ...]:
    """Give an industry and the sectors that comprise it, the narrowest first."""
    found = [industry] if industry else []
    while found and (sector := sectors().get(found[-1])) and sector.parent and sector.parent not in found:
        found.append(sector.parent)
    return tuple(found)


@cache
def shipped_severities() -> Severities:
    """Give the assumptions that the package carries; ``data/severity.csv`` has the reason of each."""
    return Severities(tuple(map(assumption, definition_rows("severity.csv", "outward.risk"))))


def assumption(row: Mapping[str, str]) -> Assumption:
    """Read a row of a table of assumptions; an empty cell of event, kind, stage or industry means any.

    Raises
    ------
    InvalidValueError
        If the value is no number, or anything else is wrong.
    """
    try:
        value = float(row["value"])
    except ValueError:
        raise InvalidValueError(f"value {row['value'][:60]!r}", "table of severities",
                                "Write a share from 0 to 1.") from None
    event, kind, stage, industry = (row.get(name) or ANY for name in ("event", "kind", "stage", "industry"))
    return Assumption(row["factor"], event, kind, stage, industry, value,  # type: ignore[arg-type]  # checked when made
                      row.get("basis") or "amount",  # type: ignore[arg-type]
                      Label(row.get("reason_en", ""), row.get("reason_zh", "")), row.get("source", ""))
